"""Rolling up: the cube against plain sums; nothing partial is ever shown; rates stay as published."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.formula.parser import parse
from indicators.measures.facts import Basis
from indicators.measures.formula_evaluation import evaluate
from indicators.measures.measure_cube import MeasureCube
from tests.indicators import facts
from tests.indicators.facts import Row
from tests.indicators.plain_sums import INSIDE, flow, over, weighted

TODAY = date(2024, 12, 31)
CITY, EAST, WEST = 440600, 440604, 440605
TOWNS = (440604001, 440604002, 440605001)
PLACES = (CITY, EAST, WEST, *TOWNS)
AMOUNTS = st.integers(0, 500).map(float)
KEYS = st.tuples(st.sampled_from(PLACES), st.sampled_from([2023, 2024]), st.integers(1, 12))


def cube_of(catalogue: Catalogue, rows: Sequence[Row], basis: Sequence[int] | None = None) -> MeasureCube:
    """A cube over some rows on the last day of 2024."""
    return facts.cube_of(catalogue, rows, TODAY, basis)


def at(cube: MeasureCube, measure: str, region: int, period: str) -> float | None:
    """The value of a measure, None when there is none."""
    wanted = Period.parse(period)
    grid = cube.grid(measure, wanted.grain)
    value = grid.value[cube.catalogue.regions.index[region], cube.axis(wanted.grain).index(wanted)]
    return None if np.isnan(value) else float(value)


def every_month(measure: str, year: int, amounts: Mapping[int, float]) -> list[Row]:
    """The same amount for each month of a year."""
    return [(measure, region, f"{year}-{m:02d}", amount) for region, amount in amounts.items() for m in range(1, 13)]


@settings(max_examples=60, deadline=None)
@given(st.sets(KEYS, max_size=8), st.dictionaries(KEYS, AMOUNTS, max_size=25), st.integers(0, 2**32 - 1))
def test_a_flow_equals_plain_sums_whatever_is_missing(
    small_city: Catalogue, holes: set[tuple[int, int, int]], extra: dict[tuple[int, int, int], float], seed: int
) -> None:
    random = np.random.default_rng(seed)
    facts = {
        (town, year, m): float(random.integers(0, 99)) for town in TOWNS for year in (2023, 2024) for m in range(1, 13)
    }
    facts = {key: value for key, value in (facts | extra).items() if key not in holes}
    cube = cube_of(small_city, [("due", r, f"{y}-{m:02d}", v) for (r, y, m), v in facts.items()])
    plain = flow(facts)
    for region in PLACES:
        for month in range(1, 13):
            assert at(cube, "due", region, f"2024-{month:02d}") == plain(region, 2024, month)
            assert at(cube, "due", region, f"2024C{month:02d}") == over(plain, region, 2024, range(1, month + 1))
        assert at(cube, "due", region, "2024Q3") == over(plain, region, 2024, range(7, 10))
        assert at(cube, "due", region, "2024H1") == over(plain, region, 2024, range(1, 7))
        assert at(cube, "due", region, "2024") == over(plain, region, 2024, range(1, 13))
        first, second = over(plain, region, 2023, range(7, 13)), over(plain, region, 2024, range(1, 7))
        assert at(cube, "due", region, "2024-06R12") == (None if first is None or second is None else first + second)


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[AMOUNTS] * 3), st.tuples(*[st.integers(0, 9).map(float)] * 3))
def test_a_mean_is_weighted_over_regions(
    small_city: Catalogue, dust: tuple[float, ...], people: tuple[float, ...]
) -> None:
    rows = [("dust", town, "2024-05", value) for town, value in zip(TOWNS, dust, strict=True)]
    rows += [("people", town, "2024-05", value) for town, value in zip(TOWNS, people, strict=True)]
    cube = cube_of(small_city, rows)
    means = {(town, 2024, 5): value for town, value in zip(TOWNS, dust, strict=True)}
    weights = {(town, 2024, 5): value for town, value in zip(TOWNS, people, strict=True)}
    for district in (EAST, WEST):
        expected = weighted(means, weights)(district, 2024, 5)
        found = at(cube, "dust", district, "2024-05")
        assert (found is None) == (expected is None)
        assert expected is None or found == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 50)] * 3), st.tuples(*[st.integers(0, 50)] * 3))
def test_a_ratio_of_a_region_is_the_ratio_of_its_sums(
    small_city: Catalogue, on_time: tuple[int, ...], more: tuple[int, ...]
) -> None:
    rows: list[Row] = []
    for town, good, other in zip(TOWNS, on_time, more, strict=True):
        rows += [("on_time", town, "2024-05", good), ("due", town, "2024-05", good + other)]
    cube = cube_of(small_city, rows)
    grid = evaluate(parse("share(on_time, due)"), cube, Grain.MONTH)
    column = cube.axis(Grain.MONTH).index(Period.parse("2024-05"))
    for region in PLACES:
        towns = [t for t in TOWNS if region in (t, t // 1000, CITY)]
        good = sum(on_time[TOWNS.index(t)] for t in towns)
        whole = good + sum(more[TOWNS.index(t)] for t in towns)
        value = grid.value[small_city.regions.index[region], column]
        assert np.isnan(value) if whole == 0 else value == pytest.approx(100 * good / whole)


def test_a_mean_without_weight_is_not_rolled_up_over_regions(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("noise", town, "2024-05", 50.0) for town in TOWNS])
    assert at(cube, "noise", TOWNS[0], "2024-05") == 50
    assert at(cube, "noise", WEST, "2024-05") is None
    assert at(cube, "noise", CITY, "2024-05") is None


def test_a_mean_over_time_keeps_the_weights_it_has_over_regions(small_city: Catalogue) -> None:
    means = every_month("dust", 2024, {TOWNS[0]: 2.0, TOWNS[1]: 50.0, TOWNS[2]: 2.0})
    means += [("dust", CITY, f"2023-{m:02d}", float(m)) for m in range(1, 13)]
    people = [
        ("people", town, f"2024-{m:02d}", heavy * m)
        for town, heavy in zip(TOWNS, (3, 1, 4), strict=True)
        for m in range(1, 13)
    ]
    cube = cube_of(small_city, [*means, *people])
    assert at(cube, "dust", EAST, "2024Q2") == at(cube, "dust", EAST, "2024") == (3 * 2 + 50) / 4
    assert at(cube, "dust", CITY, "2024") == (3 * 2 + 50 + 4 * 2) / 8
    assert at(cube, "dust", CITY, "2023Q2") is None


def test_a_mean_over_time_counts_the_heavy_months_more(small_city: Catalogue) -> None:
    rows: list[Row] = [("dust", CITY, "2024-01", 10.0), ("dust", CITY, "2024-02", 4.0), ("dust", CITY, "2024-03", 1.0)]
    rows += [("people", CITY, "2024-01", 900.0), ("people", CITY, "2024-02", 80.0), ("people", CITY, "2024-03", 20.0)]
    assert at(cube_of(small_city, rows), "dust", CITY, "2024Q1") == pytest.approx(9.34)


def test_a_mean_without_weight_is_over_time_the_mean_of_its_months(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("noise", CITY, f"2024-{m:02d}", float(m)) for m in range(1, 13)])
    assert at(cube, "noise", CITY, "2024Q2") == 5
    assert at(cube, "noise", CITY, "2024") == 6.5


def test_a_stock_keeps_its_last_value_and_sums_over_regions(small_city: Catalogue) -> None:
    cube = cube_of(
        small_city, [("people", t, f"2024-{m:02d}", m + n) for n, t in enumerate(TOWNS) for m in range(1, 13)]
    )
    assert at(cube, "people", TOWNS[1], "2024Q2") == 7
    assert at(cube, "people", CITY, "2024") == 12 + 13 + 14
    assert at(cube, "people", CITY, "2024-12R12") == 39


def test_a_published_rate_is_never_rolled_up(small_city: Catalogue) -> None:
    rows = [("output_growth", district, f"2024Q{q}", 4.0 + q) for district in (EAST, WEST) for q in range(1, 5)]
    cube = cube_of(small_city, [*rows, ("output_growth", CITY, "2024", 6.1)])
    assert at(cube, "output_growth", EAST, "2024Q2") == 6
    assert at(cube, "output_growth", CITY, "2024Q2") is None
    assert at(cube, "output_growth", EAST, "2024") is None
    assert at(cube, "output_growth", CITY, "2024") == 6.1


def test_a_delivered_figure_goes_before_a_sum(small_city: Catalogue) -> None:
    rows = every_month("due", 2024, dict.fromkeys(TOWNS, 1.0))
    cube = cube_of(small_city, [*rows, ("due", CITY, "2024-05", 40.0), ("due", CITY, "2024", 99.0)])
    assert at(cube, "due", CITY, "2024-05") == 40
    assert at(cube, "due", CITY, "2024Q2") == 3 + 40 + 3
    assert at(cube, "due", CITY, "2024") == 99
    assert at(cube, "due", EAST, "2024") == 24


def test_finer_periods_of_the_region_go_before_its_parts(small_city: Catalogue) -> None:
    rows = every_month("due", 2024, {CITY: 5.0, EAST: 1.0, WEST: 1.0})
    assert at(cube_of(small_city, rows), "due", CITY, "2024Q1") == 15


def test_quarters_make_a_year_so_far_where_no_months_are_delivered(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("output", EAST, f"2024Q{q}", 10.0 * q) for q in range(1, 5)])
    assert at(cube, "output", EAST, "2024C06") == 30
    assert at(cube, "output", EAST, "2024C05") is None
    assert at(cube, "output", EAST, "2024") == 100
    assert at(cube, "output", EAST, "2024H2") == 70


SAME_SPAN = [("2024H1", "2024C06"), ("2024C12", "2024"), ("2024C03", "2024Q1"), ("2024-01", "2024C01")]


@pytest.mark.parametrize("names", SAME_SPAN)
def test_a_span_told_under_two_names_has_one_value_and_the_newest_stands(
    small_city: Catalogue, names: tuple[str, str]
) -> None:
    for name in names:
        other = cube_of(small_city, [("due", CITY, name, 5.0)])
        assert [at(other, "due", CITY, named) for named in names] == [5, 5]
    for first, second in (names, names[::-1]):
        cube = cube_of(small_city, [("due", CITY, first, 7.0), ("due", CITY, second, 5.0)])
        assert [at(cube, "due", CITY, named) for named in names] == [5, 5]


def test_a_stock_of_a_day_has_one_value_under_every_name_of_a_period_that_ends_with_it(small_city: Catalogue) -> None:
    names = ("2024-12", "2024Q4", "2024H2", "2024", "2024C12", "2024-12R12")
    for told in names[:-1]:
        cube = cube_of(small_city, [("people", CITY, "2024-11", 1.0), ("people", CITY, told, 5.0)])
        assert [at(cube, "people", CITY, name) for name in names] == [5] * len(names)


def test_of_two_facts_for_the_same_the_later_row_stands(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("output", CITY, "2024Q1", 5.0), ("output", CITY, "2024Q1", 6.0)])
    assert at(cube, "output", CITY, "2024Q1") == 6


@pytest.mark.parametrize("before", [0.0, -3.0])
def test_growth_from_nothing_or_from_a_loss_has_no_value(small_city: Catalogue, before: float) -> None:
    cube = cube_of(small_city, [("output", CITY, "2023", before), ("output", CITY, "2024", 9.0)])
    assert np.isnan(evaluate(parse("growth(output)"), cube, Grain.YEAR).value).all()


def test_a_number_too_large_is_no_value(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("output", CITY, "2024", 9.0)])
    grid = evaluate(parse("output * 1e99 * 1e99 * 1e99 * 1e99"), cube, Grain.YEAR)
    assert np.isnan(grid.value).all()
    assert not grid.basis.any()


@pytest.mark.parametrize(
    ("grain", "rows", "expected"),
    [
        (Grain.MONTH, [("due", "2023-03", 80.0), ("due", "2024-03", 100.0)], 25.0),
        (Grain.QUARTER, [("output", "2023Q2", 50.0), ("output", "2024Q2", 55.0)], 10.0),
        (Grain.YTD, [("output", "2023C06", 100.0), ("output", "2024C06", 90.0)], -10.0),
        (Grain.YEAR, [("output", "2023", 200.0), ("output", "2024", 210.0)], 5.0),
    ],
)
def test_growth_compares_with_the_same_period_of_last_year(
    small_city: Catalogue, grain: Grain, rows: list[tuple[str, str, float]], expected: float
) -> None:
    cube = cube_of(small_city, [(measure, CITY, period, value) for measure, period, value in rows])
    grid = evaluate(parse(f"growth({rows[0][0]})"), cube, grain)
    column = cube.axis(grain).index(Period.parse(rows[1][1]))
    assert grid.value[small_city.regions.index[CITY], column] == pytest.approx(expected)


def test_a_result_is_as_firm_as_its_weakest_input(small_city: Catalogue) -> None:
    rows: list[Row] = [("due", EAST, "2024-05", 9.0), ("due", WEST, "2024-05", 1.0), ("people", CITY, "2024-05", 5.0)]
    cube = cube_of(small_city, rows, basis=[Basis.PUBLISHED, Basis.DEMO, Basis.REPORTED])
    grid = evaluate(parse("per(due, people, 10)"), cube, Grain.MONTH)
    column = cube.axis(Grain.MONTH).index(Period.parse("2024-05"))
    index = small_city.regions.index
    assert cube.grid("due", Grain.MONTH).basis[index[EAST], column] == Basis.PUBLISHED
    assert cube.grid("due", Grain.MONTH).basis[index[CITY], column] == Basis.DEMO
    assert grid.basis[index[CITY], column] == Basis.DEMO
    assert grid.basis[index[EAST], column] == Basis.UNKNOWN


def test_the_oracle_knows_the_same_tree(small_city: Catalogue) -> None:
    assert {code: small_city.regions.children(code) for code in INSIDE} == INSIDE
