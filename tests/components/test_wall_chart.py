"""The curve of a wall: what is higher is drawn higher, nothing leaves the frame, and words at the edge stay apart."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from components.wall.chart import APART, HEIGHT, WIDTH, ProjectionBand, ThresholdLine, WallCurve, curve
from components.wall.day import DAY, day

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)
STEPS = (ThresholdLine("yellow", 7.5, "黄 7.50"), ThresholdLine("red", 8.5, "红 8.50"))


def drawn(values: list[float], steps: tuple[ThresholdLine, ...] = (), outlook: ProjectionBand | None = None) -> str:
    """The picture of values a minute apart."""
    moments = [(60.0 * n, value) for n, value in enumerate(values)]
    return str(curve(WallCurve(moments, steps, [(0.0, "9时")], "red", 2, "马口 <水位>", outlook)).html)


def points(picture: str, name: str) -> list[tuple[float, float]]:
    """The corners of a path by the name of its class."""
    found = re.search(rf'class="{name}" d="([^"]+)"', picture)
    assert found is not None
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", found[1])]


@given(VALUES)
def test_a_higher_value_is_never_drawn_lower_and_all_stay_inside(values: list[float]) -> None:
    line = points(drawn(values), "line")

    assert len(line) == len(values)
    assert [x for x, _ in line] == sorted(x for x, _ in line)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line)
    for (one, (_, y)), (other, (_, z)) in pairwise(zip(values, line, strict=True)):
        assert one == other or (z - y) * (other - one) <= 0


def test_steps_near_the_values_are_shown_and_far_ones_are_not() -> None:
    near, far = drawn([7.0, 7.6], STEPS), drawn([0.1, 0.2], STEPS)

    assert "黄 7.50" in near
    assert "红 8.50" in near
    assert "7.50" not in far


def test_words_of_steps_that_nearly_coincide_stand_apart() -> None:
    close = tuple(ThresholdLine("red", 7.5 + n / 1000, f"{n}") for n in range(3))

    words = re.findall(r'class="step-words[^"]*" x="\d+" y="([\d.]+)"', drawn([7.0, 8], close))
    places = sorted(map(float, words))

    assert len(places) == 3
    assert all(after - before >= APART - 0.1 for before, after in pairwise(places))


def test_the_outlook_makes_room_to_the_right_and_its_band_holds_its_middle() -> None:
    ahead = ProjectionBand([(120.0, 7.0, 7.5, 8.0), (180.0, 6.5, 7.8, 9.0)], "还要升")

    alone, both = drawn([7.0, 7.2]), drawn([7.0, 7.2], outlook=ahead)

    assert points(both, "line")[-1][0] < points(alone, "line")[-1][0]
    band, middle = points(both, "band"), points(both, "ahead")
    for n, (x, y) in enumerate(middle):
        upper, lower = band[n], band[len(band) - 1 - n]
        assert upper[0] == lower[0] == x
        assert upper[1] <= y <= lower[1]


def test_the_newest_value_is_said_in_the_tone_of_its_level() -> None:
    picture = drawn([7.0, 8.016])

    assert re.search(r'class="now tone-red"[^>]*>8\.02<', picture)
    assert 'aria-label="马口 &lt;水位&gt;"' in picture


def test_without_values_the_frame_stands_empty() -> None:
    picture = drawn([])

    assert picture.startswith("<svg")
    assert "<path" not in picture


@given(st.lists(st.floats(0, 100), min_size=2, max_size=20))
def test_a_day_keeps_to_its_scale_whatever_the_values(values: list[float]) -> None:
    now = 1_750_640_400
    moments = [(now - 60 * (len(values) - n), value) for n, value in enumerate(values)]

    line = points(day(moments, now, "健康").html, "line")

    assert all(abs(100 - y - value) <= 0.051 for (_, y), value in zip(line, values, strict=True))


def test_a_day_shows_the_last_24_hours_and_nothing_else() -> None:
    now = 10 * DAY
    moments = [(now - DAY - 1, 1.0), (now - DAY, 50.0), (now, 100.0), (now + 1, 2.0)]

    assert points(day(moments, now, "健康").html, "line") == [(0.0, 50.0), (300.0, 0.0)]
    assert 'class="line"' not in day(moments[:2], now, "健康").html
