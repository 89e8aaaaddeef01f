"""The number behind a task, then and now: whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.sparkline import sparkline
from components.formatting.numbers import DisplayValue, digits, number
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_list import outcome_mark


@dataclass(frozen=True)
class NumberRow:
    """The number at one moment (`when`: sent | closed | now), and its period in words."""

    when: str
    shown: DisplayValue
    period: str


@dataclass(frozen=True)
class LevelRow:
    """A sign's alert level at one moment, and the value that was read then."""

    when: str
    level: int
    value: float | None


@dataclass(frozen=True)
class TaskNumber:
    """An indicator's number in a region, then and now, or a sign's levels.

    `trend` has the values of the last months, None where the visitor may not see them. `helped`: what became of the
    number, "" before the task is closed.
    """

    indicator: str = ""
    region: int = 0
    name: str = ""
    rows: Sequence[NumberRow] = ()
    trend: Sequence[float | None] | None = None
    helped: str = ""
    levels: Sequence[LevelRow] = ()


def number_panel(view: View, found: TaskNumber) -> Component:
    """The panel of a task's number."""
    if not found.indicator:
        rows = [_level(view, one) for one in found.levels]
        return panel(view.translate("task.number"), html.Dl(rows, className="then-and-now"), className="task-number")
    trend = view.translate("overview.trend", name=found.name)
    href = view.href(f"/indicators/{found.indicator}", region=str(found.region))
    return panel(
        [found.name, " "],
        html.Dl([_row(view, one, found.name) for one in found.rows], className="then-and-now"),
        sparkline(found.trend, trend, 240, 40) if found.trend is not None else None,
        html.P(html.A(view.translate("task.number.open"), href=href)),
        aside=outcome_mark(view, found.helped) if found.helped else None,
        className="task-number",
    )


def _row(view: View, one: NumberRow, name: str) -> Component:
    said = html.Dd([number(view, one.shown, name), html.Span(one.period, className="note")])
    return html.Div([html.Dt(view.translate(f"task.number.{one.when}")), said])


def _level(view: View, one: LevelRow) -> Component:
    value = html.Span(digits(one.value, 2), **{"data-number": "value"})
    said = html.Dd([view.translate(f"task.proposal.level.{one.level}"), " ", value])
    return html.Div([html.Dt(view.translate(f"task.number.{one.when}")), said])
