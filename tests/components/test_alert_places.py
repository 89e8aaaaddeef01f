"""Where a region's alert stands on the map: the plane and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.maps.plane import project, unproject


@given(st.floats(112.3, 113.5), st.floats(22.5, 23.7))
def test_there_and_back_is_the_same_place(lon: float, lat: float) -> None:
    back_lon, back_lat = unproject(*project(lon, lat))

    assert abs(back_lon - lon) < 1e-5
    assert abs(back_lat - lat) < 1e-5
