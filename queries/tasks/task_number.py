"""Did it help? The number behind a task: as it was when sent, when closed, and now."""

from __future__ import annotations

from typing import Any

from dash import html

from components.charts.sparkline import spark
from components.formatting.dates import period_words
from components.formatting.display_values import basis_name, figure, points, status_name, unit
from components.formatting.numbers import DisplayValue, digits, number
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_list import helped_mark
from indicators.definitions.model import Indicator
from indicators.tasks.model import SETTLED, KeptNumber, Task, TaskTimeline
from queries.request_context import RequestContext
from queries.unavailable import greyed

MONTHS = 24


@greyed
def number_panel(view: View, context: RequestContext, story: TaskTimeline) -> Any:
    """The panel of a task's number; None for a task that has none."""
    task = story.task
    indicator = context.catalogue.indicators.get(task.subject) if task.subject_kind == "indicator" else None
    if indicator is None:
        return _level_panel(view, story)
    rows = [_row(view, task, indicator, kept) for kept in story.numbers if kept.when in {"sent", "closed"}]
    return panel(
        [view.localise(indicator.name), " "],
        html.Dl([*rows, *_now(view, context, task, indicator)], className="then-and-now"),
        _spark(view, context, task, indicator),
        html.P(
            html.A(
                view.translate("task.number.open"),
                href=view.href(f"/indicators/{task.subject}", region=str(task.region)),
            )
        ),
        aside=helped_mark(view, task.helped) if task.helped and task.state in SETTLED else None,
        className="task-number",
    )


def _row(view: View, task: Task, indicator: Indicator, kept: KeptNumber) -> Any:
    known = kept.number
    shown = DisplayValue(
        task.subject,
        task.region,
        known.period,
        known.value,
        unit(view, indicator),
        indicator.decimals,
        status_name(known.status),
        basis_name(4 if "演示" in task.why or "demonstration" in task.why else 3),
    )
    return _pair(view, kept.when, number(view, shown, view.localise(indicator.name)), period_words(view, known.period))


def _now(view: View, context: RequestContext, task: Task, indicator: Indicator) -> list[Any]:
    if not context.scope.permits(task.region):
        return []
    cell = context.reader.cell(context.scope, context.version, task.subject, task.region)
    if cell is None:
        return []
    shown = number(view, figure(view, indicator, cell), view.localise(indicator.name))
    return [_pair(view, "now", shown, period_words(view, cell.period))]


def _pair(view: View, when: str, shown: Any, period: str) -> Any:
    said = html.Dd([shown, html.Span(period, className="note")])
    return html.Div([html.Dt(view.translate(f"task.number.{when}")), said])


def _spark(view: View, context: RequestContext, task: Task, indicator: Indicator) -> Any:
    if not context.scope.permits(task.region):
        return None
    series = context.reader.series(context.scope, context.version, task.subject, task.region, str(indicator.grain))
    values = points(series.value)[-MONTHS:]
    return spark(values, view.translate("overview.trend", name=view.localise(indicator.name)), 240, 40)


def _level_panel(view: View, story: TaskTimeline) -> Any:
    """Of an alert: its level and value when the task was sent, and later."""
    levels = [kept for kept in story.numbers if kept.number.level is not None]
    if not levels:
        return None
    rows = [_level(view, kept) for kept in levels]
    return panel(view.translate("task.number"), html.Dl(rows, className="then-and-now"), className="task-number")


def _level(view: View, kept: KeptNumber) -> Any:
    value = html.Span(digits(kept.number.value, 2), **{"data-number": "value"})
    said = html.Dd([view.translate(f"task.proposal.level.{kept.number.level}"), " ", value])
    return html.Div([html.Dt(view.translate(f"task.number.{kept.when}")), said])
