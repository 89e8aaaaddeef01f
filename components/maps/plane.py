"""Where a place lies on the baked outlines: from WGS84 degrees to the units of their view.

The plane is transverse Mercator on GRS80 around 113° E. The formulas are Krüger's series in the third flattening n
(L. Krüger, 1912), to n³: a hundredth of a millimetre here. The browser's half is assets/maps/10-plane.js.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, atanh, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt
from typing import Final

Spot = tuple[float, float]

MERIDIAN: Final = 113.0  # degrees east
AXIS: Final = 6378137.0  # metres, GRS80
FLATTENING: Final = 1 / 298.257222101
_N: Final = FLATTENING / (2 - FLATTENING)
_RADIUS: Final = AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SERIES: Final = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)
_SQUEEZE: Final = 2 * sqrt(_N) / (1 + _N)


@dataclass(frozen=True)
class MapPlane:
    """A view of the plane: a unit is `metres` long; its upper left corner lies at `origin` (metres east and north)."""

    metres: float
    origin: Spot

    def at(self, lon: float, lat: float) -> Spot:
        """The point of the view (x to the right, y down) at which a place given in degrees lies."""
        east, north = project(lon, lat)
        return (east - self.origin[0]) / self.metres, (self.origin[1] - north) / self.metres

    def degrees_at(self, spot: Spot) -> Spot:
        """The place, in degrees, that a point of the view shows."""
        return unproject(self.origin[0] + spot[0] * self.metres, self.origin[1] - spot[1] * self.metres)


def project(lon: float, lat: float) -> Spot:
    """Metres east of 113° E and north of the equator."""
    along, up = radians(lon - MERIDIAN), sin(radians(lat))
    t = sinh(atanh(up) - _SQUEEZE * atanh(_SQUEEZE * up))
    north, east = atan2(t, cos(along)), atanh(sin(along) / hypot(1, t))
    terms = [(2 * j, a) for j, a in enumerate(_SERIES, start=1)]
    x = east + sum(a * cos(j * north) * sinh(j * east) for j, a in terms)
    y = north + sum(a * sin(j * north) * cosh(j * east) for j, a in terms)
    return _RADIUS * x, _RADIUS * y


def unproject(east: float, north: float) -> Spot:
    """Degrees of a point of the plane, to a metre: the inverse of `project`, by Newton's steps on a sphere."""
    lon, lat = MERIDIAN, 0.0
    for _ in range(6):
        away, up = project(lon, lat)
        lat += degrees((north - up) / AXIS)
        lon += degrees((east - away) / (AXIS * cos(radians(lat))))
    return lon, lat
