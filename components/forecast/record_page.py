"""The record of forecasts: what was said, what came true, where the methods were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.axis import PlotFrame, chart
from components.formatting.numbers import digits
from components.formatting.outlooks import likelihood
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import accessible_table, table
from indicators.forecast.group_outlook import GroupOutlook

ANCHORS = {4: "end"}  # of words at the foot that have no room beyond the plot


@dataclass(frozen=True)
class SaidAndMet:
    """Forecasts whose probability lay in the same tenth: how many, the mean that was said, the share that came true."""

    count: int
    said: float
    met: float


@dataclass(frozen=True)
class RecordLine:
    """The record of an indicator: its forecasts that have come due, and how they did (shares from 0 to 1)."""

    name: str
    href: str
    count: int
    said: float
    met: float
    brier: float
    within_80: float


@dataclass(frozen=True)
class GoalOutlook:
    """What is expected of a goal at the plan's end."""

    name: str
    href: str
    outlook: GroupOutlook


@dataclass(frozen=True)
class ForecastRecord:
    """All that has come due, of which `replayed` were made afterwards. `base`: the score of saying the mean share.

    `lines` are the indicators, the worst forecast first.
    """

    count: int
    replayed: int
    brier: float
    base: float
    within_50: float
    within_80: float
    tenths: Sequence[SaidAndMet]
    lines: Sequence[RecordLine]
    goals: Sequence[GoalOutlook]


def record_page(view: View, record: ForecastRecord) -> list[Component]:
    """The content of the screen: the goals, and the record as soon as there is one."""
    goals = panel(view.translate("forecast.goals"), _goals(view, record.goals), className="forecast-goals")
    parts = [goals] if record.goals else []
    if record.count:
        parts += [
            panel(view.translate("forecast.reliability"), _reliability(view, record)),
            panel(view.translate("forecast.brier"), _scores(view, record)),
            panel(view.translate("forecast.lines"), _lines(view, record.lines), className="forecast-lines"),
        ]
    replays = view.translate("forecast.replayed", replayed=f"{record.replayed:,}")
    return [
        html.H1(view.translate("forecast.title")),
        html.P(_lead(view, record), className="lead"),
        html.P(replays, className="note") if record.replayed else None,
        html.Div(parts, className="forecast-record"),
    ]


def _lead(view: View, record: ForecastRecord) -> str:
    """How many came due, and of those called least and most likely the shares that came true."""
    if not record.tenths:
        return view.translate("forecast.lead.none")
    low, high = record.tenths[0], record.tenths[-1]
    return view.translate(
        "forecast.lead",
        count=f"{record.count:,}",
        low=likelihood(view, low.said),
        low_met=_share(low.met),
        high=likelihood(view, high.said),
        high_met=_share(high.met),
    )


def _reliability(view: View, record: ForecastRecord) -> list[Component]:
    heads = [view.translate(f"forecast.{name}") for name in ("said", "met", "count")]
    rows = [[_number(_share(one.said)), _number(_share(one.met)), _number(f"{one.count:,}")] for one in record.tenths]
    label = view.translate("forecast.reliability.label")
    return [
        html.P(label, className="note"),
        chart("reliability", label, lambda frame: _points(frame, record.tenths)),
        accessible_table(view.translate("indicator.table"), table(label, heads, rows, numeric=(1, 2))),
    ]


def _points(frame: PlotFrame, tenths: Sequence[SaidAndMet]) -> str:
    """The slope on which what was said and what came true agree, and a point for each tenth, larger where many were."""
    most = max((one.count for one in tenths), default=1)
    ticks = "".join(
        f'<line x1="{frame.x(0):.0f}" x2="{frame.x(1):.0f}" y1="{frame.y(n / 4):.1f}" y2="{frame.y(n / 4):.1f}"/>'
        f'<text x="{frame.x(0) - 6:.0f}" y="{frame.y(n / 4) + 4:.1f}" text-anchor="end">{25 * n}%</text>'
        f'<text x="{frame.x(n / 4):.1f}" y="{frame.height - 6:.0f}" '
        f'text-anchor="{ANCHORS.get(n, "middle")}">{25 * n}%</text>'
        for n in range(5)
    )
    points = "".join(_point(frame, one, 3 + 6 * (one.count / most) ** 0.5) for one in tenths)
    ends = f'x1="{frame.x(0):.1f}" y1="{frame.y(0):.1f}" x2="{frame.x(1):.1f}" y2="{frame.y(1):.1f}"'
    slope = f'<line class="slope" {ends}/>'
    return f'<g class="trend-grid">{ticks}</g>{slope}{points}'


def _point(frame: PlotFrame, one: SaidAndMet, radius: float) -> str:
    return f'<circle cx="{frame.x(one.said):.1f}" cy="{frame.y(one.met):.1f}" r="{radius:.1f}"/>'


def _scores(view: View, record: ForecastRecord) -> list[Component]:
    pairs = [
        ("forecast.brier", digits(record.brier, 3)),
        ("forecast.within_80", _share(record.within_80)),
        ("forecast.within_50", _share(record.within_50)),
    ]
    facts = [part for name, value in pairs for part in (html.Dt(view.translate(name)), html.Dd(_number(value)))]
    base = view.translate("forecast.brier.base", base=digits(record.base, 3))
    return [html.Dl(facts, className="facts"), html.P(base, className="note")]


def _goals(view: View, goals: Sequence[GoalOutlook]) -> Component:
    heads = [view.translate(f"forecast.{name}") for name in ("goal", "chance", "score")]
    rows = [[html.A(one.name, href=one.href), _chance(view, one.outlook), _range(view, one.outlook)] for one in goals]
    return table(view.translate("forecast.goals"), heads, rows)


def _chance(view: View, outlook: GroupOutlook) -> str:
    if outlook.probability is None:
        return view.translate("overview.goals.chance.none")
    return likelihood(view, outlook.probability)


def _range(view: View, outlook: GroupOutlook) -> str:
    if outlook.low is None or outlook.high is None:
        return ""
    return view.translate("forecast.goals.range", low=digits(outlook.low, 0), high=digits(outlook.high, 0))


def _lines(view: View, lines: Sequence[RecordLine]) -> Component:
    names = ("indicator", "count", "said", "met", "brier", "within_80")
    heads = [view.translate(f"forecast.{name}") for name in names]
    rows = [
        [
            html.A(one.name, href=one.href),
            _number(str(one.count)),
            _number(_share(one.said)),
            _number(_share(one.met)),
            _number(digits(one.brier, 2)),
            _number(_share(one.within_80)),
        ]
        for one in lines
    ]
    return table(view.translate("forecast.lines"), heads, rows, numeric=(1, 2, 3, 4, 5))


def _share(value: float) -> str:
    return f"{digits(100 * value, 0)}%"


def _number(text: str) -> Any:
    return html.Span(text, **{"data-number": "record"})
