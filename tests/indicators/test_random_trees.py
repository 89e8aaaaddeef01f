"""Rolling up over trees of any shape, with facts at any place, against a few lines of plain Python."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import LocalisedText
from indicators.definitions.regions import Region, Regions
from tests.indicators.facts import cube_of

TODAY = date(2024, 6, 30)
CITY = 1
Tree = Mapping[int, tuple[int, ...]]
Cells = Mapping[tuple[int, int], float]  # region, month of 2024

SHAPES = st.lists(st.integers(0, 3), min_size=1, max_size=4)


def tree_of(shape: list[int]) -> Tree:
    """One city; districts 10, 11, …; the towns of district 10 are 1000, 1001, …"""
    districts = tuple(range(10, 10 + len(shape)))
    return {CITY: districts} | {
        d: tuple(range(d * 100, d * 100 + count)) for d, count in zip(districts, shape, strict=True)
    }


def city_of(catalogue: Catalogue, tree: Tree) -> Catalogue:
    """The small city's definitions over another tree."""
    name = LocalisedText(zh="区", en="Region")
    regions = [Region(CITY, None, "city", name, 0)]
    regions += [Region(d, CITY, "district", name, d) for d in tree[CITY]]
    regions += [Region(t, d, "town", name, t) for d in tree[CITY] for t in tree[d]]
    return replace(catalogue, regions=Regions(regions))


def plain_sum(cells: Cells, tree: Tree, region: int, month: int) -> float | None:
    """What was delivered, else the sum of all parts, else nothing."""
    if (region, month) in cells:
        return cells[region, month]
    parts = [plain_sum(cells, tree, inner, month) for inner in tree.get(region, ())]
    return None if not parts or None in parts else sum(part for part in parts if part is not None)


def plain_mean(cells: Cells, heavy: Cells, tree: Tree, region: int, month: int) -> float | None:
    """What was delivered, else the mean of all parts by their weight, else nothing."""
    if (region, month) in cells:
        return cells[region, month]
    top = bottom = 0.0
    for inner in tree.get(region, ()):
        part, weight = plain_mean(cells, heavy, tree, inner, month), plain_sum(heavy, tree, inner, month)
        if part is None or weight is None:
            return None
        top, bottom = top + part * weight, bottom + weight
    return top / bottom if bottom else None


def draw_cells(data: st.DataObject, tree: Tree) -> Cells:
    """Whole numbers for some regions in the first half of a year; most towns have all of them."""
    towns = [t for d in tree[CITY] for t in tree[d] or (d,)]
    full = {(t, m): float(data.draw(st.integers(0, 9))) for t in towns for m in range(1, 7)}
    places = st.tuples(st.sampled_from([CITY, *tree[CITY], *towns]), st.integers(1, 6))
    extra = data.draw(st.dictionaries(places, st.integers(0, 99).map(float), max_size=6))
    holes = data.draw(st.sets(places, max_size=3))
    return {place: value for place, value in (full | extra).items() if place not in holes}


@settings(max_examples=40, deadline=None)
@given(SHAPES, st.data())
def test_sums_stocks_and_means_equal_plain_ones(small_city: Catalogue, shape: list[int], data: st.DataObject) -> None:
    tree = tree_of(shape)
    catalogue = city_of(small_city, tree)
    cells, heavy = draw_cells(data, tree), draw_cells(data, tree)
    rows = [("due", region, f"2024-{month:02d}", value) for (region, month), value in cells.items()]
    rows += [("dust", region, f"2024-{month:02d}", value) for (region, month), value in cells.items()]
    rows += [("people", region, f"2024-{month:02d}", value) for (region, month), value in heavy.items()]
    cube = cube_of(catalogue, rows, TODAY)

    def found(measure: str, region: int, period: str) -> float | None:
        wanted = Period.parse(period)
        column = cube.axis(wanted.grain).index(wanted)
        value = cube.grid(measure, wanted.grain).value[catalogue.regions.index[region], column]
        return None if np.isnan(value) else float(value)

    for region in catalogue.regions.codes:
        for month in range(1, 7):
            there = f"2024-{month:02d}"
            assert found("due", region, there) == plain_sum(cells, tree, region, month)
            assert found("people", region, there) == plain_sum(heavy, tree, region, month)
            assert found("dust", region, there) == pytest.approx(plain_mean(cells, heavy, tree, region, month))
        assert found("people", region, "2024Q2") == plain_sum(heavy, tree, region, 6)
        assert found("people", region, "2024C05") == plain_sum(heavy, tree, region, 5)


@given(SHAPES)
def test_every_grid_has_a_row_for_each_region(small_city: Catalogue, shape: list[int]) -> None:
    catalogue = city_of(small_city, tree_of(shape))
    cube = cube_of(catalogue, [("due", CITY, "2024-01", 1.0)], TODAY)
    assert all(len(cube.grid("due", grain).value) == 1 + len(shape) + sum(shape) for grain in Grain)
