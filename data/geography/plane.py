"""From degrees to metres and back, and the ground area of a polygon.

Imported only by the importer and the build: it needs the geometry libraries, which the web workers do without.
"""

from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from shapely.geometry import MultiPolygon, Polygon

Area: TypeAlias = Polygon | MultiPolygon

MERIDIAN: Final = 113.0  # degrees east; the middle of the city
GRID: Final = 0.01  # metres
_PLANE: Final = f"+proj=tmerc +lat_0=0 +lon_0={MERIDIAN} +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m"


def to_metres(shape: Any) -> Any:
    """Project a geometry (or an array of them) from CGCS2000 degrees to transverse Mercator metres."""
    return _transform(shape, _transformer("EPSG:4490", _PLANE))


def to_degrees(shape: Any) -> Any:
    """Bring a geometry (or an array of them) from transverse Mercator metres back to CGCS2000 degrees."""
    return _transform(shape, _transformer(_PLANE, "EPSG:4490"))


def metres_to_degrees(meridian: int, east: float, north: float) -> tuple[float, float]:
    """Degrees (CGCS2000) of a point so many metres east of a meridian and north of the equator (Gauss-Krueger)."""
    plane = f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m"
    lon, lat = _transformer(plane, "EPSG:4490").transform(east, north)
    return float(lon), float(lat)


def gridded(shape: Any, grid: float = GRID) -> Any:
    """The geometry on a grid, valid, and overlaid on that grid from now on.

    Floating-point overlays of lines that nearly coincide can lose whole polygons; on a grid they cannot.
    """
    return shapely.set_precision(shape, grid)


def ground_km2(shape: Area) -> float:
    """The area on the GRS80 ellipsoid in km2 of a polygon given in degrees."""
    area, _ = Geod(ellps="GRS80").geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(float(area)) / 1e6


def parts(shape: Any) -> list[Polygon]:
    """The polygons a geometry is made of; lines and points are left out."""
    return [part for part in shapely.get_parts(shape).tolist() if part.geom_type == "Polygon" and not part.is_empty]


@cache
def _transformer(source: str, target: str) -> Transformer:
    """Setting one up takes longer than projecting a district."""
    return Transformer.from_crs(source, target, always_xy=True)


def areal(shape: Any) -> Area:
    """The geometry without the lines and points that an overlay may leave beside its polygons."""
    polygons = parts(shape)
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _transform(shape: Any, transformer: Transformer) -> Any:
    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shape, move)
