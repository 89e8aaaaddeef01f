"""The city as a plane of kilometres, the districts' outlines, and places near a town's seat."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from data.geography.shapes import SHIPPED
from demo.fleet.noise import uniform
from indicators.statistics.arrays import Floats

MIDDLE = (113.0, 23.0)  # degrees at kilometre 0, 0
EAST, NORTH = 102.47, 110.75  # kilometres of a degree there
Ring = Sequence[tuple[float, float]]
Place = tuple[float, float]
_TRIES = 60


def to_plane(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Kilometres east and north of the city's middle; good to some metres within the city."""
    return np.asarray((lon - MIDDLE[0]) * EAST), np.asarray((lat - MIDDLE[1]) * NORTH)


@lru_cache(maxsize=1)
def seats() -> Mapping[int, Place]:
    """Longitude and latitude (WGS84 degrees) of each town's seat."""
    with (SHIPPED / "seats.csv").open(encoding="utf-8", newline="") as lines:
        return {int(row["code"]): (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def outlines() -> Mapping[int, tuple[Ring, ...]]:
    """The shipped outline of each district: rings in degrees, holes wound like the rest."""
    manifest = json.loads((SHIPPED / "shapes.json").read_text(encoding="utf-8"))["layers"]
    content = json.loads((SHIPPED / manifest["district"]).read_text(encoding="utf-8"))
    return {int(one["properties"]["code"]): _rings(one["geometry"]) for one in content["features"]}


def inside(place: Place, rings: Sequence[Ring]) -> bool:
    """Whether a place lies inside an outline: a ray to the east crosses its edges an odd number of times."""
    x, y = place
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


def place_near(town: int, radius: float, key: int) -> Place:
    """A place within `radius` km of a town's seat and inside its district, drawn by a key; nearer where it must be.

    ValueError when the seat itself does not lie in its district.
    """
    lon, lat = seats()[town]
    rings = outlines()[town // 1000]
    drawn = uniform(np.full(2 * _TRIES, key, np.uint64), np.arange(2 * _TRIES)).reshape(-1, 2)
    for number, (far, way) in enumerate(drawn.tolist()):
        reach = radius * far**0.5 * (1 - number / _TRIES)
        there = (lon + reach * np.cos(2 * np.pi * way) / EAST, lat + reach * np.sin(2 * np.pi * way) / NORTH)
        if inside(there, rings):
            return round(float(there[0]), 5), round(float(there[1]), 5)
    raise ValueError(f"no place near the seat of {town} lies in its district")


def _rings(geometry: Mapping[str, object]) -> tuple[Ring, ...]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return tuple([(float(p[0]), float(p[1])) for p in ring] for part in parts for ring in part)  # type: ignore[attr-defined]
