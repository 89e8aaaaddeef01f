"""One source of data: how good it is, what it owes and brought, what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.data.marks import delivery_mark
from components.forms.action_form import action_form, button
from components.forms.inputs import hidden
from components.framework.view import View
from components.tables.accessible_table import table
from indicators.deliveries import DeliveryState


@dataclass(frozen=True)
class QualityPart:
    """A dimension of quality: its name, its share, how many checks held of how many."""

    name: str
    share: str
    held: str


@dataclass(frozen=True)
class ItemRow:
    """A measure and period that was not whole and in time: when it was due, how many regions came, how it stands."""

    measure: str
    period: str
    due: str
    came: str
    state: DeliveryState
    days: int


@dataclass(frozen=True)
class StandingIndicator:
    """An indicator that needs measures of the source: which, its goal, its function with the screen it is on."""

    id: str
    name: str
    measures: str
    goal: str
    function: str
    function_id: str


@dataclass(frozen=True)
class BatchRow:
    """A batch: when, from whom, which file, rows taken and refused, by whom."""

    number: int
    at: str
    source: str
    file: str
    accepted: str
    refused: str
    by: str


@dataclass(frozen=True)
class SourceView:
    """All of a source. `overdue`: something of it is, so that its unit can be reminded."""

    id: str
    unit: str
    system: str
    promise: str
    record: str
    score: str
    parts: Sequence[QualityPart]
    items: Sequence[ItemRow]
    indicators: Sequence[StandingIndicator]
    batches: Sequence[BatchRow]
    overdue: bool
    silent: str


def source_quality(view: View, shown: SourceView) -> Component:
    """The score and its parts."""
    heads = [view.translate(f"data.quality.head.{name}") for name in ("part", "share", "held", "means")]
    rows = [
        [
            view.translate(f"data.quality.{part.name}"),
            html.B(part.share, **{"data-number": "part"}),
            part.held,
            view.translate(f"data.quality.{part.name}.means"),
        ]
        for part in shown.parts
    ]
    score = [html.B(shown.score, **{"data-number": "quality"}), html.Span(view.translate("data.quality.mean"))]
    return html.Div(
        [html.P(score, className="data-score"), table(view.translate("data.quality"), heads, rows, numeric=(1,))]
    )


def source_items(view: View, shown: SourceView, *, may_remind: bool) -> Component:
    """What was not whole and in time, the newest first, and the button that reminds of what is overdue."""
    form = (
        action_form(
            view, "data.remind", hidden("source", shown.id), button(view, "data.remind"), className="act-inline"
        )
        if may_remind and shown.overdue
        else None
    )
    if not shown.items:
        return html.Div([html.P(view.translate("data.items.none"), className="note"), form])
    heads = [view.translate(f"data.items.{name}") for name in ("measure", "period", "state", "due", "came")]
    rows = [
        [row.measure, row.period, delivery_mark(view, row.state, row.days), row.due, row.came] for row in shown.items
    ]
    return html.Div([table(view.translate("data.items"), heads, rows), form])


def source_standing(view: View, shown: SourceView) -> Component:
    """What would fall silent if the source stopped."""
    heads = [view.translate(f"data.standing.{name}") for name in ("indicator", "measures", "goal", "function")]
    rows = [
        [
            html.A(one.name, href=view.href(f"/indicators/{one.id}")),
            one.measures,
            html.A(one.goal, href=view.href("/plan")) if one.goal else "—",
            html.A(one.function, href=view.href(f"/functions/{one.function_id}")),
        ]
        for one in shown.indicators
    ]
    return html.Div([html.P(shown.silent), table(view.translate("data.standing"), heads, rows)])


def source_batches(view: View, rows: Sequence[BatchRow]) -> Component:
    """The newest batches, each with who loaded it; refused rows lead to quarantine."""
    if not rows:
        return html.P(view.translate("data.batches.none"), className="note")
    heads = [view.translate(f"data.batches.{name}") for name in ("at", "source", "file", "accepted", "refused", "by")]
    body = [
        [row.at, row.source, html.Span(row.file, className="file"), _rows(row.accepted), _refused(view, row), row.by]
        for row in rows
    ]
    return table(view.translate("data.batches"), heads, body, "data-batches", numeric=(3, 4))


def _rows(count: str) -> Component:
    return html.Span(count, **{"data-number": "rows"})


def _refused(view: View, row: BatchRow) -> Component:
    if row.refused == "0":
        return _rows(row.refused)
    return html.A(_rows(row.refused), href=view.href("/data/quarantine", batch=str(row.number)))
