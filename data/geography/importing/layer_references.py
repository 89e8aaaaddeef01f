"""From the reference in which a layer comes to degrees: projections undone, axes put right, what is missing said."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from data.geography.datum import Crs
from data.geography.point_crs import epsg_of
from data.pipeline.refusal import DeliveryRefused

_EAST, _NORTH = (1e5, 9e5), (4e5, 6.2e6)  # metres of Gauss-Krueger in China: easting without its zone, northing


def in_degrees(frame: Any, crs: Crs, epsg: int | None, *, swap_axes: bool) -> Any:
    """The layer in degrees of the declared datum: a projection is undone, by the file's own word or by `epsg`.

    Raises DeliveryRefused: `empty_layer`, `unknown_epsg`, `other_datum`, and where coordinates are no degrees with what
    they look like: `axes_swapped`, `zone_before_easting`, `metres_without_zone`, `not_degrees`.
    """
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise DeliveryRefused.of("empty_layer")
    if swap_axes:
        frame = frame.set_geometry(geopandas.GeoSeries(_swapped(frame), index=frame.index, crs=frame.crs))
    known: Any = frame.crs if epsg is None else _named(epsg)
    if epsg is not None:
        frame = frame.set_crs(known, allow_override=True)
    if known is not None and known.is_projected:
        _same_datum(str(known.geodetic_crs.name), crs)
        frame = frame.to_crs(known.geodetic_crs)
    bounds = tuple(float(edge) for edge in frame.total_bounds)
    if not _are_degrees(bounds):
        raise _cure(bounds)
    return frame


def _named(epsg: int) -> CRS:
    try:
        return CRS.from_epsg(epsg)
    except CRSError as error:
        raise DeliveryRefused.of("unknown_epsg", text=str(epsg)) from error


def _same_datum(name: str, crs: Crs) -> None:
    """A projection on an older datum (Beijing 1954, Xian 1980) would be tens of metres off."""
    if not any(part in name.lower() for part in ("wgs", "2000")):
        raise DeliveryRefused.of("other_datum", text=name, crs=crs)


def _are_degrees(bounds: tuple[float, ...]) -> bool:
    x0, y0, x1, y1 = bounds
    return -180 <= x0 <= x1 <= 180 and -90 <= y0 <= y1 <= 90


def _cure(bounds: tuple[float, ...]) -> DeliveryRefused:
    """What coordinates that are no degrees look like, and the option that says so."""
    x0, y0, x1, y1 = bounds
    turned = y0, x0, y1, x1
    if _are_degrees(turned):
        return DeliveryRefused.of("axes_swapped")
    for (east0, north0, east1, north1), option in ((bounds, ""), (turned, " --swap-axes")):
        zone = int(east0 // 1e6)
        epsg = epsg_of(zone) if zone == int(east1 // 1e6) and _within(north0, north1, _NORTH) else None
        if epsg is not None:
            return DeliveryRefused.of("zone_before_easting", zone=zone, option=f"--epsg {epsg}{option}")
        if _within(east0, east1, _EAST) and _within(north0, north1, _NORTH):
            return DeliveryRefused.of("metres_without_zone", option=f"--epsg 4547{option}")
    return DeliveryRefused.of("not_degrees")


def _within(low: float, high: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= low <= high <= limits[1]


def _swapped(frame: Any) -> Any:
    def turn(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return points[:, ::-1]

    return shapely.transform(shapely.force_2d(frame.geometry.to_numpy()), turn)
