"""The demonstration's grids: the plan's 5,817, district by district, nested in the towns, and read within a scope."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from data.core.scope import OutOfScope, Scope, ScopeMissing
from data.geography.grid_file import unpack
from data.geography.grids import Grids, centre, grids_file, load_grids
from data.geography.shapes import SHIPPED, GeographyError, own_folder

GEO = Path(__file__).parents[3] / "assets" / "geo"
EVERYTHING = Scope.everything()
TOWN, OTHER = 440604010, 440605124


@pytest.fixture(scope="module")
def grids() -> Grids:
    return load_grids(None)


@pytest.fixture(scope="module")
def outlines() -> dict[int, shapely.Polygon]:
    """The outlines by number, read from the file by nothing but its description."""
    content = json.loads(grids_file(None).read_text(encoding="utf-8"))
    drawn, start = [], np.zeros(2, dtype=int)
    for chain in content["rings"]:
        moves = np.array(chain).reshape(-1, 2)
        corners = start + moves.cumsum(axis=0)
        start = corners[0]
        drawn.append(shapely.Polygon(corners / content["steps"]))
    return dict(enumerate(drawn, start=1))


@pytest.fixture(scope="module")
def towns() -> geopandas.GeoSeries:
    return geopandas.read_file(next(GEO.glob("towns.*.geojson"))).set_index("code").geometry


def test_there_are_exactly_as_many_as_the_plan_counts_in_each_district(grids: Grids) -> None:
    by_district = Counter(grid.town // 1000 for grid in grids.visible(EVERYTHING))

    assert by_district == {440604: 815, 440605: 2246, 440606: 1977, 440608: 287, 440607: 492}
    assert len(grids) == 5817


def test_every_town_has_some(grids: Grids, towns: geopandas.GeoSeries) -> None:
    assert {grid.town for grid in grids.visible(EVERYTHING)} == set(towns.index)


def test_numbers_and_codes_are_unique_and_a_code_begins_with_its_town(grids: Grids) -> None:
    found = list(grids.visible(EVERYTHING))

    assert [grid.number for grid in found] == list(range(1, 5818))
    assert len({grid.code for grid in found}) == 5817
    assert all(len(grid.code) == 12 and grid.code.startswith(str(grid.town)) for grid in found)


def test_no_grid_overlaps_another_and_borders_are_shared_point_by_point(outlines: dict[int, shapely.Polygon]) -> None:
    shapes = list(outlines.values())

    assert all(shape.is_valid and shape.area > 0 for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-9)


def test_every_grid_lies_in_its_own_town_and_together_they_fill_it(
    grids: Grids, outlines: dict[int, shapely.Polygon], towns: geopandas.GeoSeries
) -> None:
    for town, outline in towns.items():
        own = [outlines[grid.number] for grid in grids.inside(EVERYTHING, town)]
        assert all(shape.difference(outline).area < 0.01 * shape.area for shape in own)  # corners lie a metre apart
        assert shapely.union_all(own).symmetric_difference(outline).area < 1e-3 * outline.area


def test_every_centre_lies_inside_its_grid(grids: Grids, outlines: dict[int, shapely.Polygon]) -> None:
    assert all(outlines[grid.number].contains(shapely.Point(centre(grid))) for grid in grids.visible(EVERYTHING))


def test_the_reader_draws_what_the_file_says(grids: Grids, outlines: dict[int, shapely.Polygon]) -> None:
    assert all(shapely.Polygon(grid.rings[0]).equals(outlines[grid.number]) for grid in grids.visible(EVERYTHING))


def test_the_file_says_that_it_is_approximate_and_is_named_by_its_content(grids: Grids) -> None:
    file = grids_file(None)

    assert grids.approximate
    assert "示意" in grids.layer.note["zh"]
    assert sha256(file.read_bytes().rstrip(b"\n")).hexdigest()[:12] in file.name
    assert grids.file(EVERYTHING).name == file.name
    assert len(list(SHIPPED.glob("grids.*.json"))) == 1


def test_a_grid_is_found_by_its_number(grids: Grids) -> None:
    found = grids.grid(EVERYTHING, 815)

    assert found is not None
    assert found.number == 815
    assert found.town // 1000 == 440604
    assert grids.grid(EVERYTHING, 5818) is None


def test_without_a_scope_nothing_is_read(grids: Grids) -> None:
    nobody: Any = None
    for read in (lambda: grids.grid(nobody, 1), lambda: grids.inside(nobody, TOWN), lambda: grids.file(nobody)):
        with pytest.raises(ScopeMissing):
            read()


def test_a_grid_is_seen_only_where_its_town_is(grids: Grids) -> None:
    scope = Scope.of_regions([TOWN])
    other = grids.inside(EVERYTHING, OTHER)[0]

    assert {grid.town for grid in grids.visible(scope)} == {TOWN}
    with pytest.raises(OutOfScope):
        grids.inside(scope, OTHER)
    with pytest.raises(OutOfScope):
        grids.grid(scope, other.number)


def test_the_file_of_somebody_holds_only_what_that_person_may_see(grids: Grids) -> None:
    given = grids.file(Scope.of_regions([TOWN]))

    assert given.name != grids.file(EVERYTHING).name
    assert unpack(given.body).grids == grids.inside(EVERYTHING, TOWN)
    assert given.numbers == tuple(grid.number for grid in grids.inside(EVERYTHING, TOWN))


def test_a_damaged_layer_is_named_in_the_error(tmp_path: Path) -> None:
    own_folder(tmp_path).mkdir()
    (own_folder(tmp_path) / "grids.json").write_text("{}", encoding="utf-8")

    with pytest.raises(GeographyError, match=r"grids\.json"):
        load_grids(tmp_path)
