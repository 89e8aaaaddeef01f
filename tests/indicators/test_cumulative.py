"""January to month n: the commonest form of Chinese statistics makes months, quarters, halves and rolling years."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.measure_cube import MeasureCube
from tests.indicators.facts import Row, cube_of
from tests.indicators.implied import implied

TODAY = date(2024, 12, 31)
CITY, EAST, WEST = 440600, 440604, 440605
TOWNS = (440604001, 440604002, 440605001)
SPANS = [
    Period(grain, year, n)
    for year in (2023, 2024)
    for grain, count in ((Grain.MONTH, 12), (Grain.QUARTER, 4), (Grain.HALF, 2), (Grain.YEAR, 1), (Grain.YTD, 12))
    for n in range(1, count + 1)
]


def at(cube: MeasureCube, measure: str, region: int, period: str) -> float | None:
    wanted = Period.parse(period)
    grid = cube.grid(measure, wanted.grain)
    value = grid.value[cube.catalogue.regions.index[region], cube.axis(wanted.grain).index(wanted)]
    return None if np.isnan(value) else float(value)


def so_far(measure: str, region: int, year: int, amounts: dict[int, float]) -> list[Row]:
    """Cumulative rows: what a year had reached by some months."""
    return [(measure, region, f"{year}C{month:02d}", amount) for month, amount in amounts.items()]


def test_cumulative_values_make_months_quarters_halves_and_rolling_years(small_city: Catalogue) -> None:
    rows = so_far("due", CITY, 2023, {2: 15, 3: 30, 6: 70, 9: 100, 12: 160}) + so_far(
        "due", CITY, 2024, {2: 20, 3: 36, 6: 80}
    )
    cube = cube_of(small_city, rows, TODAY)
    assert at(cube, "due", CITY, "2024-03") == 16
    assert at(cube, "due", CITY, "2024Q1") == 36
    assert [at(cube, "due", CITY, f"2023Q{n}") for n in (1, 2, 3, 4)] == [30, 40, 30, 60]
    assert (at(cube, "due", CITY, "2023H1"), at(cube, "due", CITY, "2023H2"), at(cube, "due", CITY, "2023")) == (
        70,
        90,
        160,
    )
    assert at(cube, "due", CITY, "2024-06R12") == 80 + 160 - 70
    assert at(cube, "due", CITY, "2023-12R12") == 160


def test_january_and_february_as_one_make_a_quarter_and_no_month(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [*so_far("due", CITY, 2024, {2: 20}), ("due", CITY, "2024-03", 12.0)], TODAY)
    assert [at(cube, "due", CITY, name) for name in ("2024C03", "2024Q1")] == [32, 32]
    assert [at(cube, "due", CITY, f"2024-{n:02d}") for n in (1, 2, 3, 4)] == [None, None, 12, None]


def test_districts_tell_the_year_so_far_and_the_city_has_its_quarters(small_city: Catalogue) -> None:
    rows = so_far("output", EAST, 2024, {3: 5, 6: 11}) + so_far("output", WEST, 2024, {3: 7, 6: 20})
    cube = cube_of(small_city, rows, TODAY)
    assert [at(cube, "output", CITY, f"2024Q{n}") for n in (1, 2, 3)] == [12, 19, None]


def test_the_citys_own_difference_goes_before_the_sum_of_its_districts(small_city: Catalogue) -> None:
    parts = [("due", place, f"2024-{n:02d}", 1.0) for place in (EAST, WEST) for n in range(1, 7)]
    cube = cube_of(small_city, [*so_far("due", CITY, 2024, {3: 30, 6: 70}), *parts], TODAY)
    assert at(cube, "due", CITY, "2024Q2") == 40
    assert at(cube, "due", CITY, "2024-05") == 2


def test_no_difference_is_taken_between_a_citys_figure_and_its_districts(small_city: Catalogue) -> None:
    rows = [
        *so_far("output", CITY, 2024, {3: 30}),
        *so_far("output", EAST, 2024, {6: 40}),
        *so_far("output", WEST, 2024, {6: 40}),
    ]
    cube = cube_of(small_city, rows, TODAY)
    assert at(cube, "output", CITY, "2024C06") == 80
    assert at(cube, "output", CITY, "2024Q2") is None


def test_a_year_so_far_that_falls_makes_no_month_below_the_least_there_can_be(small_city: Catalogue) -> None:
    rows = so_far("due", CITY, 2024, {3: 50, 4: 40}) + so_far("accidents", CITY, 2024, {3: 50, 4: 40})
    cube = cube_of(small_city, rows, TODAY)
    assert (at(cube, "due", CITY, "2024-04"), at(cube, "accidents", CITY, "2024-04")) == (None, -10)


def test_what_is_left_of_two_equal_sums_of_machine_numbers_is_zero(small_city: Catalogue) -> None:
    rows = [("due", CITY, "2024-01", 0.1), ("due", CITY, "2024-02", 0.2), *so_far("due", CITY, 2024, {3: 0.3})]
    assert at(cube_of(small_city, rows, TODAY), "due", CITY, "2024-03") == 0


@pytest.mark.parametrize("kind", ["output_growth", "dust", "people"])
def test_rates_means_and_stocks_are_no_differences(small_city: Catalogue, kind: str) -> None:
    cube = cube_of(small_city, so_far(kind, EAST, 2024, {3: 4, 6: 6}), TODAY)
    assert at(cube, kind, EAST, "2024-05") is None
    assert at(cube, kind, EAST, "2024Q2") == (6 if kind == "people" else None)


@given(st.data())
def test_whatever_one_region_delivers_a_period_has_its_amount_or_none(
    small_city: Catalogue, data: st.DataObject
) -> None:
    """Deliveries that agree with each other, in any mixture: no period ever has another amount than its months."""
    months = {n: float(data.draw(st.integers(1, 99))) for n in range(2023 * 12, 2025 * 12)}
    told = data.draw(st.lists(st.sampled_from(SPANS), min_size=1, max_size=14, unique=True))
    spans = {one: (one.year * 12 + one.last_month - one.length, one.year * 12 + one.last_month - 1) for one in SPANS}
    amounts = {one: sum(months[n] for n in range(spans[one][0], spans[one][1] + 1)) for one in SPANS}
    cube = cube_of(small_city, [("due", TOWNS[0], one.id, amounts[one]) for one in told], TODAY)
    facts = [(TOWNS[0], *spans[one], amounts[one]) for one in told]
    for one in SPANS:
        found, follows = at(cube, "due", TOWNS[0], one.id), implied(facts, {}, TOWNS[0], *spans[one])
        assert found is None or found == pytest.approx(amounts[one])
        assert found is None or follows is not None, "a value that no delivery implies"
        if one in told:
            assert found == amounts[one]


@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=8, unique=True),
    st.lists(st.integers(0, 99), min_size=12, max_size=12),
)
def test_of_cumulative_values_every_period_between_two_of_them_is_known(
    small_city: Catalogue, told: list[int], months: list[int]
) -> None:
    so = {n: float(sum(months[:n])) for n in told}
    cube = cube_of(small_city, so_far("due", CITY, 2024, so), TODAY)
    known = {0, *told}
    for n in range(1, 13):
        assert at(cube, "due", CITY, f"2024-{n:02d}") == (months[n - 1] if {n - 1, n} <= known else None)
    for n in range(1, 5):
        there = {3 * n - 3, 3 * n} <= known
        assert at(cube, "due", CITY, f"2024Q{n}") == (sum(months[3 * n - 3 : 3 * n]) if there else None)
