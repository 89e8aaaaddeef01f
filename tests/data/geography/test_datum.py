"""Datum conversion, held against an independent library and against itself."""

import geocoordinates_ffi as oracle
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.geography.datum import CRS, Crs, from_wgs84, to_wgs84

METRES_PER_DEGREE = 111_320.0
IN_AND_AROUND_FOSHAN = st.tuples(st.floats(111.5, 114.5), st.floats(21.5, 24.5))
Degrees = float | np.ndarray
BENT: list[Crs] = ["gcj02", "bd09"]


def metres_apart(one: tuple[Degrees, Degrees], other: tuple[Degrees, Degrees]) -> float:
    x = (np.asarray(one[0]) - other[0]) * np.cos(np.radians(other[1]))
    y = np.asarray(one[1]) - other[1]
    return float(np.max(np.hypot(x, y)) * METRES_PER_DEGREE)


@given(IN_AND_AROUND_FOSHAN)
def test_gcj02_agrees_with_an_independent_library(point: tuple[float, float]) -> None:
    lon, lat = point
    theirs = oracle.wgs84_to_gcj02(oracle.Wgs84(lat=lat, lon=lon))
    assert metres_apart(from_wgs84("gcj02", lon, lat), (theirs.lon, theirs.lat)) < 1e-6


@given(IN_AND_AROUND_FOSHAN)
def test_bd09_agrees_with_an_independent_library(point: tuple[float, float]) -> None:
    lon, lat = point
    theirs = oracle.wgs84_to_bd09(oracle.Wgs84(lat=lat, lon=lon))
    assert metres_apart(from_wgs84("bd09", lon, lat), (theirs.lon, theirs.lat)) < 1e-6


@given(IN_AND_AROUND_FOSHAN)
def test_the_inverse_agrees_with_an_independent_library(point: tuple[float, float]) -> None:
    lon, lat = point
    theirs = oracle.gcj02_to_wgs84_refined(oracle.Gcj02(lat=lat, lon=lon))
    assert metres_apart(to_wgs84("gcj02", lon, lat), (theirs.lon, theirs.lat)) < 1e-5


@pytest.mark.parametrize("crs", CRS)
def test_five_thousand_points_come_back_from_a_round_trip_within_a_micrometre(crs: Crs) -> None:
    dice = np.random.default_rng(7)
    lon, lat = dice.uniform(112.0, 114.0, 5_000), dice.uniform(22.3, 23.9, 5_000)
    assert metres_apart(to_wgs84(crs, *from_wgs84(crs, lon, lat)), (lon, lat)) < 1e-6
    assert metres_apart(from_wgs84(crs, *to_wgs84(crs, lon, lat)), (lon, lat)) < 1e-6


@pytest.mark.parametrize("crs", BENT)
def test_a_bent_datum_moves_foshan_by_some_hundred_metres(crs: Crs) -> None:
    assert 400 < metres_apart(from_wgs84(crs, 113.12, 23.02), (113.12, 23.02)) < 2_000


@pytest.mark.parametrize("crs", CRS)
@pytest.mark.parametrize("point", [(2.35, 48.85), (-122.4, 37.8), (151.2, -33.9), (139.7, 35.7), (0.0, 0.0)])
def test_points_outside_china_stay_where_they_are(crs: Crs, point: tuple[float, float]) -> None:
    for same in (from_wgs84(crs, *point), to_wgs84(crs, *point)):
        assert tuple(map(float, same)) == point


@pytest.mark.parametrize("crs", CRS)
def test_no_points_give_no_points(crs: Crs) -> None:
    lon, lat = to_wgs84(crs, [], [])
    assert lon.shape == lat.shape == (0,)
