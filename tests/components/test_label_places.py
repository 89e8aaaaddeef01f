"""Names on a map do not lie over each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.maps.label_placement import LabelBox, apart, label_box

BOX = (0.0, 0.0, 1000.0, 1000.0)
POINTS = st.lists(st.tuples(st.floats(300, 700), st.floats(300, 700)), min_size=2, max_size=8)


def over(one: LabelBox, here: tuple[float, float], other: LabelBox, there: tuple[float, float]) -> float:
    """How far two labels lie over each other, in units."""
    across = (one.width + other.width) / 2 - abs(here[0] - there[0])
    down = (one.height + other.height) / 2 - abs(here[1] - there[1])
    return min(across, down)


@given(POINTS)
def test_where_there_is_room_no_two_names_meet(points: list[tuple[float, float]]) -> None:
    labels = [label_box(point, ["勒流街道", "24.8"], 20) for point in points]

    places = apart(labels, BOX)

    pairs = [(a, b) for a in range(len(labels)) for b in range(a)]
    assert max(over(labels[a], places[a], labels[b], places[b]) for a, b in pairs) < 2


@given(POINTS)
def test_names_stay_on_the_map(points: list[tuple[float, float]]) -> None:
    labels = [label_box((x * 2 - 500, y * 2 - 500), ["Chancheng"], 20) for x, y in points]

    for one, (x, y) in zip(labels, apart(labels, BOX), strict=True):
        assert one.width / 2 - 1e-6 <= x <= 1000 - one.width / 2 + 1e-6
        assert one.height / 2 - 1e-6 <= y <= 1000 - one.height / 2 + 1e-6


def test_names_with_room_stay_where_they_are() -> None:
    points = [(200.0, 200.0), (800.0, 800.0)]

    assert apart([label_box(point, ["顺德区"], 20) for point in points], BOX) == points
