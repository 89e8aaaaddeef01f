"""Refused rows: the files and reasons, rows beside their faults, and the form that corrects one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.forms.action_form import action_form, button
from components.forms.inputs import hidden, typed
from components.framework.view import View
from components.tables.accessible_table import table

COLUMN = "column."  # begins the name of a field that holds a column's content
CORRECTED = ("measure", "region", "period", "value", "state", "unit")  # columns that a correction may fill
CORRECTION = "correction"  # the element that the way to a row leads to


@dataclass(frozen=True)
class GroupRow:
    """A file and a reason: rows refused for it, how many wait, and where its rows are."""

    file: str
    source: str
    at: str
    reason: str
    rows: int
    waiting: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class RefusedLine:
    """A refused row: its place, the column at fault, why, what it held, what was decided, where it is corrected."""

    batch: int
    row: int
    column: str
    why: str
    content: Mapping[str, str]
    decided: str
    correctable: bool
    href: str


@dataclass(frozen=True)
class QuarantineView:
    """Files and reasons, the rows of one, the row being corrected, the next page, the table to take away."""

    groups: Sequence[GroupRow]
    rows: Sequence[RefusedLine]
    chosen: RefusedLine | None
    more: str | None
    export: str
    waiting: int


def group_list(view: View, rows: Sequence[GroupRow]) -> Component:
    """Files and reasons, the newest file first."""
    if not rows:
        return html.P(view.translate("data.quarantine.none"), className="note")
    heads = [
        view.translate(f"data.quarantine.{name}") for name in ("reason", "file", "source", "at", "rows", "waiting")
    ]
    return table(view.translate("data.quarantine.groups"), heads, [_group(row) for row in rows], numeric=(4, 5))


def _group(row: GroupRow) -> list[Component | str]:
    marks = {"aria-current": "true"} if row.chosen else {}
    reason = html.A(row.reason, href=row.href, **marks)
    file = html.Span(row.file, className="file")
    return [reason, file, row.source, row.at, digits(row.rows, 0), html.B(digits(row.waiting, 0))]


def refused_rows(view: View, shown: QuarantineView, *, may_decide: bool) -> Component:
    """Rows beside their faults; a waiting one leads to the form that corrects or rejects it."""
    heads = [view.translate(f"data.quarantine.head.{name}") for name in ("row", "why", "content", "state")]
    body = [
        [str(one.row), one.why, _content(view, one), _state(view, one, may_decide=may_decide)] for one in shown.rows
    ]
    more = html.A(view.translate("data.quarantine.next"), href=shown.more, className="link") if shown.more else None
    return html.Div([table(view.translate("data.quarantine.head.rows"), heads, body, "quarantined"), more])


def _content(view: View, one: RefusedLine) -> Component:
    return html.Ul([_column(view, name, text, name == one.column) for name, text in one.content.items()])


def _column(view: View, name: str, text: str, at_fault: bool) -> Component:
    fault = [html.Span(view.translate("data.quarantine.fault"), className="spoken")] if at_fault else []
    label = [f"{name}{view.translate('map.colon')}"] if name else []
    return html.Li([*label, html.Code(text or "—"), *fault], className="at-fault" if at_fault else None)


def _state(view: View, one: RefusedLine, *, may_decide: bool) -> Component | str:
    if one.decided:
        return one.decided
    if not may_decide:
        return view.translate("data.quarantine.waits")
    return html.A(view.translate("data.quarantine.open"), href=f"{one.href}#{CORRECTION}", className="button")


def correction(view: View, one: RefusedLine, again: str) -> Component:
    """The forms about one row: offering it again where that can be done, and rejecting it with a reason."""
    named = (hidden("batch", one.batch), hidden("row", one.row))
    fields = [_field(name, one) for name in CORRECTED if name in one.content or name in CORRECTED[:4]]
    send = button(view, "data.quarantine.again", className="button main")
    offer = action_form(view, "data.correct", *named, html.Div(fields, className="correction-fields"), send, back=again)
    reason = html.Label(
        [
            html.Span(view.translate("data.quarantine.reason"), className="label"),
            typed("text", "reason", required=True, maxLength=200, autoComplete="off"),
        ],
        className="field",
    )
    reject = action_form(view, "data.reject", *named, reason, button(view, "data.quarantine.reject"), back=again)
    note = html.P(view.translate("data.quarantine.not-correctable"), className="note")
    return html.Div(
        [html.P(one.why, className="refused"), offer if one.correctable else note, reject],
        id=CORRECTION,
        className="correction",
    )


def _field(name: str, one: RefusedLine) -> Component:
    marks = {"aria-invalid": "true"} if name == one.column else {}
    line = typed("text", f"{COLUMN}{name}", one.content.get(name, ""), maxLength=200, autoComplete="off", **marks)
    return html.Label([html.Span(name, className="label"), line], className="field")
