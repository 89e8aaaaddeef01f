"""A city brings its own grids: they keep their numbers by their codes, or they are refused with all that is wrong."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import geocoordinates_ffi as oracle
import geopandas
import numpy as np
import pytest
import shapely

from data.core.scope import Scope
from data.geography.datum import Crs
from data.geography.grids import load_grids
from data.geography.importing.layer_files import LayerColumns
from data.geography.shapes import own_folder
from data.pipeline.refusal import DeliveryRefused, RefusalReason
from tests.data.geography.bringing import batches, command, import_grids, import_layer

GEO = Path(__file__).parents[3] / "assets" / "geo"
DISTRICT = 440604
EVERYTHING = Scope.everything()
Give = Callable[..., Path]


@pytest.fixture(scope="module")
def shipped() -> geopandas.GeoDataFrame:
    """The grids of one district, used as if the city had drawn them: with codes of its own and towns by name."""
    names = geopandas.read_file(next(GEO.glob("towns.*.geojson"))).set_index("code").name_zh
    found = [grid for grid in load_grids(None).visible(EVERYTHING) if grid.town // 1000 == DISTRICT]
    rows = {
        "wgbm": [f"FS-{grid.code}" for grid in found],
        "所属镇街": [names[grid.town] for grid in found],
        "town": [grid.town for grid in found],
    }
    return geopandas.GeoDataFrame(rows, geometry=[shapely.Polygon(grid.rings[0]) for grid in found], crs=4490)


@pytest.fixture
def grids(shipped: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    return shipped.drop(columns="town")


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Write a frame as the file a department might send."""

    def write(frame: geopandas.GeoDataFrame, name: str = "grids.gpkg") -> Path:
        frame.to_file(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def faults_of(home: Path, file: Path, crs: Crs = "cgcs2000") -> Sequence[RefusalReason]:
    with pytest.raises(DeliveryRefused) as refused:
        import_grids(home, file, crs)
    assert not (own_folder(home) / "grids.json").exists()
    return refused.value.refusals


def codes(faults: Iterable[RefusalReason]) -> set[str]:
    return {fault.code for fault in faults}


def test_the_own_grids_rank_above_the_demonstrations(home: Path, give: Give, grids: geopandas.GeoDataFrame) -> None:
    taken = import_grids(home, give(grids), "cgcs2000")

    own = load_grids(home)
    assert batches(home) == [("layer-grid/1", "grids.gpkg", len(grids), "geography")]
    assert not own.approximate
    assert len(own) == len(grids) == sum(taken.by_town.values())
    assert taken.by_town == Counter(int(code[3:12]) for code in grids.wgbm)
    assert {grid.code for grid in own.visible(EVERYTHING)} == set(grids.wgbm)
    assert [grid.number for grid in own.visible(EVERYTHING)] == list(range(1, len(grids) + 1))


def test_outlines_come_out_within_the_detail_that_is_drawn(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    import_grids(home, give(grids), "cgcs2000")

    given = grids.set_index("wgbm").geometry
    for grid in load_grids(home).visible(EVERYTHING):
        assert shapely.Polygon(grid.rings[0]).symmetric_difference(given[grid.code]).area < 0.05 * given[grid.code].area


def test_a_grid_keeps_its_number_when_the_layer_is_brought_again(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    import_grids(home, give(grids.iloc[::2], "first.gpkg"), "cgcs2000")
    before = {grid.code: grid.number for grid in load_grids(home).visible(EVERYTHING)}

    import_grids(home, give(grids.iloc[1:], "second.gpkg"), "cgcs2000")
    after = {grid.code: grid.number for grid in load_grids(home).visible(EVERYTHING)}

    assert all(after[code] == number for code, number in before.items() if code in after)
    assert len(set(after.values())) == len(after) == len(grids) - 1
    assert min(number for code, number in after.items() if code not in before) == max(before.values()) + 1


def test_the_town_may_be_told_by_its_code(home: Path, give: Give, shipped: geopandas.GeoDataFrame) -> None:
    taken = import_grids(home, give(shipped.drop(columns="所属镇街")), "cgcs2000")

    assert sum(taken.by_town.values()) == len(shipped)


def test_without_a_column_of_towns_the_code_begins_with_its_town(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    plain = grids.drop(columns="所属镇街").assign(wgbm=grids.wgbm.str.removeprefix("FS-"))

    assert sum(import_grids(home, give(plain), "cgcs2000").by_town.values()) == len(plain)


def test_columns_of_any_name_can_be_pointed_at(home: Path, give: Give, grids: geopandas.GeoDataFrame) -> None:
    strange = grids.rename(columns={"wgbm": "a", "所属镇街": "b"})
    file = give(strange)

    assert codes(faults_of(home, file)) == {"no_column"}
    assert import_grids(home, file, "cgcs2000", LayerColumns(code="a", town="b")).by_town


def test_a_bent_layer_is_unbent_and_a_wrongly_declared_datum_noticed(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    def bend(points: np.ndarray) -> np.ndarray:
        moved = [oracle.wgs84_to_gcj02(oracle.Wgs84(lon=lon, lat=lat)) for lon, lat in points]
        return np.array([(point.lon, point.lat) for point in moved])

    file = give(grids.set_geometry(shapely.transform(grids.geometry.to_numpy(), bend), crs=4326))

    assert any(fault.code == "datum" and fault.facts["better"] == "gcj02" for fault in faults_of(home, file, "wgs84"))
    assert import_grids(home, file, "gcj02").by_town


def test_several_rows_of_one_grid_are_joined_and_the_same_ground_twice_is_noticed(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    joined = grids.assign(wgbm=[grids.wgbm[0], grids.wgbm[0], *grids.wgbm[2:]])
    twice = geopandas.pd.concat([grids, grids.iloc[:1]])

    assert "same_ground" in codes(faults_of(home, give(twice, "twice.gpkg")))
    assert sum(import_grids(home, give(joined, "joined.gpkg"), "cgcs2000").by_town.values()) == len(grids) - 1


def test_all_faults_are_told_at_once_with_their_rows(home: Path, give: Give, grids: geopandas.GeoDataFrame) -> None:
    bad = grids.copy()
    bad.loc[0, "wgbm"] = ""
    bad.loc[1, "所属镇街"] = "不存在镇"
    bad.loc[2, "geometry"] = shapely.Point(113.0, 23.0)
    bad.loc[3, "geometry"] = bad.geometry[3].union(bad.geometry[4])
    bad.loc[[6, 7], "wgbm"] = "same"
    bad.loc[7, "所属镇街"] = bad["所属镇街"].iloc[-1]

    faults = faults_of(home, give(bad))

    assert codes(faults) == {"no_code", "unknown_name", "not_an_area", "overlap", "two_towns"}
    assert {fault.row for fault in faults if fault.row} == {1, 2, 3, 8}


def test_a_crumb_is_no_grid(home: Path, give: Give, grids: geopandas.GeoDataFrame) -> None:
    crumb = grids.geometry[0].representative_point().buffer(1e-5)
    rest = grids.assign(geometry=[grids.geometry[0].difference(crumb), *grids.geometry[1:]])
    file = give(geopandas.pd.concat([rest, grids.iloc[:1].assign(wgbm="crumb", geometry=[crumb])]))

    assert codes(faults_of(home, file)) == {"too_small"}


def test_a_town_whose_grids_lie_in_another_district_is_noticed(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    moved = shapely.transform(grids.geometry.to_numpy(), lambda points: points + np.array([-0.3, 0.3]))

    faults = faults_of(home, give(grids.set_geometry(moved, crs=4490)))

    assert {fault.facts.get("region") for fault in faults if fault.code == "nesting"} == set(
        map(int, set(grids.wgbm.str[3:12]))
    )


def test_with_own_towns_each_grid_must_lie_in_the_town_it_names(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    towns = geopandas.read_file(next(GEO.glob("towns.*.geojson")))[["code", "name_zh", "geometry"]]
    import_layer(home, give(towns, "towns.gpkg"), "town", "cgcs2000")
    wrong = grids.copy()
    wrong.loc[0, "所属镇街"] = grids["所属镇街"].iloc[-1]

    faults = faults_of(home, give(wrong))

    assert [fault.code for fault in faults] == ["nesting"]
    assert faults[0].facts["inner"] == grids.wgbm[0]


def test_the_command_imports_and_counts_the_grids_of_each_town(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    answer = command(home, str(give(grids)), "--level", "grid", "--crs", "cgcs2000", "--town-column", "所属镇街")

    assert answer.exit_code == 0
    assert f"{len(grids)} grids imported" in answer.output
    assert "440604010: 196 grids" in answer.output


def test_the_command_refuses_with_every_fault_and_no_trace(
    home: Path, give: Give, grids: geopandas.GeoDataFrame
) -> None:
    grids["所属镇街"] = "无"

    answer = command(home, str(give(grids.iloc[:2])), "--level", "grid", "--crs", "cgcs2000")

    assert answer.exit_code == 1
    assert answer.output.count("unknown_name") == 2
    assert "Traceback" not in answer.output
