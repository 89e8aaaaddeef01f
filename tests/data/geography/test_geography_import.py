"""A city brings its own outlines: they come out right, or they are refused with everything that is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import geocoordinates_ffi as oracle
import geopandas
import numpy as np
import pytest
import shapely

from data.geography.datum import Crs
from data.geography.importing.layer_files import LayerColumns
from data.geography.shapes import load_shapes, own_folder
from data.pipeline.refusal import DeliveryRefused
from indicators.definitions.model import Level
from tests.data.geography.bringing import batches, command, import_layer

GEO = Path(__file__).parents[3] / "assets" / "geo"
METRES = "+proj=tmerc +lon_0=113 +ellps=GRS80"
TOWN, NEIGHBOUR, FAR_AWAY = 440605124, 440605125, 440608108
Layers = dict[str, geopandas.GeoDataFrame]
Give = Callable[..., Path]


@pytest.fixture(scope="module")
def layers() -> Layers:
    """The shipped layers, used as if a city had surveyed them."""
    listed = json.loads((GEO / "manifest.json").read_text(encoding="utf-8"))["layers"]
    entries = [entry for entry in listed if entry["level"] != "grid"]
    columns = ["code", "name_zh", "name_en", "geometry"]
    return {entry["level"]: geopandas.read_file(GEO / entry["file"])[columns] for entry in entries}


@pytest.fixture
def town(layers: Layers) -> geopandas.GeoDataFrame:
    return layers["town"].set_index("code", drop=False)


@pytest.fixture
def district(layers: Layers) -> geopandas.GeoDataFrame:
    return layers["district"].set_index("code", drop=False)


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Write a frame as the file a department might send."""

    def write(frame: geopandas.GeoDataFrame, name: str = "layer.geojson") -> Path:
        frame.reset_index(drop=True).to_file(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def bent(frame: geopandas.GeoDataFrame, crs: Crs) -> geopandas.GeoDataFrame:
    """The frame in a bent datum, by the independent library, point by point."""
    convert = {"gcj02": oracle.wgs84_to_gcj02, "bd09": oracle.wgs84_to_bd09}[crs]

    def move(points: np.ndarray) -> np.ndarray:
        moved = [convert(oracle.Wgs84(lon=lon, lat=lat)) for lon, lat in points]
        return np.array([(point.lon, point.lat) for point in moved])

    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), move), crs=4326)


def imported(home: Path, level: Level) -> geopandas.GeoDataFrame:
    file = own_folder(home) / load_shapes(home).layers[level]
    return geopandas.read_file(file).set_index("code").to_crs(METRES)


def codes(refused: pytest.ExceptionInfo[DeliveryRefused]) -> set[str]:
    return {fault.code for fault in refused.value.refusals}


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_a_bent_shapefile_comes_out_within_a_metre_of_the_truth(
    home: Path, give: Give, district: geopandas.GeoDataFrame, crs: Crs
) -> None:
    import_layer(home, give(bent(district, crs), "districts.shp"), "district", crs)
    truth = district.to_crs(METRES).geometry
    for code, outline in imported(home, "district").geometry.items():
        assert outline.boundary.hausdorff_distance(truth[code].boundary) < 1


@pytest.mark.parametrize("name", ["towns.geojson", "towns.shp", "towns.shp.zip", "towns.gpkg"])
def test_every_kind_of_file_is_taken(home: Path, give: Give, town: geopandas.GeoDataFrame, name: str) -> None:
    result = import_layer(home, give(town, name), "town", "cgcs2000")
    assert len(result.km2) == 32


