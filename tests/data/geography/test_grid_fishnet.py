"""Cutting districts into cells: exactly as many as asked for, each in its town, none over another."""

from collections.abc import Sequence

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.geography.coverage import clean_coverage
from data.geography.importing.fishnet import STEPS, fishnet, merged
from data.geography.importing.town_cells import power_cells

SQUARE = shapely.box(113.0, 23.0, 113.2, 23.2)
CORNER = st.integers(1, 19).map(lambda n: n / 100)
SEATS = st.lists(st.tuples(CORNER, CORNER), min_size=1, max_size=4, unique=True)


def towns_of(seats: Sequence[tuple[float, float]]) -> dict[int, shapely.Geometry]:
    """Towns around seats inside the square, as the shipped ones are made."""
    cells = power_cells(SQUARE, {n: (113 + x, 23 + y) for n, (x, y) in enumerate(seats, start=1)}, {})
    return clean_coverage(cells, 1e-5, 1e-6)


@settings(max_examples=25)
@given(SEATS, st.integers(5, 150))
def test_a_district_gets_exactly_so_many_cells_that_fill_its_towns_and_share_their_borders(
    seats: Sequence[tuple[float, float]], count: int
) -> None:
    towns = towns_of(seats)

    cells = fishnet(towns, dict.fromkeys(towns, 0), {0: count})

    assert len(cells) == count
    assert shapely.coverage_is_valid([cell.outline for cell in cells])
    for town, outline in towns.items():
        together = shapely.union_all([cell.outline for cell in cells if cell.town == town])
        assert together.symmetric_difference(outline).area < 3 / STEPS * outline.length


def test_cells_are_about_equal_in_size() -> None:
    towns = towns_of([(0.05, 0.05), (0.15, 0.12)])

    areas = [cell.outline.area for cell in fishnet(towns, dict.fromkeys(towns, 0), {0: 100})]

    assert min(areas) > 0.4 * sum(areas) / 100
    assert max(areas) < 2.5 * sum(areas) / 100


def test_cells_of_two_districts_meet_point_by_point() -> None:
    west, east = shapely.box(113.0, 23.0, 113.1, 23.1), shapely.box(113.1, 23.0, 113.2, 23.1)

    cells = fishnet({11: west, 21: east}, {11: 1, 21: 2}, {1: 30, 2: 7})

    assert [sum(cell.town == town for cell in cells) for town in (11, 21)] == [30, 7]
    assert shapely.coverage_is_valid([cell.outline for cell in cells])


def test_cells_run_row_by_row_from_the_north_west() -> None:
    cells = fishnet({1: SQUARE}, {1: 0}, {0: 9})

    first, last = cells[0].outline.centroid, cells[-1].outline.centroid
    assert first.y > last.y
    assert first.x < last.x


def test_fewer_cells_than_towns_are_refused() -> None:
    with pytest.raises(ValueError, match="lie apart"):
        fishnet(towns_of([(0.05, 0.05), (0.15, 0.12)]), {1: 0, 2: 0}, {0: 1})


def test_the_smallest_piece_goes_to_the_neighbour_of_its_longest_border() -> None:
    areas = {0: 5.0, 1: 1.0, 2: 5.0, 3: 5.0}
    borders = {(0, 1): 1.0, (1, 2): 3.0, (2, 3): 1.0, (0, 3): 1.0}

    assert sorted(map(sorted, merged(areas, borders, 3))) == [[0], [1, 2], [3]]


def test_more_groups_than_pieces_are_refused() -> None:
    with pytest.raises(ValueError, match="2 pieces; 3"):
        merged({0: 1.0, 1: 1.0}, {(0, 1): 1.0}, 3)
