"""Read a city's file (GeoJSON, Shapefile, zipped Shapefile, GeoPackage) into rows with CGCS2000 outlines."""

import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from data.geography.datum import Crs, to_wgs84
from data.geography.importing.layer_encoding import encoding_of
from data.geography.importing.layer_references import in_degrees
from data.pipeline.refusal import DeliveryRefused, too_large
from data.storage.archives import parts_within
from indicators.definitions.input_limits import LAYER_BYTES, LAYER_EXPANDED, LAYER_FEATURES

CODE_COLUMNS: Final = (
    *("code", "adcode", "xzqdm", "qhdm", "gb", "pac", "region"),
    *("代码", "区划代码", "行政区代码", "行政区划代码"),
)
NAME_COLUMNS: Final = (
    *("name_zh", "name", "xzqmc", "qhmc", "mc"),
    *("名称", "区划名称", "行政区名称", "镇街", "镇街名称"),
)
GRID_COLUMNS: Final = (
    *("grid_code", "code", "gridcode", "wgbm", "wgdm", "wgbh"),
    *("网格编码", "网格代码", "网格编号", "编码", "代码"),
)
TOWN_COLUMNS: Final = (
    *("town", "town_code", "street", "street_code", "zjdm", "zjmc", "jddm", "jdmc", "xzdm"),
    *("镇街代码", "所属镇街", "镇街", "镇街名称", "所属街道", "街道"),
)


@dataclass(frozen=True)
class LayerColumns:
    """Where to look in a file; None means: find it by its usual names.

    `epsg` is the projection of a file that does not say it; `swap_axes`: its coordinates come as latitude, longitude
    (or north, east).
    """

    code: str | None = None
    name: str | None = None
    layer: str | None = None
    encoding: str | None = None
    town: str | None = None
    epsg: int | None = None
    swap_axes: bool = False


@dataclass(frozen=True)
class LayerFeature:
    """A feature of the file: its number from 1, what it calls itself, and its outline in CGCS2000 degrees."""

    number: int
    code: str
    name: str
    outline: Any


@dataclass(frozen=True)
class GridFeature(LayerFeature):
    """A grid of the file, and what it says of its town: a code or a name; empty where there is no such column."""

    town: str


def read_rows(file: Path, crs: Crs, columns: LayerColumns) -> list[LayerFeature]:
    """All features, converted from the declared datum. Raises DeliveryRefused when the file cannot be understood."""
    frame = in_degrees(_read(file, columns), crs, columns.epsg, swap_axes=columns.swap_axes)
    code = _column(frame.columns, columns.code, CODE_COLUMNS)
    name = _column(frame.columns, columns.name, NAME_COLUMNS)
    if code is None and name is None:
        raise _no_column(frame, "code / name")
    codes, names = _texts(frame, code), _texts(frame, name)
    rows = zip(codes, names, _outlines(frame, crs), strict=True)
    return [LayerFeature(number, *row) for number, row in enumerate(rows, start=1)]


def read_grid_rows(file: Path, crs: Crs, columns: LayerColumns) -> list[GridFeature]:
    """All grids, converted from the declared datum. Raises DeliveryRefused when the file cannot be understood."""
    frame = in_degrees(_read(file, columns), crs, columns.epsg, swap_axes=columns.swap_axes)
    code = _column(frame.columns, columns.code, GRID_COLUMNS)
    if code is None:
        raise _no_column(frame, "code")
    name = _column(frame.columns, columns.name, ())
    town = _column([c for c in frame.columns if str(c) != code], columns.town, TOWN_COLUMNS)
    rows = zip(
        map(_whole, _texts(frame, code)),
        _texts(frame, name),
        _outlines(frame, crs),
        map(_whole, _texts(frame, town)),
        strict=True,
    )
    return [GridFeature(number, *row) for number, row in enumerate(rows, start=1)]


def _read(file: Path, columns: LayerColumns) -> Any:
    _within_limits(file, columns.layer)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # notes on dropped measures and rings wound the other way
            options = {"layer": columns.layer, "encoding": columns.encoding or encoding_of(file, columns.layer)}
            return geopandas.read_file(file, **{key: value for key, value in options.items() if value})
    except (OSError, ValueError, RuntimeError, LookupError) as error:
        raise DeliveryRefused.of("unreadable", file=file.name, why=str(error)) from error


def _within_limits(file: Path, layer: str | None) -> None:
    """Bytes, what an archive unfolds to, and the features that the layer's head names. DeliveryRefused."""
    try:
        size = file.stat().st_size
        if size > LAYER_BYTES:
            raise too_large("file_bytes", LAYER_BYTES, size)
        if zipfile.is_zipfile(file):
            parts_within(file, LAYER_EXPANDED, too_large)
        features = int(pyogrio.read_info(file, layer=layer)["features"])
    except (OSError, ValueError, RuntimeError, LookupError, zipfile.BadZipFile) as error:
        if isinstance(error, DeliveryRefused):
            raise
        raise DeliveryRefused.of("unreadable", file=file.name, why=str(error)) from error
    if features > LAYER_FEATURES:
        raise too_large("features", LAYER_FEATURES, features)


def _outlines(frame: Any, crs: Crs) -> Any:
    return shapely.transform(shapely.force_2d(frame.geometry.to_numpy()), _unbend(crs))


def _unbend(crs: Crs) -> Any:
    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_wgs84(crs, points[:, 0], points[:, 1]))

    return move


def _column(columns: Sequence[object], given: str | None, usual: Sequence[str]) -> str | None:
    by_name = {str(column).lower(): str(column) for column in columns}
    if given is not None:
        if given.lower() not in by_name:
            raise DeliveryRefused.of("no_column", missing=given, there=", ".join(map(str, columns))[:500])
        return by_name[given.lower()]
    return next((by_name[name] for name in usual if name in by_name), None)


def _texts(frame: Any, column: str | None) -> list[str]:
    if column is None:
        return [""] * len(frame)
    return ["" if value is None or value != value else str(value).strip() for value in frame[column]]


def _whole(text: str) -> str:
    """A code that a column of numbers has turned into 440604010.0."""
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def _no_column(frame: Any, missing: str) -> DeliveryRefused:
    return DeliveryRefused.of("no_column", missing=missing, there=", ".join(map(str, frame.columns))[:500])
