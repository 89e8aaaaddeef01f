"""Lineage: the facts named behind a value are those that it follows from, and the weakest of them is its basis."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import Basis, FactTable
from indicators.measures.lineage import Lineage, LineageNode
from indicators.measures.measure_cube import MeasureCube
from indicators.measures.measure_matrix import Derivation
from tests.indicators.facts import Row, cube_of
from tests.indicators.implied import Told, implied, smallest
from tests.indicators.plain_sums import INSIDE

TODAY = date(2024, 12, 31)
CITY, EAST, WEST = 440600, 440604, 440605
TOWNS = (440604001, 440604002, 440605001)
PLACES = (CITY, EAST, WEST, *TOWNS)
SPANS = [
    Period(grain, 2024, n)
    for grain, count in ((Grain.MONTH, 6), (Grain.QUARTER, 2), (Grain.YTD, 6))
    for n in range(1, count + 1)
]
ASKED = [*SPANS, Period(Grain.HALF, 2024, 1), Period(Grain.YEAR, 2024), Period(Grain.R12, 2024, 6)]
FACTS = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(SPANS)),
    st.tuples(st.integers(0, 99).map(float), st.sampled_from([1, 2, 3, 4])),
    min_size=1,
    max_size=20,
)


def origin(cube: MeasureCube, measure: str, region: int, period: str) -> LineageNode:
    return Lineage(cube).of(measure, region, Period.parse(period))


def named(cube: MeasureCube, found: LineageNode) -> set[tuple[int, str]]:
    """The facts of an origin as region and period."""
    return {(int(cube.facts.region[row]), Period.from_code(cube.facts.period[row]).id) for row in found.rows()}


def again(facts: FactTable, origin: LineageNode) -> float:
    """The value of a sum from its facts alone, step by step."""
    if origin.row >= 0:
        return float(facts.value[origin.row])
    return sum(again(facts, one) for one in origin.added) - sum(again(facts, one) for one in origin.taken_away)


def told_by(facts: FactTable, rows: frozenset[int]) -> list[Told]:
    """Facts as spans of months for the oracle."""
    periods = {row: Period.from_code(facts.period[row]) for row in rows}
    ends = {row: one.year * 12 + one.last_month - 1 for row, one in periods.items()}
    return [
        (int(facts.region[row]), ends[row] - periods[row].length + 1, ends[row], float(facts.value[row]))
        for row in rows
    ]


@given(FACTS)
def test_a_sum_is_made_of_the_facts_behind_it_and_is_as_firm_as_the_weakest(
    small_city: Catalogue, facts: dict[tuple[int, Period], tuple[float, int]]
) -> None:
    """Deliveries of any kind, also such that contradict each other."""
    rows: list[Row] = [("due", region, period.id, value) for (region, period), (value, _) in facts.items()]
    cube = cube_of(small_city, rows, TODAY, [basis for _, basis in facts.values()])
    for region, period, value, basis in asked(cube):
        found = Lineage(cube).of("due", region, period)
        behind = found.rows()
        assert bool(behind) == (not np.isnan(value))
        if behind:
            assert again(cube.facts, found) == pytest.approx(value)
            assert max(int(cube.facts.basis[row]) for row in behind) == basis == found.basis


@given(st.data())
def test_a_sum_follows_from_the_facts_behind_it(small_city: Catalogue, data: st.DataObject) -> None:
    """Deliveries that agree with each other, checked by linear algebra."""
    places = st.tuples(st.sampled_from(PLACES), st.sampled_from(SPANS))
    months = {(town, n): float(data.draw(st.integers(1, 99))) for town in TOWNS for n in range(1, 13)}
    amounts = {
        (region, one): sum(months[town, n] for town in smallest(region, INSIDE) for n in spanned(one))
        for region in PLACES
        for one in SPANS
    }
    told = data.draw(st.lists(places, min_size=1, max_size=16, unique=True))
    cube = cube_of(small_city, [("due", region, one.id, amounts[region, one]) for region, one in told], TODAY)
    for region, period, value, _ in asked(cube):
        behind = Lineage(cube).of("due", region, period).rows()
        end = period.year * 12 + period.last_month - 1
        found = implied(told_by(cube.facts, behind), INSIDE, region, end - period.length + 1, end)
        assert found == (None if np.isnan(value) else pytest.approx(value))


def asked(cube: MeasureCube) -> Iterator[tuple[int, Period, float, int]]:
    """Every region and period with what the cube says of it: value and basis."""
    for region in PLACES:
        for period in ASKED:
            matrix, column = cube.grid("due", period.grain), cube.axis(period.grain).index(period)
            row = cube.catalogue.regions.index[region]
            yield region, period, float(matrix.value[row, column]), int(matrix.basis[row, column])


def spanned(period: Period) -> range:
    """The numbers of the months of a period of 2024."""
    return range(period.last_month - period.length + 1, period.last_month + 1)


def test_a_city_quarter_reported_and_the_districts_from_the_demonstration_both_stand_behind_the_year(
    small_city: Catalogue,
) -> None:
    quarters = [("output", place, f"2024Q{n}", 10.0 * n) for place in (EAST, WEST) for n in (1, 2, 3, 4)]
    rows: list[Row] = [("output", CITY, "2024Q1", 25.0), *quarters]
    cube = cube_of(small_city, rows, TODAY, [Basis.REPORTED, *[Basis.DEMO] * 8])
    year = origin(cube, "output", CITY, "2024")
    assert (year.value, year.way, year.basis) == (25 + 40 + 60 + 80, Derivation.QUARTERS, Basis.DEMO)
    assert named(cube, year) == {(CITY, "2024Q1")} | {(p, f"2024Q{n}") for p in (EAST, WEST) for n in (2, 3, 4)}
    assert [part.way for part in year.added] == [
        Derivation.DELIVERED,
        Derivation.REGIONS,
        Derivation.REGIONS,
        Derivation.REGIONS,
    ]


def test_a_difference_names_what_it_was_taken_from(small_city: Catalogue) -> None:
    rows: list[Row] = [
        ("due", CITY, "2023", 100.0),
        ("due", CITY, "2023C02", 20.0),
        ("due", CITY, "2024C02", 30.0),
        ("due", CITY, "2024-03", 5.0),
    ]
    cube = cube_of(small_city, rows, TODAY)
    rolling = origin(cube, "due", CITY, "2024-02R12")
    assert (rolling.way, rolling.value) == (Derivation.DIFFERENCE, 110)
    assert named(cube, rolling) == {(CITY, "2023"), (CITY, "2023C02"), (CITY, "2024C02")}
    assert [part.period.id for part in rolling.taken_away] == ["2023C02"]
    assert named(cube, origin(cube, "due", CITY, "2024Q1")) == {(CITY, "2024C02"), (CITY, "2024-03")}


def test_of_two_names_of_a_span_only_the_one_that_stands_is_behind_it(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("due", CITY, "2024C12", 100.0), ("due", CITY, "2024", 90.0)], TODAY)
    assert named(cube, origin(cube, "due", CITY, "2024C12")) == {(CITY, "2024")}


def test_a_mean_names_what_weighted_it(small_city: Catalogue) -> None:
    rows: list[Row] = [("dust", place, "2024-05", value) for place, value in zip(TOWNS[:2], (10.0, 40.0), strict=True)]
    rows += [("people", place, "2024-05", value) for place, value in zip(TOWNS[:2], (2.0, 1.0), strict=True)]
    cube = cube_of(small_city, rows, TODAY, [3, 3, 3, 4])
    mean = origin(cube, "dust", EAST, "2024-05")
    weights = {row for weight in mean.weighed_by() for row in weight.rows()}
    assert (mean.value, mean.basis) == (20, Basis.DEMO)
    assert sorted(cube.facts.value[[*mean.rows()]]) == [10, 40]
    assert sorted(cube.facts.value[[*weights]]) == [1, 2]


def test_what_is_not_known_has_no_facts_behind_it(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("due", TOWNS[0], "2024-05", 1.0)], TODAY)
    for period in ("2024-05", "1999-01", "2031"):
        assert (origin(cube, "due", CITY, period).way, origin(cube, "due", CITY, period).rows()) == (
            Derivation.NONE,
            frozenset(),
        )
