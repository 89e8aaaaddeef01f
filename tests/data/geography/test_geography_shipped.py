"""The shipped layers, measured."""

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from pyproj import Geod

GEO = Path(__file__).parents[3] / "assets" / "geo"
PUBLISHED_KM2 = {440604: 153.95, 440605: 1071.82, 440608: 937.81}
CITY_KM2 = 3797.72


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    listed: dict[str, Any] = json.loads((GEO / "manifest.json").read_text(encoding="utf-8"))
    return listed


@pytest.fixture(scope="module")
def layers(manifest: dict[str, Any]) -> dict[str, geopandas.GeoDataFrame]:
    entries = [entry for entry in manifest["layers"] if entry["file"].endswith(".geojson")]
    return {entry["level"]: geopandas.read_file(GEO / entry["file"]).set_index("code") for entry in entries}


def km2(outline: shapely.Geometry) -> float:
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(outline)[0]) / 1e6


@pytest.mark.parametrize("code", PUBLISHED_KM2)
def test_a_district_has_its_published_area(layers: dict[str, geopandas.GeoDataFrame], code: int) -> None:
    assert km2(layers["district"].geometry[code]) == pytest.approx(PUBLISHED_KM2[code], rel=0.015)


def test_the_city_has_its_published_area(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    assert sum(map(km2, layers["district"].geometry)) == pytest.approx(CITY_KM2, rel=0.015)


@pytest.mark.parametrize("level", ["district", "town"])
def test_outlines_are_valid_and_share_their_borders_point_by_point(
    layers: dict[str, geopandas.GeoDataFrame], level: str
) -> None:
    outlines = layers[level].geometry
    assert outlines.is_valid.all()
    assert shapely.coverage_is_valid(outlines.to_list())


def test_thirty_two_towns_nest_exactly_in_their_districts(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    towns = layers["town"]
    assert len(towns) == 32
    for district, outline in layers["district"].geometry.items():
        joined = shapely.coverage_union_all(towns.geometry[towns.parent == district].to_list())
        assert joined.equals(outline)


def test_every_seat_lies_in_its_own_town(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    for line in (GEO / "seats.csv").read_text(encoding="utf-8").splitlines()[1:]:
        code, lon, lat, _ = line.split(",")
        assert layers["town"].geometry[int(code)].contains(shapely.Point(float(lon), float(lat))), code


def test_towns_of_known_area_have_it(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    for line in (GEO / "areas.csv").read_text(encoding="utf-8").splitlines()[1:]:
        code, published = line.split(",")[:2]
        if len(code) == 9:
            assert km2(layers["town"].geometry[int(code)]) == pytest.approx(float(published), rel=0.02)


def test_the_view_begins_where_the_baked_map_says(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    baked = json.loads((GEO / "shapes.json").read_text(encoding="utf-8"))
    plane = layers["district"].to_crs("+proj=tmerc +lon_0=113 +ellps=GRS80").geometry

    for shape in (one for one in baked["shapes"] if one["level"] == "district"):
        x0, y0, x1, y1 = plane[shape["code"]].bounds
        east, north = baked["origin"]
        box = [(x0 - east), (north - y1), (x1 - east), (north - y0)]
        assert [edge / baked["metres"] for edge in box] == pytest.approx(shape["box"], abs=1)  # 50 m of detail are gone


def test_every_layer_says_what_its_lines_are_worth(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    assert set(layers["district"].boundary_quality) == {"outline"}
    assert set(layers["town"].boundary_quality) == {"approximate"}


def test_files_are_named_by_their_content_and_listed_with_it(manifest: dict[str, Any]) -> None:
    for entry in manifest["layers"]:
        content = (GEO / entry["file"]).read_bytes()
        assert sha256(content).hexdigest() == entry["sha256"]
        assert entry["bytes"] == len(content)
        assert sha256(content.rstrip(b"\n")).hexdigest()[:12] in entry["file"]


def test_all_geometry_together_stays_small() -> None:
    grids = next(GEO.glob("grids.*.json"))

    assert sum(file.stat().st_size for file in GEO.iterdir() if file != grids) < 150_000
    assert len(gzip.compress(grids.read_bytes())) < 40_000
