"""Layers as they come from mapping offices: no word on encoding or projection, axes turned; each says its cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas
import pytest

from data.geography.importing.layer_files import LayerColumns
from data.geography.importing.layers import read_layer
from data.geography.plane import to_metres
from data.geography.shapes import SHIPPED, load_shapes, own_folder
from data.pipeline.refusal import DeliveryRefused
from tests.data.geography.bringing import import_layer

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def refused(home: Path, file: Path, columns: LayerColumns = LayerColumns()) -> dict[str, object]:  # noqa: B008 - frozen
    with pytest.raises(DeliveryRefused) as found:
        import_layer(home, file, "district", "cgcs2000", columns)
    [one] = found.value.refusals
    return {"code": one.code, **one.facts}


def agrees(home: Path) -> bool:
    """Whether the layer that was taken lies where the shipped districts lie."""
    mine = read_layer(own_folder(home) / load_shapes(home).layers["district"])
    shipped = read_layer(SHIPPED / load_shapes(None).layers["district"])
    apart = [to_metres(mine[code]).hausdorff_distance(to_metres(shipped[code])) for code in shipped]
    return set(mine) == set(shipped) and max(apart) < 1_000


def test_a_shapefile_that_does_not_say_its_encoding_is_read_as_gbk_and_says_so(home: Path) -> None:
    taken = import_layer(home, CASES / "names_only.shp", "district", "cgcs2000")

    assert (len(taken.km2), taken.encoding) == (5, "gb18030")
    assert agrees(home)


@pytest.mark.parametrize(("encoding", "found"), [("utf-8", "utf-8"), ("gb18030", "gb18030")])
def test_texts_are_tried_as_utf8_before_gbk(home: Path, tmp_path: Path, encoding: str, found: str) -> None:
    frame = geopandas.read_file(CASES / "names_only.shp", encoding="gbk")
    file = tmp_path / "districts.shp"
    frame.to_file(file, encoding=encoding)
    file.with_suffix(".cpg").unlink()

    assert import_layer(home, file, "district", "cgcs2000").encoding == found


def test_latitude_before_longitude_is_recognised_and_cured(home: Path) -> None:
    file = CASES / "latitude-first.geojson"

    assert refused(home, file) == {"code": "axes_swapped"}
    import_layer(home, file, "district", "cgcs2000", LayerColumns(swap_axes=True))
    assert agrees(home)


def test_the_zone_before_an_easting_is_recognised_and_the_projection_can_be_said(home: Path) -> None:
    file = CASES / "no_prj.shp"

    assert refused(home, file) == {"code": "zone_before_easting", "zone": 38, "option": "--epsg 4526"}
    assert refused(home, file, LayerColumns(epsg=99))["code"] == "unknown_epsg"
    import_layer(home, file, "district", "cgcs2000", LayerColumns(epsg=4526))
    assert agrees(home)


def test_metres_without_a_zone_and_north_before_east_are_said(home: Path, tmp_path: Path) -> None:
    frame = geopandas.read_file(CASES / "no_prj.shp")
    shorter, turned = (tmp_path / name for name in ("shorter.shp", "turned.shp"))
    frame.set_geometry(frame.translate(-38e6, 0)).to_file(shorter)
    frame.set_geometry(frame.affine_transform([0, 1, 1, 0, 0, 0])).to_file(turned)

    assert refused(home, shorter) == {"code": "metres_without_zone", "option": "--epsg 4547"}
    assert refused(home, turned)["option"] == "--epsg 4526 --swap-axes"
    import_layer(home, turned, "district", "cgcs2000", LayerColumns(epsg=4526, swap_axes=True))
    assert agrees(home)
    shutil.rmtree(home)
    import_layer(home, shorter, "district", "cgcs2000", LayerColumns(epsg=4547))
    assert agrees(home)
