"""A group's chance: made of its members' chances, with what they have in common, and never better for silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from indicators.catalogue.catalogue import load_catalogue
from indicators.definitions.model import Indicator
from indicators.forecast.group_outlook import DRAWS, Aimed, common_errors, draws, group_outlook
from indicators.forecast.outlook import Point


@pytest.fixture(scope="module")
def indicator() -> Indicator:
    """One that is better the higher, without bounds near, with a tolerance of 1."""
    some = next(one for one in load_catalogue().indicators.values() if one.better == "higher")
    return some.model_copy(update={"bounds": (None, None), "tolerance": 1.0, "decimals": 3})


def _member(indicator: Indicator, middle: float, spread: float = 1.0, name: str = "I", *, veto: bool = False) -> Aimed:
    return Aimed(name, indicator, 1.0, Point("2025-12", middle, spread), expected=100.0, veto=veto)


def _members(indicator: Indicator, count: int, middle: float, spread: float = 1.0) -> list[Aimed]:
    return [_member(indicator, middle, spread, f"I{n}") for n in range(count)]


def test_one_member_is_on_track_as_often_as_its_value_is(indicator: Indicator) -> None:
    found = group_outlook([[_member(indicator, 100.5)]])

    edge = 100 - 0.5 / 20  # 79.5 points lie a fortieth of a tolerance under the path
    assert found.probability == pytest.approx(norm.sf(edge, 100.5, 1), abs=0.03)
    assert found.foreseen == 1


def test_what_members_have_in_common_makes_extremes_likelier(indicator: Indicator) -> None:
    members = _members(indicator, 10, 99.3)

    apart, together = draws(members, 0.0), draws(members, 0.9)

    assert together.std() > 2 * apart.std()
    assert (together >= 79.5).mean() > (apart >= 79.5).mean()
    assert len(apart) == DRAWS


@pytest.mark.parametrize("planted", [0.0, 0.5, 0.8])
def test_planted_common_errors_are_found(planted: float) -> None:
    random = np.random.default_rng(12)
    shared = random.standard_normal(200)
    errors = [
        dict(enumerate(np.sqrt(planted) * shared + np.sqrt(1 - planted) * random.standard_normal(200)))
        for _ in range(12)
    ]

    assert common_errors(errors) == pytest.approx(planted, abs=0.1)


def test_few_origins_say_nothing_of_what_is_common() -> None:
    assert common_errors([{1: 1.0, 2: 1.0}, {1: 1.0, 2: 1.0}]) == 0
    assert common_errors([]) == 0


def test_a_silent_member_makes_nothing_likelier(indicator: Indicator) -> None:
    members = _members(indicator, 4, 100.4)
    silent = replace(members[0], point=None, score=None)

    full, missing = group_outlook([members]), group_outlook([[silent, *members[1:]]])

    assert full.probability is not None
    assert missing.probability is not None
    assert missing.probability < full.probability


def test_below_half_of_the_weight_nothing_is_said(indicator: Indicator) -> None:
    known = _member(indicator, 101)
    unknown = replace(known, point=None, score=95.0)

    found = group_outlook([[known, unknown, unknown]])

    assert (found.probability, found.reason) == (None, "too_short")


def test_a_veto_caps_the_group_in_the_draws_in_which_it_is_off_track(indicator: Indicator) -> None:
    fine = _members(indicator, 9, 104, 0.1)
    risky = _member(indicator, 99, 1.0, "V", veto=True)

    found = group_outlook([[*fine, risky]])

    assert found.probability == pytest.approx(norm.sf(99, 99, 1), abs=0.05), "off track is a tolerance below 100"


def test_the_same_group_has_the_same_chance_each_time(indicator: Indicator) -> None:
    members = _members(indicator, 3, 100.1)

    assert group_outlook([members]) == group_outlook([members])
