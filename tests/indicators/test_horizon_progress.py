"""What a history is drawn with besides its values, and how far the plan has come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.plan.progress import goal_progress, time_passed
from indicators.plan.projection_axis import path_ahead, same_yardstick, until_due, year_before
from indicators.scoring.judgement import unjudged

CITY, TOWN = 440600, 440604001
CELL = IndicatorValue("PUNCTUAL", CITY, Grain.MONTH, "2025-05", 95.0)


def test_the_periods_ahead_end_with_the_targets_year(small_city: Catalogue) -> None:
    (target,) = small_city.targets_of("PUNCTUAL")
    ahead = until_due(Period.parse("2025-09"), target)
    assert [period.id for period in ahead] == ["2025-10", "2025-11", "2025-12"]
    assert until_due(Period.parse("2025Q4"), target) == ()
    assert until_due(Period.parse("2026-02"), target) == ()
    assert path_ahead(target, ahead)[-1] == 98
    assert path_ahead(target, [Period.parse("2019-12")]) == [None]


def test_the_year_before_stands_place_by_place() -> None:
    assert year_before([1.0, 2.0, 3.0, None, 5.0, 6.0], Grain.QUARTER) == [None, None, None, None, 1, 2]
    assert year_before([1.0], Grain.MONTH) == [None]


@pytest.mark.parametrize(
    ("indicator", "region", "grain", "same"),
    [
        ("PUNCTUAL", TOWN, Grain.YEAR, True),
        ("ACCIDENTS", CITY, Grain.MONTH, True),
        ("ACCIDENTS", CITY, Grain.YEAR, False),
        ("ACCIDENTS", TOWN, Grain.MONTH, False),
        ("DENSITY", TOWN, Grain.MONTH, True),
        ("DENSITY", CITY, Grain.YEAR, False),
        ("DUST", TOWN, Grain.YEAR, True),
    ],
)
def test_a_figure_of_the_city_stands_beside_what_is_like_it(
    small_city: Catalogue, indicator: str, region: int, grain: Grain, same: bool
) -> None:
    assert same_yardstick(small_city, indicator, region, grain) == same


@pytest.mark.parametrize(
    ("today", "passed"),
    [(date(2020, 5, 1), 0), (date(2021, 1, 1), 0), (date(2025, 6, 30), 100 * 1641 / 1826), (date(2027, 1, 1), 100)],
)
def test_time_passes_from_the_plans_first_day_to_its_last(today: date, passed: float) -> None:
    assert time_passed(today) == pytest.approx(passed)


def progress(catalogue: Catalogue, ways: Mapping[str, float | None]) -> dict[str, float | None]:
    """The progress of goals when indicators have gone so far."""
    return goal_progress([replace(CELL, indicator=name, attainment=way) for name, way in ways.items()], catalogue)


def test_a_goal_has_come_as_far_as_its_indicators_by_weight(small_city: Catalogue) -> None:
    """PUNCTUAL weighs 3 and ACCIDENTS 1 in the first goal."""
    assert progress(small_city, {"PUNCTUAL": 80.0, "ACCIDENTS": 40.0}) == {"G1": 70, "G2": None}
    assert progress(small_city, {"PUNCTUAL": 80.0, "ACCIDENTS": None})["G1"] == 80


def test_a_value_that_is_missing_or_stale_counts_as_no_way_done(small_city: Catalogue) -> None:
    done = {"DUST": replace(CELL, indicator="DUST", attainment=60.0), "PUNCTUAL": replace(CELL, attainment=80.0)}
    missing, stale = (
        replace(done["DUST"], value=None, attainment=None),
        replace(done["DUST"], judgement=unjudged("stale", days=90.0)),
    )
    for silent in (missing, stale):
        assert goal_progress([silent], small_city)["G2"] == 0
    assert goal_progress([done["DUST"]], small_city)["G2"] == 60
    no_target = replace(missing, indicator="NOISE")
    assert goal_progress([no_target], small_city)["G2"] is None
    assert goal_progress([replace(CELL, value=None, region=TOWN)], small_city)["G1"] == 0


def test_one_far_ahead_does_not_hide_one_that_lags(small_city: Catalogue) -> None:
    assert progress(small_city, {"PUNCTUAL": 900.0, "ACCIDENTS": -50.0})["G1"] == 75
