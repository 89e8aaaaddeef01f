"""Targets: who judges, the path to the target, and how far it is."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import LocalisedText, Target
from indicators.targets.paths import attainment, elapsed, expected, judging_target, needed, peer_targets

CITY, EAST = 440600, 440604


def target(**changes: Any) -> Target:
    """A linear path from 90 at the end of 2020 to 98 at the end of 2025."""
    given: dict[str, Any] = {
        "indicator": "PUNCTUAL",
        "source_kind": "demo",
        "source": LocalisedText(zh="演示", en="Demonstration"),
        "baseline": 90.0,
        "baseline_period": 2020,
        "value": 98.0,
        "period": 2025,
        "path": "linear",
    }
    return Target(**(given | changes))


def at(path: Target, *periods: str) -> list[float]:
    """What the path expects at the end of periods."""
    return [float(value) for value in expected(path, [Period.parse(text) for text in periods])]


def test_a_linear_path_runs_from_the_baseline_to_the_target() -> None:
    found = at(target(), "2020-12", "2021", "2023-06", "2025", "2025C12", "2027")
    assert found == pytest.approx([90, 91.6, 94, 98, 98, 98])
    assert np.isnan(at(target(), "2020-11")).all()


@given(st.integers(0, 60))
def test_a_linear_path_never_turns_back(month: int) -> None:
    start = Period.parse("2020-12").shift(month)
    here, there = at(target(), start.id, start.shift(1).id)
    assert here <= there


def test_a_stepped_path_holds_each_step_from_the_end_of_its_year() -> None:
    path = target(path="stepped", steps=((2022, 94.0), (2024, 97.0)), baseline=None, baseline_period=None)
    assert np.isnan(at(path, "2022-11")).all()
    assert at(path, "2022-12", "2024-11", "2024-12", "2025-12") == [94, 94, 97, 98]


def test_a_held_path_is_the_target_at_all_times() -> None:
    assert at(target(path="hold"), "2019-01", "2025-12", "2026Q1") == [98, 98, 98]


def test_the_register_goes_before_the_plan_and_the_plan_before_the_demonstration(small_city: Catalogue) -> None:
    kinds = ("benchmark", "demo", "plan", "register")
    found = []
    for count in range(1, 5):
        targets = tuple(target(source_kind=kind, ref="R1") for kind in kinds[:count])
        judge = judging_target(_with(small_city, targets), "PUNCTUAL", CITY)
        found.append(judge and judge.source_kind)
    assert found == [None, "demo", "plan", "register"]


def test_a_regions_own_target_goes_before_the_citys(small_city: Catalogue) -> None:
    catalogue = _with(small_city, (target(), target(region=EAST, value=99.0), target(region=CITY, value=97, only=True)))
    own, citys = (judging_target(catalogue, "PUNCTUAL", region) for region in (EAST, 440605))
    assert (own and own.value, citys and citys.value) == (99, 98)


def test_a_town_is_judged_by_its_districts_target_before_the_citys(small_city: Catalogue) -> None:
    catalogue = _with(
        small_city, (target(), target(region=EAST, value=99.0), target(region=440605, value=1, only=True))
    )
    found = [judging_target(catalogue, "PUNCTUAL", town) for town in (440604001, 440605001)]
    assert [one and one.value for one in found] == [99, 98]


def test_of_several_targets_of_a_kind_the_furthest_judges(small_city: Catalogue) -> None:
    catalogue = _with(small_city, (target(value=95.0, period=2023), target()))
    found = judging_target(catalogue, "PUNCTUAL", CITY)
    assert found
    assert found.period == 2025


def test_other_cities_are_shown_beside(small_city: Catalogue) -> None:
    assert [rival.value for rival in peer_targets(small_city, "NOISE")] == [50]


def test_how_far_the_way_and_the_time_have_gone() -> None:
    assert attainment(target(), 96) == 75
    assert attainment(target(), 88) == -25
    assert attainment(target(path="hold", baseline=None, baseline_period=None), 96) is None
    assert elapsed(target(), Period.parse("2025-06")) == pytest.approx(90)
    assert elapsed(target(), Period.parse("2030")) == 100


@pytest.mark.parametrize(
    ("better", "value", "each"),
    [("higher", 92.0, 1.0), ("higher", 98.0, None), ("lower", 104.0, -1.0), ("lower", 90.0, None)],
)
def test_what_is_needed_each_month_until_the_date(better: Any, value: float, each: float | None) -> None:
    assert needed(target(), value, Period.parse("2025-06"), 12, better) == each


def test_nothing_is_needed_after_the_date() -> None:
    assert needed(target(), 92.0, Period.parse("2025-12"), 12, "higher") is None


def _with(catalogue: Catalogue, targets: tuple[Target, ...]) -> Catalogue:
    return replace(catalogue, targets=targets)
