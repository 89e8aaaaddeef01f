"""What needs attention: each indicator once, where it stands worst, by severity, weight and trend, with a reason."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.attention import rank_attention, severity
from indicators.compute.results import IndicatorValue
from indicators.scoring.judgement import Judgement, unjudged
from indicators.scoring.status import Status

CITY, EAST, TOWN = 440600, 440604, 440604001
SHORT = Judgement(Status.OFF_TRACK, Status.OFF_TRACK, "short", "below", 97.0, 17.0, gap=-2.0, run=1, short_run=1)
BAD = IndicatorValue("PUNCTUAL", CITY, Grain.MONTH, "2025-05", 80.0, judgement=SHORT, expected=97.0)
STATUSES = st.sampled_from([Status.ON_TRACK, Status.WATCH, Status.OFF_TRACK])
JUDGED = st.builds(
    lambda level, now, gap, run: replace(
        SHORT, level=level, now=now, code="met" if now == Status.ON_TRACK else "short", gap=gap, short_run=run
    ),
    STATUSES,
    STATUSES,
    st.floats(-9, 3),
    st.integers(0, 9),
)
STALE = unjudged("stale", days=90.0, period="2025-05")
CELLS = st.lists(
    st.builds(
        IndicatorValue,
        st.sampled_from(["PUNCTUAL", "ACCIDENTS", "DUST", "GROWTH"]),
        st.sampled_from([CITY, EAST, TOWN]),
        st.just(Grain.MONTH),
        st.just("2025-05"),
        st.floats(0, 100),
        judgement=st.one_of(JUDGED, st.just(Judgement()), st.just(STALE)),
        trend=st.sampled_from([-1, 0, 1]),
    ),
    max_size=20,
)


def _bad(**changes: Any) -> IndicatorValue:
    return replace(BAD, judgement=replace(SHORT, **changes))


@given(CELLS)
def test_each_indicator_appears_once_at_most_and_in_order(small_city: Catalogue, cells: list[IndicatorValue]) -> None:
    found = rank_attention(cells, small_city)
    assert len({one.indicator for one in found}) == len(found)
    assert [one.rank for one in found] == sorted((one.rank for one in found), reverse=True)
    assert all(one.rank > 0 and one.reason.code for one in found)


@given(CELLS)
def test_what_is_on_track_or_merely_unknown_needs_no_hand(small_city: Catalogue, cells: list[IndicatorValue]) -> None:
    calm = [one for one in cells if not one.stale and one.status in (Status.UNKNOWN, Status.ON_TRACK)]
    assert rank_attention(calm, small_city) == []


@given(CELLS)
def test_what_meets_its_path_now_needs_no_hand_whatever_it_was(
    small_city: Catalogue, cells: list[IndicatorValue]
) -> None:
    assert all(one.judgement.code in {"short", "stale"} for one in rank_attention(cells, small_city))


@given(CELLS)
def test_severity_is_bounded_so_that_one_absurd_value_does_not_hide_the_rest(cells: list[IndicatorValue]) -> None:
    assert all(0 <= severity(one) <= severity(_bad(gap=-1e12)) == 2 for one in cells)


def test_a_town_far_off_is_named_when_the_city_is_well(small_city: Catalogue) -> None:
    fine = _bad(level=Status.ON_TRACK, now=Status.ON_TRACK, code="met", gap=0.5)
    found = rank_attention([fine, replace(BAD, region=TOWN)], small_city)
    assert [(one.indicator, one.region) for one in found] == [("PUNCTUAL", TOWN)]


def test_of_two_districts_the_worse_is_named(small_city: Catalogue) -> None:
    found = rank_attention([replace(BAD, region=EAST), replace(_bad(gap=-3.5), region=440605)], small_city)
    assert [one.region for one in found] == [440605]


@pytest.mark.parametrize(
    ("worse", "milder"),
    [
        (BAD, replace(BAD, indicator="DUST")),
        (replace(_bad(gap=-3.0), indicator="DUST"), replace(BAD, indicator="GROWTH")),
        (replace(BAD, indicator="DUST", trend=-1), replace(BAD, indicator="GROWTH", trend=1)),
        (
            replace(BAD, indicator="DUST"),
            replace(_bad(level=Status.WATCH, now=Status.WATCH, gap=-0.5), indicator="GROWTH"),
        ),
        (replace(BAD, indicator="DUST"), replace(BAD, indicator="GROWTH", region=EAST)),
    ],
    ids=["weight", "severity", "trend", "status", "reach"],
)
def test_what_weighs_more_comes_first(small_city: Catalogue, worse: IndicatorValue, milder: IndicatorValue) -> None:
    found = rank_attention([milder, worse], small_city)
    assert [one.indicator for one in found] == [worse.indicator, milder.indicator]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (_bad(short_run=5), "lasts"),
        (replace(BAD, trend=-1, yoy=-3.0), "worsens"),
        (replace(BAD, projected=90.0, target_value=98.0), "will_miss"),
        (replace(BAD, projected=99.0, target_value=98.0), "behind"),
        (replace(BAD, indicator="DUST", value=30.0, projected=25.0, target_value=20.0, expected=20.0), "will_miss"),
        (replace(BAD, indicator="DUST", value=30.0, projected=15.0, target_value=20.0, expected=20.0), "behind"),
        (replace(BAD, judgement=STALE), "stale"),
    ],
)
def test_the_reason_is_the_most_telling_one(small_city: Catalogue, cell: IndicatorValue, code: str) -> None:
    assert [one.reason.code for one in rank_attention([cell], small_city)] == [code]
