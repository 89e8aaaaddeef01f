"""The sign around an alert, drawn: at its device, or in the district or city that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_chart import AlertChart, StepLine, alert_chart
from components.alerts.alert_list import AlertLine
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.tables.accessible_table import table, twin
from components.vitals.sign_words import limit_words, value_words
from data.core.clock import to_epoch
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import Alert
from queries.alerts.alert_lines import local, sign_name
from queries.request_context import RequestContext

DAY = 24 * 3600
TWIN = 12  # rows of the table: every second hour


def chart_of(
    view: View, context: RequestContext, alert: Alert, line: AlertLine, device: RegisteredDevice | None
) -> list[Component | RawHtml]:
    """The picture, and its table twin; a sentence where there is nothing to draw."""
    values = _values(context, alert, device)
    if len(values) < 2:
        return [html.P(view.translate("alert.chart.none"), className="note")]
    name, raised = sign_name(view, context, line.sign), local(alert.raised_at)
    newest = value_words(view, context.catalogue.vitals, line.sign, values[-1][1])
    label = view.translate("alert.chart.says", name=name, place=line.place, value=newest, at=f"{raised:%m-%d %H:%M}")
    chart = AlertChart(
        values, _steps(view, context, line.sign), raised, view.translate("alert.chart.raised"), newest, label
    )
    return [
        alert_chart(chart),
        twin(view.translate("alert.chart.table"), _table(view, context, line.sign, values, label)),
    ]


def _values(context: RequestContext, alert: Alert, device: RegisteredDevice | None) -> list[tuple[datetime, float]]:
    until = to_epoch(context.now)
    subject = alert.subject
    if device is not None:
        slots = context.picture.point_history(context.scope, subject.sign, device.no, until - DAY, until)
    else:
        slots = context.picture.sign_history(context.scope, subject.sign, subject.region, until - DAY, until)
    return [(local(slot.slot), slot.value) for slot in slots if slot.value is not None]


def _steps(view: View, context: RequestContext, name: str) -> list[StepLine]:
    """The steps that look at the value itself; those of sums over other hours cannot stand in the same picture."""
    sign = context.catalogue.vitals.signs.get(name)
    if sign is None:
        return []
    vitals = context.catalogue.vitals
    plain = {level: step for level, step in sign.steps.items() if step.state is None and step.hours is None}
    return [
        StepLine(level, step.limit, f"{view.translate(f'map.level.{level}')} {limit_words(view, vitals, sign, step)}")
        for level, step in plain.items()
    ]


def _table(
    view: View, context: RequestContext, sign: str, values: Sequence[tuple[datetime, float]], caption: str
) -> Component:
    vitals = context.catalogue.vitals
    chosen = values[:: max(len(values) // TWIN, 1)]
    rows = [
        [
            f"{at:%m-%d %H:%M}",
            html.Span(value_words(view, vitals, sign, value), **{"data-number": "was"}),
        ]
        for at, value in chosen
    ]
    return table(caption, [view.translate("alert.chart.time"), view.translate("alert.chart.value")], rows, numeric=(1,))
