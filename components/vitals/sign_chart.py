"""A sign over hours or days with its steps, drawn by the server: small for a row, large with labels at the lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from components.charts.sparkline import line_path
from components.charts.trend import ticks
from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml
from components.maps.levels import LevelMark

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 150, 16, 26
NEAR = 0.6  # of the range of the values: a step so far off is still drawn

Values = Sequence[float | None]


@dataclass(frozen=True)
class Course:
    """What is drawn: values evenly spread up to `until`, `step` apart; limits of levels; what is usual, if known."""

    values: Values
    until: datetime
    step: timedelta
    limits: Sequence[tuple[LevelMark, float, str]]
    decimals: int
    unit: str
    usual: Values = ()
    usual_name: str = ""


def near(values: Values, limits: Sequence[tuple[LevelMark, float, str]]) -> list[tuple[LevelMark, float, str]]:
    """The limits that lie within the values or not far from them; at least the nearest."""
    known = [v for v in values if v is not None and math.isfinite(v)]
    if not known or not limits:
        return list(limits)
    low, high = min(known), max(known)
    room = NEAR * (high - low) or 0.25 * abs(high) or 1.0
    found = [one for one in limits if low - room <= one[1] <= high + room]
    return found or [min(limits, key=lambda one: min(abs(one[1] - low), abs(one[1] - high)))]


def step_spark(course: Course, label: str, width: int = 220, height: int = 48) -> RawHtml:
    """The course without axes, with the steps that are near as lines."""
    limits = near(course.values, course.limits)
    low, high = _range(course, limits)
    count = max(len(course.values) - 1, 1)

    def at(index: float, value: float) -> str:
        return f"{3 + (width - 6) * index / count:.1f} {3 + (height - 6) * (1 - (value - low) / (high - low)):.1f}"

    lines = "".join(_limit(level, limit, at, count) for level, limit, _ in limits)
    return RawHtml(
        f'<svg class="step-spark" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}" '
        f'preserveAspectRatio="none">{lines}<path class="course" d="{line_path(course.values, at)}"/></svg>'
    )


def sign_chart(course: Course, label: str) -> RawHtml:
    """The course with axes, every near step with its name at the line, and what is usual where that is known."""
    limits = near([*course.values, *course.usual], course.limits)
    low, high = _range(course, limits)
    count = max(len(course.values) - 1, 1)
    plot = WIDTH - LEFT - RIGHT

    def x(index: float) -> float:
        return LEFT + plot * index / count

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low))

    def at(index: float, value: float) -> str:
        return f"{x(index):.1f} {y(value):.1f}"

    places = max(0, min(3, -math.floor(math.log10((high - low) / 5))))
    grid = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(t):.1f}" y2="{y(t):.1f}"/>'
        f'<text x="{LEFT - 8}" y="{y(t) + 4:.1f}" text-anchor="end">{digits(t, places)}</text>'
        for t in ticks(low, high)
    )
    usual = f'<path class="usual" d="{line_path(course.usual, at)}"/>' if course.usual else ""
    lines = "".join(_limit(level, limit, at, count) for level, limit, _ in limits)
    return RawHtml(
        f'<svg class="sign-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<g class="trend-grid">{grid}{_times(course, x, count)}</g>{lines}{usual}'
        f'<path class="course" d="{line_path(course.values, at)}"/>{_names(course, limits, y)}</svg>'
    )


def _range(course: Course, limits: Sequence[tuple[LevelMark, float, str]]) -> tuple[float, float]:
    shown = [v for v in [*course.values, *course.usual, *(limit for _, limit, _ in limits)] if v is not None]
    if not shown:
        return 0.0, 1.0
    low, high = min(shown), max(shown)
    room = 0.08 * (high - low) or abs(high) * 0.05 or 1.0
    return low - room, high + room


def _limit(level: LevelMark, limit: float, at: Callable[[float, float], str], count: int) -> str:
    return f'<path class="limit limit-{level}" d="M{at(0, limit)}L{at(count, limit)}"/>'


def _names(course: Course, limits: Sequence[tuple[LevelMark, float, str]], y: Callable[[float], float]) -> str:
    """Words at the ends of the lines, pushed apart where they would meet."""
    found = [(y(limit), f"limit-{level}", words) for level, limit, words in limits]
    last = next((v for v in reversed(course.values) if v is not None), None)
    if last is not None:
        found.append((y(last), "now", digits(last, course.decimals) + course.unit))
    end = next((v for v in reversed(course.usual) if v is not None), None)
    if end is not None:
        found.append((y(end), "usual", course.usual_name))
    texts, above = [], -99.0
    for height, kind, words in sorted(found):
        above = max(height, above + 15)
        texts.append(f'<text class="end {kind}" x="{WIDTH - RIGHT + 8}" y="{above + 4:.1f}">{escape(words)}</text>')
    return "".join(texts)


def _times(course: Course, x: Callable[[float], float], count: int) -> str:
    """Every sixth hour of a day, every midnight of a week."""
    whole = course.step * count
    every = 6 if whole <= timedelta(days=2) else 24
    first = (course.until - whole).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    texts = []
    for hours in range(int(whole / timedelta(hours=1)) + 1):
        moment = first + timedelta(hours=hours)
        if moment.hour % every == 0 and moment <= course.until:
            place = count - (course.until - moment) / course.step
            words = f"{moment:%m-%d}" if moment.hour == 0 else f"{moment:%H:%M}"
            texts.append(f'<text x="{x(place):.1f}" y="{HEIGHT - 6}" text-anchor="middle">{words}</text>')
    return "".join(texts)