def test_a_projected_file_is_brought_back_to_degrees(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    import_layer(home, give(town.to_crs(4547), "towns.gpkg"), "town", "cgcs2000")
    apart = imported(home, "town").geometry.symmetric_difference(town.to_crs(METRES).geometry)
    assert apart.area.sum() < 10_000


def test_the_own_layer_ranks_above_the_shipped_one(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    before = load_shapes(home)
    import_layer(home, give(town), "town", "wgs84")
    after = load_shapes(home)
    assert before.approximate("town")
    assert not after.approximate("town")
    assert {shape.quality for shape in after.shapes.values()} == {"own"}
    assert list(after.shapes) == list(before.shapes)


def test_a_layer_that_was_taken_is_a_batch_and_may_come_again_and_one_that_was_refused_is_none(
    home: Path, give: Give, town: geopandas.GeoDataFrame
) -> None:
    for _ in range(2):
        import_layer(home, give(town), "town", "wgs84")
    with pytest.raises(DeliveryRefused):
        import_layer(home, give(town.drop(TOWN)), "town", "wgs84")

    assert batches(home) == [("layer-town/1", "layer.geojson", 32, "geography")] * 2


def test_own_districts_alone_get_approximate_towns_that_nest_in_them(
    home: Path, give: Give, district: geopandas.GeoDataFrame
) -> None:
    import_layer(home, give(district), "district", "wgs84")
    shapes = load_shapes(home)
    assert shapes.approximate("town")
    assert {shape.quality for shape in shapes.at("district")} == {"own"}
    assert len(shapes.at("town")) == 32


def test_own_towns_may_follow_own_districts(
    home: Path, give: Give, district: geopandas.GeoDataFrame, town: geopandas.GeoDataFrame
) -> None:
    import_layer(home, give(district, "d.geojson"), "district", "wgs84")
    import_layer(home, give(town, "t.geojson"), "town", "wgs84")
    assert set(load_shapes(home).layers) == {"district", "town"}


def test_rows_without_codes_are_matched_by_name(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    named = town.drop(columns="code").assign(name_zh=town.name_zh.str.removesuffix("镇"))
    assert len(import_layer(home, give(named), "town", "wgs84").km2) == 32


@pytest.mark.parametrize("form", ["{}", "{}000", "{}.0"])
def test_codes_are_understood_in_their_usual_forms(
    home: Path, give: Give, town: geopandas.GeoDataFrame, form: str
) -> None:
    town["code"] = [form.format(code) for code in town.code]
    assert len(import_layer(home, give(town), "town", "wgs84").km2) == 32


def test_codes_of_the_national_map_are_understood(home: Path, give: Give, district: geopandas.GeoDataFrame) -> None:
    given = district.drop(columns=["code", "name_zh", "name_en"]).assign(gb=[f"156{code}" for code in district.code])
    assert len(import_layer(home, give(given), "district", "wgs84").km2) == 5


def test_columns_of_any_name_can_be_pointed_at(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    strange = town.rename(columns={"code": "bianma", "name_zh": "ming"})[["bianma", "ming", "geometry"]]
    file = give(strange)
    with pytest.raises(DeliveryRefused, match="bianma"):
        import_layer(home, file, "town", "wgs84")
    assert len(import_layer(home, file, "town", "wgs84", LayerColumns(code="bianma")).km2) == 32


def test_several_rows_of_one_region_are_joined(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    assert len(import_layer(home, give(town.explode()), "town", "wgs84").km2) == 32


@pytest.mark.parametrize("level", ["district", "town"])
def test_a_wrongly_declared_datum_is_noticed(home: Path, give: Give, layers: Layers, level: Level) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(bent(layers[level], "gcj02")), level, "wgs84")
    assert any(fault.code == "datum" and fault.facts["better"] == "gcj02" for fault in refused.value.refusals)


def test_all_faults_are_told_at_once_and_the_last_good_map_stays(
    home: Path, give: Give, town: geopandas.GeoDataFrame
) -> None:
    import_layer(home, give(town, "good.geojson"), "town", "wgs84")
    good = load_shapes(home)
    bad = town.copy()
    bad["code"] = bad["code"].replace({440604010: 440699001})
    bowtie = shapely.Polygon([(112.9, 23.0), (113.0, 23.1), (113.0, 23.0), (112.9, 23.1)])
    bad.loc[440604011, "geometry"] = bowtie
    bad.loc[TOWN, "geometry"] = bad.geometry[TOWN].union(bad.geometry[NEIGHBOUR])
    bad.loc[FAR_AWAY, "geometry"] = shapely.transform(bad.geometry[FAR_AWAY], lambda points: np.add(points, (0.6, 0.2)))
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(bad, "bad.geojson"), "town", "wgs84")
    assert codes(refused) >= {"unknown_code", "missing_region", "invalid_outline", "overlap", "nesting", "seat"}
    assert {fault.facts.get("region") for fault in refused.value.refusals if fault.code == "missing_region"} == {
        440604010
    }
    assert load_shapes(home) == good


def test_two_towns_swapped_are_noticed(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    swapped = town.copy()
    swapped["code"] = swapped["code"].replace({TOWN: FAR_AWAY, FAR_AWAY: TOWN})
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(swapped), "town", "wgs84")
    assert codes(refused) >= {"nesting", "seat"}


def test_a_small_breach_of_the_own_district_is_noticed(
    home: Path, give: Give, district: geopandas.GeoDataFrame, town: geopandas.GeoDataFrame
) -> None:
    import_layer(home, give(district, "d.geojson"), "district", "wgs84")
    strip = town.geometry[440604100].buffer(0.004)
    town.loc[440604100, "geometry"] = strip
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(town, "t.geojson"), "town", "wgs84")
    assert codes(refused) >= {"nesting", "overlap"}


def test_ground_that_no_town_claims_is_noticed(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    middle = town.geometry[TOWN].representative_point().buffer(0.03)
    town.loc[TOWN, "geometry"] = town.geometry[TOWN].difference(middle)
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(town), "town", "wgs84")
    assert codes(refused) == {"gap"}


def test_a_district_of_the_wrong_size_or_place_is_noticed(
    home: Path, give: Give, district: geopandas.GeoDataFrame
) -> None:
    half = shapely.box(112, 22, 113.02, 24)
    district.loc[440604, "geometry"] = district.geometry[440604].intersection(half)
    district.loc[440606, "geometry"] = shapely.transform(district.geometry[440606], lambda p: np.subtract(p, (0.3, 0)))
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(district), "district", "wgs84")
    assert codes(refused) >= {"area", "displaced", "overlap"}


def test_new_districts_must_hold_the_own_towns(
    home: Path, give: Give, district: geopandas.GeoDataFrame, town: geopandas.GeoDataFrame
) -> None:
    import_layer(home, give(town, "t.geojson"), "town", "wgs84")
    taken = town.geometry[440604100]
    district.loc[440604, "geometry"] = district.geometry[440604].difference(taken)
    district.loc[440605, "geometry"] = district.geometry[440605].union(taken)
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(district, "d.geojson"), "district", "wgs84")
    assert ("nesting", 440604100) in {(fault.code, fault.facts.get("region")) for fault in refused.value.refusals}


