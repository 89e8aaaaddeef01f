"""Scores of groups: who belongs to them, what is carried on, what a veto does, and that the city is its functions."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.groups import KINDS, score_groups, subjects
from indicators.compute.indicator_values import compute_all
from indicators.compute.results import GroupScore, ScoreCap
from indicators.scoring.score import CAP
from tests.indicators.facts import Row, cube_of, monthly

CITY, EAST = 440600, 440604
TOWNS = (440604001, 440604002, 440605001)
JUNE, JULY, AUGUST = date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31)
SHARES = st.lists(st.floats(60, 100), min_size=3, max_size=3)


def scores(catalogue: Catalogue, rows: Sequence[Row], today: date = JUNE) -> dict[tuple[str, str, int], GroupScore]:
    """All groups by kind, subject and region."""
    found = score_groups(compute_all(cube_of(catalogue, rows, today), catalogue), catalogue, today)
    return {(one.kind, one.subject, one.region): one for one in found}


def well(months: int = 3, on_time: float = 100.0, accidents: float = 0.0, last: str = "2025-05") -> list[Row]:
    """Months in which everything went as it should (or not), up to a month."""
    first = Period.parse(last).shift(1 - months).id
    given = {"on_time": on_time, "due": 100.0, "accidents": accidents, "dust": 20.0, "people": 20.0}
    return [row for name, value in given.items() for row in monthly(name, CITY, first, [value] * months)]


def test_every_subject_of_the_plan_has_its_groups(small_city: Catalogue) -> None:
    found = scores(small_city, well())
    for kind in KINDS:
        here = {subject for one, subject, region in found if one == kind and region == CITY}
        assert here <= set(subjects(small_city, kind))
    assert ("city", "city", CITY) in found


def test_what_counts_are_the_judged_indicators_of_the_subject(small_city: Catalogue) -> None:
    found = scores(small_city, well())
    assert {part.id for part in found["function", "services", CITY].parts} == {
        "PUNCTUAL",
        "ACCIDENTS",
        "DENSITY",
        "DUST",
        "NOISE",
    }
    assert {part.id for part in found["function", "services", CITY].parts if part.weight} == {
        "PUNCTUAL",
        "ACCIDENTS",
        "DENSITY",
        "DUST",
    }
    assert {part.id for part in found["function", "services", EAST].parts if part.weight} == {
        "PUNCTUAL",
        "DENSITY",
        "DUST",
    }
    assert {part.id for part in found["goal", "G1", CITY].parts} == {"PUNCTUAL", "ACCIDENTS"}


def test_an_off_track_veto_caps_its_group_and_is_one_of_the_parts(small_city: Catalogue) -> None:
    free = scores(small_city, well())["goal", "G1", CITY]
    bound = scores(small_city, well(accidents=4.5))["goal", "G1", CITY]
    assert (free.latest, free.vetoed_by) == (100, ())
    assert (bound.latest, bound.vetoed_by) == (CAP, ("ACCIDENTS",))
    given_away = CAP - sum(part.points for part in bound.parts if part.id != "veto")
    assert [part.points for part in bound.parts if part.id == "veto"] == [pytest.approx(given_away)]
    assert given_away < 0


def test_the_cap_also_holds_in_history_and_says_in_which_months(small_city: Catalogue) -> None:
    rows = [row for row in well(5) if row[0] != "accidents"] + monthly("accidents", CITY, "2025-01", [0, 0, 9, 9, 0])
    found = scores(small_city, rows, JULY)["goal", "G1", CITY]
    by_month = dict(zip([period.id for period in found.periods], found.score.tolist(), strict=True))
    assert by_month["2025-02"] == 100
    assert by_month["2025-03"] == by_month["2025-04"] == CAP
    assert by_month["2025-05"] == CAP  # an improvement has to last
    assert ScoreCap("ACCIDENTS", "2025-03", "2025-07", silent=False) in found.caps


def test_a_member_counts_by_what_is_due_and_then_is_silent(small_city: Catalogue) -> None:
    rows = well(last="2025-05")
    before, due, silent = (scores(small_city, rows, day)["goal", "G1", CITY] for day in (JUNE, JULY, AUGUST))
    assert (before.latest, due.latest) == (100, 100)
    assert (silent.latest, silent.coverage, silent.silent) == (None, 0, ("PUNCTUAL", "ACCIDENTS"))
    assert np.isnan(silent.score[-1])
    assert silent.counts == (2, 0, 0, 0)


def test_a_period_counts_before_its_day_once_half_of_the_regions_have_it(small_city: Catalogue) -> None:
    alone = [*well(last="2025-04"), *monthly("dust", EAST, "2025-05", [40.0])]
    most = [*alone, *(row for town in TOWNS for row in monthly("dust", town, "2025-05", [40.0]))]
    first, second = (scores(small_city, rows)["goal", "G2", CITY] for rows in (alone, most))
    assert "DUST" not in (first.silent or ())
    assert "DUST" in (second.silent or ())


def test_a_silent_member_counts_as_0_and_what_has_come_is_said_beside(small_city: Catalogue) -> None:
    rows = [row for row in well() if row[0] not in {"dust", "noise"}]
    found = scores(small_city, rows)["function", "services", CITY]
    assert found.silent == ("DUST",)
    assert found.latest == pytest.approx((3 * 100 + 1 * 100 + 2 * 100) / 8, abs=0.05)
    assert found.reported == pytest.approx(100)
    assert {part.id: part.points for part in found.parts if part.score is None} == {"DUST": 0, "NOISE": 0}


def test_a_silent_veto_caps_although_it_was_never_off_track(small_city: Catalogue) -> None:
    rows = [row for row in well(4) if row[0] != "accidents"] + monthly("accidents", CITY, "2025-02", [0, 0])
    found = scores(small_city, rows)["function", "services", CITY]
    assert (found.latest, found.vetoed_by, found.silent) == (CAP, ("ACCIDENTS",), ("ACCIDENTS",))
    assert found.caps[-1].silent


def test_a_function_that_no_target_judges_stays_with_its_coverage(small_city: Catalogue) -> None:
    bare = small_city.without_demonstration()
    found = scores(bare, well())
    assert (found["function", "economy", CITY].latest, found["function", "economy", CITY].coverage) == (None, 0)
    services = found["function", "services", CITY]
    assert (services.latest, services.coverage, services.silent) == (None, 2 / 9, ())
    assert found["city", "city", CITY].latest is None


def test_a_function_without_a_score_counts_as_0_in_the_city(small_city: Catalogue) -> None:
    found = scores(small_city, well())
    assert found["function", "economy", CITY].latest is None
    assert found["city", "city", CITY].latest == pytest.approx(
        (found["function", "services", CITY].latest or 0) / 2, abs=0.051
    )
    assert found["city", "city", CITY].silent == ("GROWTH", "PUBLISHED")


def test_quarterly_members_carry_on_between_quarters(small_city: Catalogue) -> None:
    rows: list[Row] = [("output", CITY, "2024Q1", 100.0), ("output", CITY, "2025Q1", 105.0)]
    rows.append(("output_growth", CITY, "2025Q1", 5.0))
    found = scores(small_city, rows)["function", "economy", CITY]
    by_month = dict(zip([period.id for period in found.periods], found.score.tolist(), strict=True))
    assert np.isnan(by_month["2025-02"])
    assert (by_month["2025-03"], by_month["2025-04"], by_month["2025-06"]) == (80, 80, 80)


def test_less_than_half_of_the_weight_is_no_score(small_city: Catalogue) -> None:
    found = scores(small_city, [row for row in well() if row[0] not in {"on_time", "accidents"}])[
        "function", "services", CITY
    ]
    assert (found.latest, found.coverage) == (None, 4 / 9)


@settings(max_examples=25, deadline=None)
@given(SHARES, SHARES, st.floats(10, 40), st.integers(0, 9))
def test_parts_add_up_to_every_score_and_the_city_to_its_functions(
    small_city: Catalogue, shares: list[float], growth: list[float], dust: float, accidents: int
) -> None:
    rows = [row for row in well() if row[0] not in {"on_time", "dust", "accidents"}]
    rows += monthly("on_time", CITY, "2025-03", shares) + monthly("dust", CITY, "2025-03", [dust] * 3)
    rows += monthly("accidents", CITY, "2025-03", [float(accidents)] * 3)
    rows += [("output", CITY, "2024Q1", growth[0]), ("output", CITY, "2025Q1", growth[1])]
    rows += [("output_growth", CITY, "2025Q1", growth[2] / 20)]
    found = scores(small_city, rows)
    for one in found.values():
        if one.latest is not None:
            assert sum(round(part.points * 10) for part in one.parts) == round(one.latest * 10)
            assert one.score[-1] == one.latest
            assert 0 <= one.latest <= 100
    city = found["city", "city", CITY]
    functions = {part.id: part.score for part in city.parts}
    assert functions == {s: found["function", s, CITY].latest for s in ("economy", "services")}
    assert city.latest == pytest.approx(sum(found["function", s, CITY].latest or 0 for s in functions) / 2, abs=0.051)


def test_scores_run_month_by_month_up_to_today(small_city: Catalogue) -> None:
    found = scores(small_city, well(12))["city", "city", CITY]
    assert found.periods[-1].id == "2025-06"
    assert len(found.score) == len(found.periods)


def test_months_from_before_the_usual_beginning_move_no_score(small_city: Catalogue) -> None:
    """Facts of 2015 make the axis of their indicators longer; what they score today is the same."""
    usual, longer = well(), well() + [(name, CITY, "2015-11", 1.0) for name in ("on_time", "due", "accidents", "dust")]
    now, then = scores(small_city, usual), scores(small_city, longer)
    assert {key: one.latest for key, one in now.items()} == {key: one.latest for key, one in then.items()}
    assert now["function", "services", CITY].latest is not None
