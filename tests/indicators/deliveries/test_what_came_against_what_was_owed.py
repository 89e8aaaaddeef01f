"""What was owed against what came: states written out by hand, and that silence never looks better."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.deliveries import (
    Arrival,
    Promise,
    cell_of,
    judge,
    periods_ending,
    punctuality,
    source_of_measure,
    sources_of,
    tells_of,
)
from indicators.deliveries.quality import RowCounts, compared_leaps, compared_wholes, quality, quality_score

MAY = Period.parse("2025-05")
DISTRICTS = Promise("orders", Grain.MONTH, 10, 1, 5)  # due on 10 June
JUNE = [date(2025, 6, day) for day in range(1, 31)]


def came(day: int, fresh: int, changed: int = 0, depth: int = 1) -> Arrival:
    return Arrival(date(2025, 6, day), MAY, depth, fresh, changed)


@pytest.mark.parametrize(
    ("arrivals", "today", "state", "days"),
    [
        ([], 10, "not_due", 0),
        ([], 11, "missing", 1),
        ([came(10, 5)], 10, "on_time", 0),
        ([came(11, 5)], 30, "late", 1),
        ([came(9, 3)], 10, "not_due", 0),
        ([came(9, 3)], 12, "partial", 2),
        ([came(9, 3), came(13, 2)], 30, "late", 3),
        ([came(9, 3), came(9, 0, 3)], 12, "partial", 2),
        ([came(8, 5), came(20, 0, 1)], 30, "corrected", 0),
        ([came(8, 5), came(20, 0, 0)], 30, "on_time", 0),
        ([came(12, 5), came(20, 0, 1)], 30, "late", 2),
        ([came(8, 5), came(20, 0, 1)], 19, "on_time", 0),
        ([came(8, 1, depth=0)], 30, "missing", 20),
    ],
)
def test_the_state_of_a_month_follows_from_what_came_when(
    arrivals: list[Arrival], today: int, state: str, days: int
) -> None:
    found = judge(DISTRICTS, MAY, arrivals, date(2025, 6, today))

    assert (found.state, found.days) == (state, days)


def test_what_comes_before_a_period_is_over_settles_nothing() -> None:
    early = Arrival(date(2025, 5, 31), MAY, 1, 5)

    assert judge(DISTRICTS, MAY, [early], date(2025, 6, 10)).state == "early"
    assert judge(DISTRICTS, MAY, [early], date(2025, 6, 11)).state == "missing"


@pytest.mark.parametrize(
    ("arrived", "owed", "tells"),
    [
        ("2025-06", "2025-06", True),
        ("2025C06", "2025-06", True),
        ("2025Q2", "2025-06", False),
        ("2025-06", "2025Q2", True),
        ("2025-05", "2025Q2", False),
        ("2025", "2025Q4", False),
    ],
)
def test_a_figure_settles_the_periods_that_end_with_it(arrived: str, owed: str, tells: bool) -> None:
    assert tells_of(Period.parse(arrived), Period.parse(owed)) is tells


def test_a_month_of_a_source_is_as_bad_as_its_worst_item_and_part_of_all_is_in_part() -> None:
    today = date(2025, 6, 15)
    missing, late = judge(DISTRICTS, MAY, [], today), judge(DISTRICTS, MAY, [came(12, 5)], today)
    kept = judge(DISTRICTS, MAY, [came(9, 5)], today)

    cells = [cell_of(MAY, items) for items in ([], [kept], [kept, late], [missing, late], [missing, missing])]

    assert [(cell.state, cell.days) if cell else None for cell in cells] == [
        None,
        ("on_time", 0),
        ("late", 2),
        ("partial", 5),
        ("missing", 5),
    ]
    record = punctuality([kept, late, missing])
    assert (record.on_time, record.settled) == (1, 3)


def test_a_quarter_ends_with_its_third_month_only() -> None:
    assert [periods_ending(Grain.QUARTER, Period.parse(f"2025-0{n}")) for n in (4, 5, 6)] == [
        None,
        None,
        Period.parse("2025Q2"),
    ]


deliveries = st.lists(st.builds(came, st.integers(1, 30), st.integers(0, 5), st.integers(0, 2)), max_size=5).map(
    lambda found: sorted(found, key=lambda one: one.day)
)


@given(deliveries, st.integers(0, 4), st.sampled_from(JUNE))
def test_nobodys_record_is_better_for_what_they_keep_back(found: list[Arrival], kept_back: int, today: date) -> None:
    fewer = [one for place, one in enumerate(found) if place != kept_back]
    order = ["on_time", "corrected", "early", "not_due", "late", "partial", "missing"]  # from the best

    def rank(arrivals: list[Arrival]) -> int:
        state = judge(DISTRICTS, MAY, [one for one in arrivals if not one.changed], today).state
        return order.index(state)

    def share(arrivals: list[Arrival]) -> float:
        late = judge(DISTRICTS, MAY, arrivals, date(2025, 6, 30) + timedelta(days=1))
        return punctuality([late]).share or 0.0

    def score(arrivals: list[Arrival]) -> float:
        item = judge(DISTRICTS, MAY, arrivals, date(2025, 7, 1))
        return quality_score(quality([item], RowCounts(9, 1, 0), (1, 2), (3, 4)))

    uncorrected, less = ([one for one in some if not one.changed] for some in (found, fewer))
    assert score(less) <= score(uncorrected)
    assert rank(fewer) >= rank(found)
    assert share(fewer) <= share(found)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def test_every_measure_of_an_indicator_is_owed_by_one_source(shipped: Catalogue) -> None:
    owed = [promise.measure for one in sources_of(shipped).values() for promise in one.promises]
    used = {name for indicator in shipped.indicators for name in shipped.measures_of(indicator)}

    assert len(owed) == len(set(owed))
    assert set(owed) == {name for name in used if shipped.measures[name].tasks is None}
    gdp = source_of_measure(shipped, "gdp")
    assert gdp is not None
    assert gdp.unit == "statistics-bureau"
    assert source_of_measure(shipped, "gdp_growth_five_years") is None


def test_the_parts_of_quality_are_shares_of_what_was_checked() -> None:
    today = date(2025, 7, 1)
    kept, late = judge(DISTRICTS, MAY, [came(9, 5)], today), judge(DISTRICTS, MAY, [came(12, 5)], today)
    partial, missing = judge(DISTRICTS, MAY, [came(9, 2)], today), judge(DISTRICTS, MAY, [], today)
    corrected = judge(DISTRICTS, MAY, [came(8, 5), came(20, 0, 1)], today)

    parts = quality([kept, late, partial, missing, corrected], RowCounts(95, 5, 1), (3, 4), (9, 10))

    assert [(part.name, part.held, part.checks) for part in parts] == [
        ("completeness", 17, 25),
        ("timeliness", 2, 5),
        ("validity", 95, 100),
        ("consistency", 6, 9),
        ("uniqueness", 99, 100),
        ("plausibility", 9, 11),
    ]
    assert quality_score(parts) == pytest.approx(100 * (17 / 25 + 2 / 5 + 0.95 + 6 / 9 + 0.99 + 9 / 11) / 6)
    assert quality_score(quality([], RowCounts(0, 0, 0), (0, 0), (0, 0))) == 0


def test_wholes_are_held_against_their_parts_and_figures_against_those_before() -> None:
    tree: dict[int, tuple[int, ...]] = {1: (2, 3), 2: (), 3: ()}
    values = {
        ("a", 1, 7): 30.0, ("a", 2, 7): 10.0, ("a", 3, 7): 20.1,
        ("a", 1, 8): 31.0, ("a", 2, 8): 10.0, ("a", 3, 8): 25.0,
        ("a", 1, 9): 32.0, ("a", 2, 9): 100.0,
    }  # fmt: skip

    assert compared_wholes(values, tree) == (1, 2)
    assert compared_leaps(values) == (4, 5)
