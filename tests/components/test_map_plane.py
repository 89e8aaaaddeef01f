"""Degrees on the baked outlines: held against an independent projection library."""

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.maps.plane import MapPlane, project
from data.geography.shapes import load_shapes

ORACLE = pyproj.Transformer.from_crs("EPSG:4490", "+proj=tmerc +lon_0=113 +ellps=GRS80", always_xy=True)
LON, LAT = st.floats(112.0, 114.0), st.floats(22.0, 24.0)


@given(LON, LAT)
def test_metres_agree_with_an_independent_library_to_a_millimetre(lon: float, lat: float) -> None:
    assert project(lon, lat) == pytest.approx(ORACLE.transform(lon, lat), abs=1e-3)


def test_the_seat_of_every_town_is_drawn_inside_its_box() -> None:
    shapes = load_shapes(None)
    plane = MapPlane(shapes.metres, shapes.origin)

    for lon, lat, code in (
        (113.0770, 23.0011, 440604010),
        (113.1467, 22.7057, 440606106),
        (112.8526, 23.5083, 440607106),
    ):
        x, y = plane.at(lon, lat)
        x0, y0, x1, y1 = shapes[int(code)].box
        assert x0 < x < x1
        assert y0 < y < y1
