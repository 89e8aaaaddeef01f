"""The reference in which points and layers come: a datum by its many names, or a Gauss-Krueger zone of CGCS2000.

The projection library is loaded where a projected point is read, not before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.geography.datum import Crs, to_wgs84

_NAMES: Final[Mapping[str, Crs]] = {
    **dict.fromkeys(("wgs84", "epsg4326", "4326", "gps"), "wgs84"),
    **dict.fromkeys(("cgcs2000", "epsg4490", "4490", "国家2000", "2000"), "cgcs2000"),
    **dict.fromkeys(("gcj02", "gaode", "amap", "tencent", "高德", "腾讯", "火星"), "gcj02"),
    **dict.fromkeys(("bd09", "bd09ll", "baidu", "百度"), "bd09"),
}
_THREE, _SIX = range(25, 46), range(13, 24)  # numbers of the zones of 3 and of 6 degrees that China lies in
_EPSG: Final = re.compile(r"(?:epsg)?(4\d{3})")
_ZONE: Final = re.compile(r"(?:gk|zone)(?:3|6)?(?:zone)?(\d\d)")
_MERIDIAN: Final = re.compile(r"(?:gk|cgcs2000)?(?:3|6)?cm(\d{2,3})")
_FALSE_EASTING: Final = 500_000.0
SPELLINGS: Final = "wgs84, cgcs2000, gcj02, bd09, gk (zone before the easting), gk-38, gk-cm114, epsg:4326, epsg:4547"


@dataclass(frozen=True)
class PointCrs:
    """A datum of degrees; or metres of a Gauss-Krueger projection of CGCS2000.

    `meridian` is its middle in degrees (None: told by the two digits before each easting), `zoned` tells whether
    eastings have those digits.
    """

    datum: Crs = "wgs84"
    projected: bool = False
    meridian: int | None = None
    zoned: bool = True

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude in WGS84 of a point as it is told. ValueError for an easting without its zone."""
        if not self.projected:
            lon, lat = to_wgs84(self.datum, x, y)
            return float(lon), float(lat)
        zone, easting = divmod(x, 1e6)
        meridian = self.meridian if self.meridian is not None else meridian_of(int(zone))
        if meridian is None:
            raise ValueError("the easting does not begin with the number of a zone")
        from data.geography.plane import metres_to_degrees

        return metres_to_degrees(meridian, easting - _FALSE_EASTING, y)


def meridian_of(zone: int) -> int | None:
    """The middle of a zone by its number: 13 to 23 are 6 degrees wide, 25 to 45 are 3; None for no zone of China."""
    return 3 * zone if zone in _THREE else 6 * zone - 3 if zone in _SIX else None


def epsg_of(zone: int) -> int | None:
    """The EPSG code of CGCS2000 in a zone whose number stands before the easting."""
    return 4513 + zone - 25 if zone in _THREE else 4491 + zone - 13 if zone in _SIX else None


def point_crs(text: str) -> PointCrs:
    """The reference that a text names (see SPELLINGS). ValueError for one that is not known."""
    said = re.sub(r"[\s:_\-]", "", text.casefold())
    if said in _NAMES:
        return PointCrs(_NAMES[said])
    if said in ("gk", "gausskrueger", "gausskruger", "高斯"):
        return PointCrs("cgcs2000", projected=True)
    if (zone := _ZONE.fullmatch(said)) and (meridian := meridian_of(int(zone[1]))) is not None:
        return PointCrs("cgcs2000", projected=True, meridian=meridian)
    if central := _MERIDIAN.fullmatch(said):
        return PointCrs("cgcs2000", projected=True, meridian=int(central[1]), zoned=False)
    if epsg := _EPSG.fullmatch(said):
        return _of_epsg(int(epsg[1]), text)
    raise ValueError(f"{text!r} is none of {SPELLINGS}")


def _of_epsg(code: int, text: str) -> PointCrs:
    """Codes of CGCS2000: zones of 6 and 3 degrees, with the number of the zone before the easting and without."""
    for first, last, meridian, step, zoned in (
        (4491, 4501, 75, 6, True),
        (4502, 4512, 75, 6, False),
        (4513, 4533, 75, 3, True),
        (4534, 4554, 75, 3, False),
    ):
        if first <= code <= last:
            return PointCrs("cgcs2000", projected=True, meridian=meridian + step * (code - first), zoned=zoned)
    raise ValueError(f"{text!r} is none of {SPELLINGS}")
