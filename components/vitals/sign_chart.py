"""A sign over hours or days with its steps, drawn by the server: small for a row, large with labels at the lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from components.charts.axis import LETTER, PlotFrame, apart, chart, value_axis
from components.charts.sparkline import line_path
from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml
from components.maps.levels import LevelMark

NEAR = 0.6  # of the range of the values: a step so far off is still drawn

Values = Sequence[float | None]


@dataclass(frozen=True)
class SignCourse:
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


def sign_sparkline(course: SignCourse, label: str, width: int = 220, height: int = 48) -> RawHtml:
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


def sign_chart(course: SignCourse, label: str) -> RawHtml:
    """The course with axes, every near step with its name at the line, and what is usual where that is known."""
    return chart("sign-chart", label, lambda frame: _drawn(course, frame))


def _drawn(course: SignCourse, frame: PlotFrame) -> str:
    limits = near([*course.values, *course.usual], course.limits)
    frame = frame.beside([*(words for _, _, words in limits), course.usual_name, "0" * 8 + course.unit])
    low, high = _range(course, limits)
    count = max(len(course.values) - 1, 1)

    def y(value: float) -> float:
        return frame.y((value - low) / (high - low))

    def at(index: float, value: float) -> str:
        return f"{frame.x(index / count):.1f} {y(value):.1f}"

    usual = f'<path class="usual" d="{line_path(course.usual, at)}"/>' if course.usual else ""
    lines = "".join(_limit(level, limit, at, count) for level, limit, _ in limits)
    return (
        f'<g class="trend-grid">{value_axis(frame, low, high)}{_times(course, frame, count)}</g>{lines}{usual}'
        f'<path class="course" d="{line_path(course.values, at)}"/>{_names(course, limits, frame, y)}'
    )


def _range(course: SignCourse, limits: Sequence[tuple[LevelMark, float, str]]) -> tuple[float, float]:
    shown = [v for v in [*course.values, *course.usual, *(limit for _, limit, _ in limits)] if v is not None]
    if not shown:
        return 0.0, 1.0
    low, high = min(shown), max(shown)
    room = 0.08 * (high - low) or abs(high) * 0.05 or 1.0
    return low - room, high + room


def _limit(level: LevelMark, limit: float, at: Callable[[float, float], str], count: int) -> str:
    return f'<path class="limit limit-{level}" d="M{at(0, limit)}L{at(count, limit)}"/>'


def _names(
    course: SignCourse, limits: Sequence[tuple[LevelMark, float, str]], frame: PlotFrame, y: Callable[[float], float]
) -> str:
    """Words at the ends of the lines, pushed apart where they would meet; over them where the frame is narrow."""
    found = [(y(limit), f"limit-{level}", words) for level, limit, words in limits]
    last = next((v for v in reversed(course.values) if v is not None), None)
    if last is not None:
        found.append((y(last), "now", digits(last, course.decimals) + course.unit))
    end = next((v for v in reversed(course.usual) if v is not None), None)
    if end is not None:
        found.append((y(end), "usual", course.usual_name))
    found.sort()
    across, down, side = (frame.x(1), -5, "end") if frame.narrow else (frame.x(1) + 8, 4, "start")
    return "".join(
        f'<text class="end {kind}" x="{across:.0f}" y="{place + down:.1f}" text-anchor="{side}">{escape(words)}</text>'
        for (_, kind, words), place in zip(found, apart([one[0] for one in found]), strict=True)
    )


def _times(course: SignCourse, frame: PlotFrame, count: int) -> str:
    """Every sixth hour of a day, every midnight of a week; every second of them where they would touch."""
    whole = course.step * count
    every = timedelta(hours=6 if whole <= timedelta(days=2) else 24)
    every *= math.ceil(whole / every * 3.5 * LETTER / (frame.x(1) - frame.x(0)))
    first = course.until.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=8)
    texts, moment = [], first
    while (moment := moment + every) <= course.until:
        share = 1 - (course.until - moment) / whole
        if share >= 0:
            words = f"{moment:%m-%d}" if moment.hour == 0 else f"{moment:%H:%M}"
            texts.append(
                f'<text x="{frame.x(share):.1f}" y="{frame.height - 6:.0f}" text-anchor="middle">{words}</text>'
            )
    return "".join(texts)
