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
_PLANE: Final = f"+proj=tmerc +lat_0=0 +lon_0={MERIDIAN} +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m"


def to_metres(shape: Any) -> Any:
    """Project a geometry (or an array of them) from CGCS2000 degrees to transverse Mercator metres."""
    return _transform(shape, _transformer("EPSG:4490", _PLANE))


def to_degrees(shape: Any) -> Any:
    """Bring a geometry (or an array of them) from transverse Mercator metres back to CGCS2000 degrees."""
    return _transform(shape, _transformer(_PLANE, "EPSG:4490"))


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


def _transform(shape: Any, transformer: Transformer) -> Any:
    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shape, move)
