"""The audit as it is read: its rows, what to narrow them by, and what a check of the chain says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import button, text_field
from components.forms.inputs import choice, hidden
from components.framework.view import View, quoted
from components.tables.accessible_table import table


def broken_list(view: View, rows: int, broken: Sequence[tuple[int, str]]) -> list[Any]:
    """What a check of the audit found: that it is whole, or every place where it is not."""
    counted = html.Span(f"{rows:,}", **{"data-number": "rows"})
    if not broken:
        return [
            html.P(
                [view.translate("audit.whole"), " ", view.translate("audit.rows"), " ", counted],
                className="done",
                role="status",
            )
        ]
    items = [
        html.Li([html.Span(str(seq), **{"data-number": "seq"}), " ", view.translate(f"audit.broken.{code}")])
        for seq, code in broken
    ]
    return [html.P(view.translate("audit.not-whole"), className="refused", role="alert"), html.Ul(items)]


@dataclass(frozen=True)
class AuditLine:
    """One row of the audit, ready to be read. `actor` is what the record says, `who` the name behind it."""

    seq: int
    at: str
    actor: str
    who: str
    role: str
    event: str
    object: str
    outcome: str
    reason: str
    address: str


@dataclass(frozen=True)
class AuditPage:
    """The newest rows that fit, all events to choose from, and the row before which older ones lie (None: none do)."""

    entries: Sequence[AuditLine]
    events: Sequence[str]
    older: int | None


def audit_table(view: View, found: Sequence[AuditLine]) -> Component:
    """Rows of the audit, the newest first."""
    heads = [
        view.translate(f"audit.col.{name}")
        for name in ("seq", "at", "actor", "role", "event", "object", "outcome", "reason", "address")
    ]
    rows = [
        [
            html.Span(str(one.seq), **{"data-number": "seq"}),
            html.Time(one.at),
            [html.Code(one.actor), " ", one.who],
            one.role,
            html.Code(one.event),
            html.Code(one.object),
            html.Span(view.translate(f"audit.outcome.{one.outcome}"), className=f"outcome-{one.outcome}"),
            one.reason,
            html.Span(one.address, **{"data-number": "address"}),
        ]
        for one in found
    ]
    return table(view.translate("audit.title"), heads, rows, className="audit")


def audit_filter(view: View, events: Sequence[str], chosen: Mapping[str, str]) -> Component:
    """What to narrow the audit by; a form that works without a script and leaves everything in the address."""

    def one_of(name: str, values: Sequence[tuple[str, str]]) -> Component:
        options = [("", view.translate("audit.any")), *values]
        said = html.Span(view.translate(f"audit.col.{name}"), className="label")
        return html.Label([said, choice(name, options, chosen.get(name, ""))], className="field")

    outcomes = [(one, view.translate(f"audit.outcome.{one}")) for one in ("done", "refused", "failed")]
    kept = {"lang": "en" if view.lang == "en" else "", "theme": "light" if view.theme == "light" else ""}
    return html.Form(
        [
            *(hidden(name, value) for name, value in kept.items() if value),
            one_of("event", [(event, event) for event in events]),
            one_of("outcome", outcomes),
            text_field(view, "actor", "audit.col.actor", value=chosen.get("actor", ""), maxLength=40),
            text_field(view, "words", "audit.words", value=chosen.get("words", ""), maxLength=60),
            text_field(view, "since", "audit.since", "date", value=chosen.get("since", "")),
            text_field(view, "until", "audit.until", "date", value=chosen.get("until", "")),
            button(view, "audit.filter"),
        ],
        action=quoted(view.path),
        method="get",
        className="act",
    )
