"""What the barometer lists, against surges planted in a drawn city; precision and recall are counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indicators.catalogue.catalogue import CATALOGUE
from indicators.hotline import Finding, HotlineRules, TopicCounts, listed, load_hotline_rules
from tests.indicators.hotline.planted import PlantedCity, Surge

SEEDS = range(8)
RISING = (Surge(3, (104,), 5, 1, 2.5), Surge(7, (117,), 7, 1, 2.2), Surge(5, (125,), 3, 1, 4.0))
TODAY = (Surge(4, tuple(range(112, 118)), 1, 1, 2.6),)
LASTING = (Surge(2, (108,), 42, 1, 1.9), Surge(9, (101,), 56, 1, 2.0))
EVERYWHERE = (Surge(12, tuple(range(100, 130)), 21, 1, 1.5),)
PLANTED = {
    ("rising", "topic-3", 104), ("rising", "topic-7", 117), ("rising", "topic-5", 125), ("rising", "topic-4", 13),
    ("lasting", "topic-2", 108), ("lasting", "topic-9", 101), ("everywhere", "topic-12", 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> HotlineRules:
    """The shipped rules."""
    return load_hotline_rules(CATALOGUE)


def look(city: PlantedCity, rules: HotlineRules) -> list[Finding]:
    hours = city.hourly()
    return listed(city.counts(hours), [city.newest_hours(hours)], rules)


@pytest.fixture(scope="module")
def of_each_seed(rules: HotlineRules) -> list[list[Finding]]:
    """What is listed in eight drawings of the planted city."""
    surges = (*RISING, *TODAY, *LASTING, *EVERYWHERE)
    return [look(PlantedCity(seed, surges), rules) for seed in SEEDS]


def keys(found: list[Finding]) -> set[tuple[str, str, int]]:
    return {(one.kind, one.topic, one.region) for one in found}


def test_most_planted_surges_are_found_and_most_of_what_is_listed_was_planted(
    of_each_seed: list[list[Finding]],
) -> None:
    hits = sum(len(keys(found) & PLANTED) for found in of_each_seed)
    said = sum(len(found) for found in of_each_seed)
    recall, precision = hits / (len(PLANTED) * len(SEEDS)), hits / said
    assert recall >= 0.85, f"recall {recall:.2f}"
    assert precision >= 0.85, f"precision {precision:.2f}"


def test_a_quiet_city_lists_next_to_nothing(rules: HotlineRules) -> None:
    said = [len(look(PlantedCity(seed), rules)) for seed in SEEDS]
    assert sum(said) <= len(SEEDS)


def test_the_evidence_adds_up(of_each_seed: list[list[Finding]], rules: HotlineRules) -> None:
    for one in (one for found in of_each_seed for one in found):
        assert one.doubt <= rules.doubt
        assert one.count > one.usual > 0
        if one.kind == "everywhere":
            assert len(one.towns) >= rules.everywhere.share * one.asked
        if one.kind == "lasting":
            assert sum(one.trail.count[-rules.lasting.weeks :]) == one.count
        if one.kind == "rising" and one.hours == 168:
            assert sum(one.trail.count[-7:]) == one.count
        assert all(low <= high for low, high in zip(one.trail.low, one.trail.high, strict=True))


def test_they_are_ranked_by_strength_within_their_kind(of_each_seed: list[list[Finding]]) -> None:
    for found in of_each_seed:
        for kind in ("rising", "lasting", "everywhere"):
            strengths = [one.strength for one in found if one.kind == kind]
            assert strengths == sorted(strengths, reverse=True)


def test_what_all_towns_share_is_not_laid_at_one_towns_door(rules: HotlineRules) -> None:
    for_towns = 0
    for seed in SEEDS:
        regions = {one.region for one in look(PlantedCity(seed, EVERYWHERE), rules) if one.topic == "topic-12"}
        assert 1 in regions
        for_towns += len(regions - {1})
    assert for_towns <= 1, "of 240 towns that all rose alike"


def test_a_festival_and_its_end_are_not_a_surge(rules: HotlineRules) -> None:
    city = PlantedCity(5)
    hours = city.hourly()
    whole = city.counts(hours)
    ends_in_the_festival = TopicCounts(whole.regions, whole.parent, whole.topics, whole.slot.copy(), whole.count.copy())
    ends_in_the_festival.slot[-9:] = 2
    quiet = 0.45 / np.array([1.0, 0.7])[city.slots()[-9:]]
    ends_in_the_festival.count[:, :, -9:] *= quiet
    assert len(listed(ends_in_the_festival, [], rules)) <= 1


def test_too_short_a_history_lists_nothing(rules: HotlineRules) -> None:
    city = PlantedCity(1, RISING)
    whole = city.counts(city.hourly())
    short = replace(whole, slot=whole.slot[-70:], count=whole.count[:, :, -70:])
    assert listed(short, [], rules) == []


def test_few_orders_are_never_listed_however_surprising(rules: HotlineRules) -> None:
    city = PlantedCity(2, (Surge(3, (104,), 3, 1, 30.0),), per_day=40.0)
    for one in look(city, rules):
        fewest = {"rising": rules.rising.fewest, "lasting": rules.lasting.fewest}
        assert one.count >= fewest.get(one.kind, rules.everywhere.fewest)
