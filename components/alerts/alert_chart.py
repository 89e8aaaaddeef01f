"""A sign around an alert: its line over some hours, the steps of its levels with their names, when it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from dash import html
from dash.development.base_component import Component

from components.charts.axis import PlotFrame, apart, chart
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import LevelMark
from components.tables.accessible_table import accessible_table, table


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
    return panel(seen.title, alert_chart(seen.chart), accessible_table(view.translate("alert.chart.table"), same))


def alert_chart(shown: AlertChart) -> RawHtml:
    """The chart as SVG; nothing but its frame where there are fewer than two values."""
    return chart("alert-chart", shown.label, lambda frame: _drawn(shown, frame) if len(shown.values) > 1 else "")


def _drawn(shown: AlertChart, frame: PlotFrame) -> str:
    words = [step.text for step in shown.steps] + [shown.newest]
    plane = _Plane.of(shown, replace(frame, left=8).beside(words))
    return _steps(plane, shown) + _raised(plane, shown) + _line(plane, shown) + _hours(plane)


@dataclass(frozen=True)
class _Plane:
    """From moments and values to the picture."""

    frame: PlotFrame
    since: datetime
    until: datetime
    low: float
    high: float

    @classmethod
    def of(cls, chart: AlertChart, frame: PlotFrame) -> _Plane:
        """Room for all values, and for the steps near them."""
        values = [value for _, value in chart.values]
        low, high = min(values), max(values)
        reach = (high - low) or abs(high) or 1.0
        near = [s.value for s in chart.steps if low - reach <= s.value <= high + reach]
        low, high = min([low, *near]), max([high, *near])
        pad = 0.08 * ((high - low) or 1.0)
        return cls(frame, chart.values[0][0], chart.values[-1][0], low - pad, high + pad)

    def x(self, moment: datetime) -> float:
        """Across."""
        whole = (self.until - self.since).total_seconds() or 1.0
        return self.frame.x((moment - self.since).total_seconds() / whole)

    def y(self, value: float) -> float:
        """Down."""
        return self.frame.y((value - self.low) / (self.high - self.low))


def _steps(plane: _Plane, chart: AlertChart) -> str:
    """A line for each step that is in the picture, and the newest value; their words keep apart from one another."""
    frame = plane.frame
    shown = [(plane.y(s.value), s) for s in chart.steps if plane.low <= s.value <= plane.high]
    lines = "".join(
        f'<line class="step-line mark-{step.level}" x1="{frame.x(0):.0f}" x2="{frame.x(1) + 6:.0f}" '
        f'y1="{at:.1f}" y2="{at:.1f}"/>'
        for at, step in shown
    )
    words = [(at, "step-name", "step", step.text) for at, step in shown]
    words.append((plane.y(chart.values[-1][1]), "value-name", "value", chart.newest))
    words.sort()
    across, down, side = (frame.x(1), -6, "end") if frame.narrow else (frame.x(1) + 12, 5, "start")
    texts = "".join(
        f'<text class="{kind}" x="{across:.0f}" y="{place + down:.1f}" text-anchor="{side}" '
        f'data-number="{name}">{escape(text)}</text>'
        for (_, kind, name, text), place in zip(words, apart([one[0] for one in words]), strict=True)
    )
    return lines + texts


def _raised(plane: _Plane, chart: AlertChart) -> str:
    if not plane.since <= chart.raised <= plane.until:
        return ""
    x, frame = plane.x(chart.raised), plane.frame
    foot = frame.height - frame.bottom
    side, at = ("end", x - 5) if x > frame.width / 2 else ("start", x + 5)
    return (
        f'<line class="raised-line" x1="{x:.1f}" x2="{x:.1f}" y1="{frame.top:.0f}" y2="{foot:.0f}"/>'
        f'<text class="raised-name" x="{at:.1f}" y="{foot - 6:.0f}" text-anchor="{side}">'
        f"{escape(chart.raised_text)}</text>"
    )


def _line(plane: _Plane, chart: AlertChart) -> str:
    spots = [(plane.x(at), plane.y(value)) for at, value in chart.values]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    x, y = spots[-1]
    return f'<path class="value-line" d="M{path}"/><circle class="value-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'


def _hours(plane: _Plane) -> str:
    """The first and the last moment under the line."""
    frame = plane.frame
    ends = ((plane.since, frame.x(0), "start"), (plane.until, frame.x(1), "end"))
    return "".join(
        f'<text class="hour" x="{x:.0f}" y="{frame.height - 8:.0f}" text-anchor="{side}">{at:%m-%d %H:%M}</text>'
        for at, x, side in ends
    )