def test_lines_and_empty_rows_are_refused_by_their_row(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    town.loc[TOWN, "geometry"] = shapely.LineString([(113, 23), (113.1, 23.1)])
    town.loc[NEIGHBOUR, "geometry"] = None
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(town), "town", "wgs84")
    rows = {fault.code: fault.row for fault in refused.value.refusals}
    assert rows["not_an_area"] == list(town.index).index(TOWN) + 1
    assert rows["no_outline"] == list(town.index).index(NEIGHBOUR) + 1


def test_the_same_ground_claimed_by_two_rows_of_a_region_is_noticed(
    home: Path, give: Give, town: geopandas.GeoDataFrame
) -> None:
    twice = geopandas.pd.concat([town, town.loc[[TOWN]]])
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(twice), "town", "wgs84")
    assert ("same_ground", TOWN) in {(fault.code, fault.facts.get("region")) for fault in refused.value.refusals}


@pytest.mark.parametrize(
    ("content", "code"),
    [("not a map", "unreadable"), ('{"type":"FeatureCollection","features":[]}', "empty_layer")],
)
def test_a_file_that_is_no_layer_is_refused(home: Path, tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "x.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, tmp_path / "x.geojson", "town", "wgs84")
    assert codes(refused) == {code}


def test_coordinates_that_are_no_degrees_are_refused(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    in_metres = town.to_crs(METRES).set_crs(None, allow_override=True)
    with pytest.raises(DeliveryRefused) as refused:
        import_layer(home, give(in_metres, "towns.shp"), "town", "cgcs2000")
    assert codes(refused) == {"not_degrees"}


def test_a_projection_on_an_older_datum_is_refused(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    with pytest.raises(DeliveryRefused, match="Xian 1980"):
        import_layer(home, give(town.to_crs(2383), "towns.gpkg"), "town", "cgcs2000")


def test_the_command_imports_and_tells_areas(home: Path, give: Give, town: geopandas.GeoDataFrame) -> None:
    answer = command(home, str(give(town)), "--level", "town", "--crs", "cgcs2000")
    assert answer.exit_code == 0
    assert "32 town outlines imported" in answer.output
    assert "440605121: 94.7" in answer.output


def test_the_command_refuses_with_every_fault_and_no_trace(
    home: Path, give: Give, town: geopandas.GeoDataFrame
) -> None:
    answer = command(home, str(give(town.drop([TOWN, NEIGHBOUR]))), "--level", "town", "--crs", "cgcs2000")
    assert answer.exit_code == 1
    assert answer.output.count("missing_region") == 2
    assert "Traceback" not in answer.output
    assert not own_folder(home).exists()
