"""Axes are evenly spaced and say what stands there; bars begin at zero, and a cut scale has dots."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.axis import NARROW, WIDE, apart, chart, tick_words, ticks
from components.charts.bullet import scaled_bar
from components.charts.ranked import rank
from components.formatting.numbers import DisplayValue
from components.framework.markup import to_html

FINITE = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6))


def figure(region: int, value: float | None) -> DisplayValue:
    return DisplayValue(value=value, indicator="I", region=region, period="2025-06", status="watch", basis="demo")


def parts(markup: str) -> dict[str, tuple[float, ...]]:
    """The parts of a bar by their class, with the numbers of their style: left, and width where there is one."""
    found = re.findall(r'<i class="([\w-]+)" style="([^"]+)"', markup)
    return {name: tuple(float(number) for number in re.findall(r"-?[\d.]+", style)) for name, style in found}


@given(FINITE, st.floats(1e-6, 1e9))
def test_the_words_of_ticks_are_what_stands_there_and_evenly_apart(low: float, span: float) -> None:
    marks = ticks(low, low + span)
    said = [float(word.replace(",", "").replace("−", "-")) for word in tick_words(marks)]

    assert said == pytest.approx(marks, rel=1e-9, abs=span * 1e-6)


def test_a_step_of_two_and_a_half_is_not_rounded_to_twos_and_threes() -> None:
    assert tick_words(ticks(0, 13)) == ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]


@given(st.lists(st.floats(0, 300), max_size=8))
def test_words_that_would_meet_are_pushed_apart(heights: list[float]) -> None:
    placed = apart(sorted(heights), 18)

    assert all(after - before >= 18 - 1e-9 for before, after in pairwise(placed))
    assert all(place >= height for place, height in zip(placed, sorted(heights), strict=True))


def test_a_chart_is_drawn_wide_and_narrow() -> None:
    markup = to_html(chart("trend", "a & b", lambda frame: f"<text>{frame.name}</text>"))

    assert re.findall(r"<text>(\w+)</text>", markup) == ["wide", "narrow"]
    assert markup.count('aria-label="a &amp; b"') == 2
    assert WIDE.beside(["目标 98.0"]).right > WIDE.right
    assert NARROW.beside(["目标 98.0"]) == NARROW


def test_a_bar_begins_at_zero() -> None:
    assert parts(to_html(scaled_bar(30, 0, 60, 45, "watch", ""))) == {"fill": (0.0, 50.0), "mark-line": (75.0,)}


def test_a_negative_bar_goes_to_the_left_of_zero() -> None:
    assert parts(to_html(scaled_bar(-5, -10, 10, None, "watch", ""))) == {"zero": (50.0,), "fill": (25.0, 25.0)}


def test_on_a_cut_scale_there_is_a_dot_and_no_length() -> None:
    assert parts(to_html(scaled_bar(98, 96, 100, 99, "watch", ""))) == {"dot": (50.0,), "mark-line": (75.0,)}


def test_a_bar_of_nothing_is_empty() -> None:
    assert parts(to_html(scaled_bar(None, 0, 1, None, "unknown", ""))) == {}


@given(st.lists(st.one_of(st.none(), FINITE), max_size=6), st.one_of(st.none(), FINITE))
def test_a_scale_holds_all_it_shows_and_zero_or_is_cut(values: list[float | None], expected: float | None) -> None:
    ranks = rank([figure(n, value) for n, value in enumerate(values)], "higher", expected)

    assert ranks.low < ranks.high
    assert all(ranks.low <= v <= ranks.high for v in [*values, expected] if v is not None)
    assert ranks.low > 0 or ranks.low <= 0 <= ranks.high
