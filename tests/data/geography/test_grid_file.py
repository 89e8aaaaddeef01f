"""The packed file of grids gives back what was put in, and owns up when it is damaged."""

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.geography.grid_file import Grid, GridLayer, name_of, pack, unpack
from data.geography.shapes import GeographyError

STEPS = 100_000
CORNER = st.tuples(st.integers(11_000_000, 11_400_000), st.integers(2_200_000, 2_400_000)).map(
    lambda corner: (corner[0] / STEPS, corner[1] / STEPS)
)
RINGS = st.lists(st.lists(CORNER, min_size=3, max_size=6).map(tuple), min_size=1, max_size=3).map(tuple)
CODES = (
    st.text(min_size=1, max_size=14) | st.integers(0, 10**14).map(str) | st.sampled_from(["007", "008", "099", "100"])
)
GRIDS = st.lists(
    st.builds(Grid, st.integers(1, 10**6), CODES, st.sampled_from([440604010, 440605124]), RINGS), max_size=8
)


def layer_of(grids: Iterable[Grid]) -> GridLayer:
    return GridLayer(tuple(grids), "approximate", {"zh": "示意", "en": "approximate"}, STEPS)


@given(GRIDS)
def test_a_layer_comes_back_as_it_was(grids: list[Grid]) -> None:
    assert unpack(pack(layer_of(grids))) == layer_of(grids)


def test_grids_that_follow_each_other_are_told_once() -> None:
    ring = ((113.0, 23.0), (113.1, 23.0), (113.1, 23.1))
    grids = [Grid(n, f"440604010{n:03d}", 440604010, (ring,)) for n in range(1, 200)]

    content = json.loads(pack(layer_of(grids)))

    assert content["number"] == [[1, 199]]
    assert content["code"] == [["440604010001", 199]]
    assert content["town"] == [[440604010, 199]]
    assert content["rings"][1][:2] == [0, 0]


def test_the_name_follows_the_content() -> None:
    one, other = pack(layer_of([])), pack(layer_of([Grid(1, "1", 2, (((1.0, 1.0), (2.0, 1.0), (2.0, 2.0)),))]))

    assert name_of(one) == name_of(one)
    assert name_of(one) != name_of(other)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", pack(layer_of([])).replace(b'"number":[]', b'"number":[[1,2]]'), b"\xff"]
)
def test_a_damaged_file_is_refused(body: bytes) -> None:
    with pytest.raises(GeographyError):
        unpack(body)
