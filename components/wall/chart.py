"""The leading sign of an incident over the last hours, against the steps of its levels, with a look ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml
from components.maps.levels import LevelMark

WIDTH, HEIGHT = 1000, 420
LEFT, RIGHT, TOP, BOTTOM = 12, 168, 26, 44
APART: Final = 30  # units between two words at the edge


@dataclass(frozen=True)
class ThresholdLine:
    """A line at which a level begins."""

    level: LevelMark
    limit: float
    words: str


@dataclass(frozen=True)
class ProjectionBand:
    """Where it goes on: (moment, lower, middle, upper) from now on."""

    points: Sequence[tuple[float, float, float, float]]
    words: str


@dataclass(frozen=True)
class WallCurve:
    """What the chart shows: moments (epoch seconds) with values, steps, hours named below, the level now."""

    values: Sequence[tuple[float, float]]
    steps: Sequence[ThresholdLine]
    hours: Sequence[tuple[float, str]]
    level: LevelMark
    decimals: int
    label: str
    outlook: ProjectionBand | None = None


def curve(shown: WallCurve) -> RawHtml:
    """The SVG; without values an empty frame that says so in its label."""
    head = f'<svg class="wall-curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(shown.label)}">'
    if not shown.values:
        return RawHtml(f"{head}</svg>")
    ahead = shown.outlook.points if shown.outlook else ()
    first = shown.values[0][0]
    last = max([shown.values[-1][0], *(point[0] for point in ahead)])
    low, high = _scale(shown)

    def x(moment: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (moment - first) / max(last - first, 1.0)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (min(max(value, low), high) - low) / (high - low))

    now, value = shown.values[-1]
    line = " ".join(f"{'M' if not n else 'L'}{x(t):.1f} {y(v):.1f}" for n, (t, v) in enumerate(shown.values))
    hours = "".join(f'<text class="hour" x="{x(t):.1f}" y="{HEIGHT - 10}">{escape(w)}</text>' for t, w in shown.hours)
    return RawHtml(
        f"{head}{_steps([step for step in shown.steps if low <= step.limit <= high], y)}{_ahead(shown.outlook, x, y)}"
        f'<path class="line" d="{line}"/>'
        f'<circle class="mark-{shown.level}" cx="{x(now):.1f}" cy="{y(value):.1f}" r="9"/>'
        f'<text class="now tone-{shown.level}" x="{x(now):.1f}" y="{y(value) - 18:.1f}">'
        f"{digits(value, shown.decimals)}</text>{hours}</svg>"
    )


def _scale(shown: WallCurve) -> tuple[float, float]:
    """What is shown, with the steps that lie near it, and a tenth of room."""
    values = [value for _, value in shown.values]
    if shown.outlook:
        values += [middle for _, _, middle, _ in shown.outlook.points]
    low, high = min(values), max(values)
    near = (high - low) or abs(high) * 0.1 or 1.0
    limits = [step.limit for step in shown.steps if low - 2 * near <= step.limit <= high + 2 * near]
    low, high = min([low, *limits]), max([high, *limits])
    room = (high - low or abs(high) * 0.1 or 1.0) * 0.1
    return low - room, high + room


def _steps(steps: Sequence[ThresholdLine], y: Callable[[float], float]) -> str:
    parts, above, edge = [], -float(APART), WIDTH - RIGHT
    for step in sorted(steps, key=lambda one: y(one.limit)):
        height = y(step.limit)
        place = max(height + 8, above + APART)
        above = place
        parts.append(
            f'<line class="step tone-{step.level}" x1="{LEFT}" x2="{edge + 8}" y1="{height:.1f}" y2="{height:.1f}"/>'
            f'<text class="step-words tone-{step.level}" x="{edge + 14}" y="{place:.1f}">{escape(step.words)}</text>'
        )
    return "".join(parts)


def _ahead(outlook: ProjectionBand | None, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    if outlook is None:
        return ""
    upper = [f"{x(t):.1f} {y(high):.1f}" for t, _, _, high in outlook.points]
    lower = [f"{x(t):.1f} {y(low):.1f}" for t, low, _, _ in reversed(outlook.points)]
    middle = " ".join(f"{'M' if not n else 'L'}{x(t):.1f} {y(v):.1f}" for n, (t, _, v, _) in enumerate(outlook.points))
    return f'<path class="band" d="M{" L".join([*upper, *lower])}Z"/><path class="ahead" d="{middle}"/>'
