"""Coordinates between the datums that Chinese map data comes in.

WGS84 and CGCS2000 differ by decimetres and count as one here. GCJ-02 (AMap, Tencent) bends WGS84 by some hundred
metres, BD-09 (Baidu) bends GCJ-02 once more. Both formulas are community reconstructions that match published data;
neither is an official text. The offsets are zero outside a bounding box around China.

All functions take longitude and latitude in degrees (arrays of one shape, or numbers) and return arrays.
"""

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.statistics.arrays import Floats

Crs = Literal["cgcs2000", "wgs84", "gcj02", "bd09"]
Pair = tuple[Floats, Floats]

CRS: Final[tuple[Crs, ...]] = ("cgcs2000", "wgs84", "gcj02", "bd09")
AXIS: Final = 6378245.0  # metres, Krasovsky 1940
ECCENTRICITY: Final = 0.00669342162296594323  # first eccentricity squared
BAIDU_TURN: Final = np.pi * 3000.0 / 180.0
BAIDU_SHIFT: Final = (0.0065, 0.006)  # degrees
MOST_STEPS: Final = 12  # the inverse gains about three digits a step; four are enough inside China
CONVERGED: Final = 1e-13  # degrees, a hundredth of a micrometre


def to_wgs84(crs: Crs, lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Bring coordinates of a declared datum to WGS84 (CGCS2000)."""
    x, y = _floats(lon, lat)
    return _TO_WGS84[crs](x, y)


def from_wgs84(crs: Crs, lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Bring WGS84 (CGCS2000) coordinates to another datum."""
    x, y = _floats(lon, lat)
    return _FROM_WGS84[crs](x, y)


def inside_china(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Whether a point lies in the rectangle in which GCJ-02 is bent."""
    return (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)


def _wgs84_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    east, north = _bend(lon - 105.0, lat - 35.0)
    angle = np.radians(lat)
    flat = 1.0 - ECCENTRICITY * np.sin(angle) ** 2
    meridian = AXIS * (1.0 - ECCENTRICITY) / flat**1.5
    parallel = AXIS / np.sqrt(flat) * np.cos(angle)
    bent = inside_china(lon, lat)
    return (
        np.where(bent, lon + np.degrees(east / parallel), lon),
        np.where(bent, lat + np.degrees(north / meridian), lat),
    )


def _bend(x: Floats, y: Floats) -> Pair:
    """The offset east and north in metres, from degrees east of 105 E and north of 35 N."""
    root = np.sqrt(np.abs(x))
    common = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east = east + (common + _waves(x, 20.0, 40.0) + _long_waves(x, 150.0, 300.0)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north = north + (common + _waves(y, 20.0, 40.0)) * 2.0 / 3.0
    north = north + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    return east, north


def _waves(t: Floats, short: float, middle: float) -> Floats:
    return short * np.sin(t * np.pi) + middle * np.sin(t / 3.0 * np.pi)


def _long_waves(t: Floats, long: float, longest: float) -> Floats:
    return long * np.sin(t / 12.0 * np.pi) + longest * np.sin(t / 30.0 * np.pi)


def _gcj02_to_bd09(lon: Floats, lat: Floats) -> Pair:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return radius * np.cos(angle) + BAIDU_SHIFT[0], radius * np.sin(angle) + BAIDU_SHIFT[1]


def _wgs84_to_bd09(lon: Floats, lat: Floats) -> Pair:
    x, y = _gcj02_to_bd09(*_wgs84_to_gcj02(lon, lat))
    bent = inside_china(lon, lat)
    return np.where(bent, x, lon), np.where(bent, y, lat)


def _inverse(forward: Callable[[Floats, Floats], Pair]) -> Callable[[Floats, Floats], Pair]:
    """Undo `forward` by repeated correction until nothing moves any more."""

    def undo(lon: Floats, lat: Floats) -> Pair:
        x, y = lon, lat
        for _ in range(MOST_STEPS):
            there_x, there_y = forward(x, y)
            off_x, off_y = there_x - lon, there_y - lat
            x, y = x - off_x, y - off_y
            if max(np.max(np.abs(off_x), initial=0.0), np.max(np.abs(off_y), initial=0.0)) < CONVERGED:
                break
        return x, y

    return undo


def _same(lon: Floats, lat: Floats) -> Pair:
    return lon, lat


def _floats(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


_FROM_WGS84: Final[dict[Crs, Callable[[Floats, Floats], Pair]]] = {
    "cgcs2000": _same,
    "wgs84": _same,
    "gcj02": _wgs84_to_gcj02,
    "bd09": _wgs84_to_bd09,
}
_TO_WGS84: Final[dict[Crs, Callable[[Floats, Floats], Pair]]] = {
    "cgcs2000": _same,
    "wgs84": _same,
    "gcj02": _inverse(_wgs84_to_gcj02),
    "bd09": _inverse(_wgs84_to_bd09),
}
