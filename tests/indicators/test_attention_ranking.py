"""What needs attention: each indicator once, where it stands worst, by severity, weight and trend, with a reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.attention import rank_attention, severity
from indicators.compute.results import IndicatorValue, Reason
from indicators.scoring.status import Status

CITY, EAST, TOWN = 440600, 440604, 440604001
BAD = IndicatorValue(
    "PUNCTUAL", CITY, Grain.MONTH, "2025-05", 80.0, status=Status.OFF_TRACK, gap=-2.0, run=1, expected=97.0
)
CELLS = st.lists(
    st.builds(
        IndicatorValue,
        st.sampled_from(["PUNCTUAL", "ACCIDENTS", "DUST", "GROWTH"]),
        st.sampled_from([CITY, EAST, TOWN]),
        st.just(Grain.MONTH),
        st.just("2025-05"),
        st.floats(0, 100),
        status=st.sampled_from([0, 1, 2, 3]),
        gap=st.one_of(st.none(), st.floats(-9, 3)),
        trend=st.sampled_from([-1, 0, 1]),
        stale=st.booleans(),
        run=st.integers(0, 9),
    ),
    max_size=20,
)


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
def test_severity_is_bounded_so_that_one_absurd_value_does_not_hide_the_rest(cells: list[IndicatorValue]) -> None:
    assert all(0 <= severity(one) <= severity(replace(BAD, gap=-1e12)) == 2 for one in cells)


def test_a_town_far_off_is_named_when_the_city_is_well(small_city: Catalogue) -> None:
    fine = replace(BAD, status=Status.ON_TRACK, gap=0.5)
    found = rank_attention([fine, replace(BAD, region=TOWN)], small_city)
    assert [(one.indicator, one.region) for one in found] == [("PUNCTUAL", TOWN)]


def test_of_two_districts_the_worse_is_named(small_city: Catalogue) -> None:
    found = rank_attention([replace(BAD, region=EAST), replace(BAD, region=440605, gap=-3.5)], small_city)
    assert [one.region for one in found] == [440605]


@pytest.mark.parametrize(
    ("worse", "milder"),
    [
        (BAD, replace(BAD, indicator="DUST")),
        (replace(BAD, indicator="DUST", gap=-3.0), replace(BAD, indicator="GROWTH")),
        (replace(BAD, indicator="DUST", trend=-1), replace(BAD, indicator="GROWTH", trend=1)),
        (replace(BAD, indicator="DUST"), replace(BAD, indicator="GROWTH", status=Status.WATCH, gap=-0.5)),
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
        (replace(BAD, run=5), "lasts"),
        (replace(BAD, trend=-1, yoy=-3.0), "worsens"),
        (replace(BAD, projected=90.0, target_value=98.0), "will_miss"),
        (replace(BAD, projected=99.0, target_value=98.0), "behind"),
        (replace(BAD, indicator="DUST", value=30.0, projected=25.0, target_value=20.0, expected=20.0), "will_miss"),
        (replace(BAD, indicator="DUST", value=30.0, projected=15.0, target_value=20.0, expected=20.0), "behind"),
        (replace(BAD, stale=True, status=0, reason=Reason("stale", {"days": 90})), "stale"),
    ],
)
def test_the_reason_is_the_most_telling_one(small_city: Catalogue, cell: IndicatorValue, code: str) -> None:
    assert [one.reason.code for one in rank_attention([cell], small_city)] == [code]
