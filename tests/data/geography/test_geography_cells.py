"""Cells around seats, and borders that neighbours share."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.geography.coverage import clean_coverage, joined
from data.geography.importing.town_cells import fit_weights, power_cells

SQUARE = shapely.box(0, 0, 30_000, 30_000)
COORDINATE = st.integers(1, 29).map(lambda km: km * 1_000.0)
SEATS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=8, unique=True).map(
    lambda seats: dict(enumerate(seats, start=1))
)


@given(SEATS)
def test_cells_fill_the_district_and_do_not_overlap(seats: dict[int, tuple[float, float]]) -> None:
    cells = power_cells(SQUARE, seats, {})
    assert sum(cell.area for cell in cells.values()) == pytest.approx(SQUARE.area)
    assert shapely.union_all(list(cells.values()), grid_size=0.001).area == pytest.approx(SQUARE.area)


@given(SEATS, st.tuples(COORDINATE, COORDINATE))
def test_without_weights_a_point_lies_in_the_cell_of_the_nearest_seat(
    seats: dict[int, tuple[float, float]], point: tuple[float, float]
) -> None:
    cells = power_cells(SQUARE, seats, {})
    nearest = min(math.dist(point, seat) for seat in seats.values())
    holders = [code for code, cell in cells.items() if cell.distance(shapely.Point(point)) < 1e-3]  # a millimetre
    assert any(math.dist(point, seats[code]) == pytest.approx(nearest) for code in holders)


def test_a_town_of_known_area_gets_it_and_its_neighbours_the_rest() -> None:
    seats = {1: (8_000.0, 15_000.0), 2: (20_000.0, 8_000.0), 3: (20_000.0, 22_000.0)}
    cells = power_cells(SQUARE, seats, fit_weights(SQUARE, seats, {1: 200.0}))
    assert cells[1].area == pytest.approx(200e6, rel=1e-4)
    assert cells[2].area == pytest.approx(cells[3].area, rel=1e-4)


def test_towns_without_a_known_area_have_equal_weight() -> None:
    seats = {1: (5_000.0, 5_000.0), 2: (25_000.0, 25_000.0)}
    assert fit_weights(SQUARE, seats, {}) == {1: 0.0, 2: 0.0}


def test_slivers_between_neighbours_are_healed_and_borders_become_one() -> None:
    left, right = shapely.box(0, 0, 1, 1), shapely.box(1.00001, 0, 2, 1)
    above, below = shapely.box(0, 1, 2, 2), shapely.box(0, -1, 2, 0)
    clean = clean_coverage({1: left, 2: right, 3: above, 4: below}, 1e-7, 1e-4)
    assert shapely.coverage_is_valid(list(clean.values()))
    assert joined(clean, (1, 2, 3, 4)).equals(shapely.box(0, -1, 2, 2))


def test_a_large_gap_is_somebody_elses_land_and_stays() -> None:
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    assert clean_coverage({1: ring}, 1e-7, 1e-4)[1].equals(ring)
