"""A sign around an alert: its line over some hours, the steps of its levels with their names, when it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from dash import html
from dash.development.base_component import Component

from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import LevelMark
from components.tables.accessible_table import table, twin

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 8, 128, 14, 26


@dataclass(frozen=True)
class StepLine:
    """Where a level begins, and what stands at its line."""

    level: LevelMark
    value: float
    text: str


@dataclass(frozen=True)
class AlertChart:
    """`values` are (moment, value) in order of time, aware; `label` says the whole in words."""

    values: Sequence[tuple[datetime, float]]
    steps: Sequence[StepLine]
    raised: datetime
    raised_text: str
    newest: str
    label: str


@dataclass(frozen=True)
class ChartView:
    """A panel's title, its chart (None: nothing to draw) and the rows (time, value) of the table beside it."""

    title: str
    chart: AlertChart | None = None
    rows: Sequence[tuple[str, str]] = ()


def chart_panel(view: View, seen: ChartView) -> Component:
    """The chart, and the same as a table; a sentence where there is nothing to draw."""
    if seen.chart is None:
        return panel(seen.title, html.P(view.translate("alert.chart.none"), className="note"))
    heads = [view.translate("alert.chart.time"), view.translate("alert.chart.value")]
    rows = [[at, html.Span(value, **{"data-number": "was"})] for at, value in seen.rows]
    same = table(seen.chart.label, heads, rows, numeric=(1,))
    return panel(seen.title, alert_chart(seen.chart), twin(view.translate("alert.chart.table"), same))


def alert_chart(chart: AlertChart) -> RawHtml:
    """The chart as SVG; nothing but its frame where there are fewer than two values."""
    head = f'<svg class="alert-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.label)}">'
    if len(chart.values) < 2:
        return RawHtml(f"{head}</svg>")
    plane = _Plane.of(chart)
    return RawHtml(
        head + _steps(plane, chart.steps) + _raised(plane, chart) + _line(plane, chart) + _hours(plane) + "</svg>"
    )


@dataclass(frozen=True)
class _Plane:
    """From moments and values to the picture."""

    since: datetime
    until: datetime
    low: float
    high: float

    @classmethod
    def of(cls, chart: AlertChart) -> _Plane:
        """Room for all values, and for the steps near them."""
        values = [value for _, value in chart.values]
        low, high = min(values), max(values)
        reach = (high - low) or abs(high) or 1.0
        near = [s.value for s in chart.steps if low - reach <= s.value <= high + reach]
        low, high = min([low, *near]), max([high, *near])
        pad = 0.08 * ((high - low) or 1.0)
        return cls(chart.values[0][0], chart.values[-1][0], low - pad, high + pad)

    def x(self, moment: datetime) -> float:
        """Across."""
        whole = (self.until - self.since).total_seconds() or 1.0
        return LEFT + (moment - self.since).total_seconds() / whole * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Down."""
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _steps(plane: _Plane, steps: Sequence[StepLine]) -> str:
    """A line for each step that is in the picture; names keep apart from one another."""
    shown = sorted((s for s in steps if plane.low <= s.value <= plane.high), key=lambda s: -s.value)
    parts, free = [], 0.0
    for step in shown:
        y = plane.y(step.value)
        free = max(y + 4, free + 16)
        parts.append(
            f'<line class="step-line mark-{step.level}" x1="{LEFT}" x2="{WIDTH - RIGHT + 6}" '
            f'y1="{y:.1f}" y2="{y:.1f}"/><text class="step-name" x="{WIDTH - RIGHT + 12}" y="{free:.1f}" '
            f'data-number="step">{escape(step.text)}</text>'
        )
    return "".join(parts)


def _raised(plane: _Plane, chart: AlertChart) -> str:
    if not plane.since <= chart.raised <= plane.until:
        return ""
    x = plane.x(chart.raised)
    side, at = ("end", x - 5) if x > WIDTH / 2 else ("start", x + 5)
    return (
        f'<line class="raised-line" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        f'<text class="raised-name" x="{at:.1f}" y="{HEIGHT - BOTTOM - 6}" text-anchor="{side}">'
        f"{escape(chart.raised_text)}</text>"
    )


def _line(plane: _Plane, chart: AlertChart) -> str:
    spots = [(plane.x(at), plane.y(value)) for at, value in chart.values]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    x, y = spots[-1]
    return (
        f'<path class="value-line" d="M{path}"/><circle class="value-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text class="value-name" x="{x - 8:.1f}" y="{y - 9:.1f}" text-anchor="end" data-number="value">'
        f"{escape(chart.newest)}</text>"
    )


def _hours(plane: _Plane) -> str:
    """The first and the last moment under the line."""
    ends = ((plane.since, LEFT, "start"), (plane.until, WIDTH - RIGHT, "end"))
    return "".join(
        f'<text class="hour" x="{x}" y="{HEIGHT - 8}" text-anchor="{side}">{at:%m-%d %H:%M}</text>'
        for at, x, side in ends
    )
