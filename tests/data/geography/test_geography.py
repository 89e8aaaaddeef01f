"""The map as the screens read it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from data.geography.shapes import SHIPPED, GeographyError, Shapes, load_shapes, own_folder, shapes_file

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return load_shapes(None)


def polygon(path: str) -> shapely.Polygon:
    """Draw a path by the rules of SVG's even-odd filling, from nothing but its text."""
    drawn = shapely.Polygon()
    for ring in re.findall(r"M([^MZ]+)Z", path):
        numbers = [float(number) for number in ring.split()]
        drawn = drawn.symmetric_difference(shapely.Polygon(zip(numbers[::2], numbers[1::2], strict=True)).buffer(0))
    return drawn


def test_it_draws_the_city_five_districts_and_thirty_two_towns(shapes: Shapes) -> None:
    assert [len(shapes.at(level)) for level in ("city", "district", "town")] == [1, 5, 32]


def test_codes_parents_and_names_are_those_of_the_catalogue(shapes: Shapes) -> None:
    table = (ROOT / "indicators" / "catalogue" / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]
    told = [line.split(",")[:5] for line in table]
    drawn = [
        [str(s.code), "" if s.parent is None else str(s.parent), s.level, s.name_zh, s.name_en]
        for s in shapes.shapes.values()
    ]
    assert drawn == told


def test_every_label_lies_inside_its_own_outline_and_every_box_around_it(shapes: Shapes) -> None:
    for shape in shapes.shapes.values():
        drawn = polygon(shape.path)
        assert drawn.contains(shapely.Point(shape.label)), shape.name_zh
        assert drawn.bounds == pytest.approx(shape.box, abs=0.15), shape.name_zh


def test_everything_is_drawn_inside_the_view(shapes: Shapes) -> None:
    for shape in shapes.shapes.values():
        x0, y0, x1, y1 = shape.box
        assert 0 <= x0 < x1 <= shapes.width
        assert 0 <= y0 < y1 <= shapes.height


def test_north_is_up(shapes: Shapes) -> None:
    sanshui, gaoming = shapes[440607], shapes[440608]
    assert sanshui.label[1] < gaoming.label[1]


def test_drawn_towns_fill_their_district_without_overlap(shapes: Shapes) -> None:
    for district in shapes.at("district"):
        towns = [polygon(town.path) for town in shapes.inside(district.code)]
        outline = polygon(district.path)
        assert shapely.union_all(towns).symmetric_difference(outline).area < 1e-3 * outline.area
        assert sum(town.area for town in towns) == pytest.approx(outline.area, rel=1e-3)


def test_the_map_owns_up_that_its_towns_are_approximate(shapes: Shapes) -> None:
    assert shapes.approximate("town")
    assert not shapes.approximate("district")
    assert any("GeoNames" in english for _, english in shapes.credits)


def test_without_an_own_layer_the_shipped_map_counts(tmp_path: Path) -> None:
    assert shapes_file(tmp_path) == SHIPPED / "shapes.json"
    assert load_shapes(tmp_path) == load_shapes(None)


def test_a_damaged_map_is_named_in_the_error(tmp_path: Path) -> None:
    own_folder(tmp_path).mkdir()
    (own_folder(tmp_path) / "shapes.json").write_text('{"width": 1000}', encoding="utf-8")
    with pytest.raises(GeographyError, match=r"shapes\.json"):
        load_shapes(tmp_path)


def test_web_workers_never_load_the_geometry_libraries() -> None:
    program = (
        "import sys, data.geography.shapes, runtime.commands.geography, data.geography.datum, data.geography.grids;"
        "data.geography.shapes.load_shapes(None); data.geography.grids.load_grids(None);"
        "print(sorted({'geopandas', 'shapely', 'pyproj', 'pyogrio'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
