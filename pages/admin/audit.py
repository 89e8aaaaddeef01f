"""The audit administrator's screen: what happened, narrowed down, and whether the record is whole."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dash import html
from dash.development.base_component import Component

from access.authorization.roles import shipped
from components.admin.audit_view import Entry, audit_filter, audit_table
from components.forms.action_form import act_form, button
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from data.core.clock import BUSINESS_ZONE, from_epoch, to_epoch
from data.operations.accounts import accounts, devices
from data.operations.audit import audit
from data.operations.audit.audit_chain import Link
from queries.request_context import RequestContext
from queries.unavailable import damages

SHOWN = 100  # rows of a page
OPTIONS = ("event", "actor", "outcome", "words", "since", "until", "before")


def layout(view: View, context: RequestContext) -> Screen:
    """The newest entries that fit, the way to older ones, and the button that checks the chain."""
    before = view.option("before")
    with context.operations.reading() as connection:
        found = audit.read(connection, _wanted(view), int(before) if _is_number(before) else None, SHOWN)
        events = audit.events(connection)
        names = {f"account:{one.id}": one.name for one in accounts.listed(connection)}
        names |= {f"device:{one.id}": one.name for one in devices.listed(connection)}
    title = view.translate("menu.audit")
    return Screen(
        title,
        [
            html.H1(title),
            *damages(view, context),
            html.P(view.translate("audit.lead"), className="lead"),
            html.Div(
                className="admin",
                children=[
                    panel(
                        view.translate("audit.narrow"),
                        audit_filter(view, events, dict(view.options)),
                        act_form(view, "audit.verify", button(view, "audit.verify", "button main")),
                    ),
                    panel(
                        view.translate("audit.title"),
                        audit_table(view, [_entry(view, one, names) for one in found]),
                        _older(view, found),
                    ),
                ],
            ),
        ],
    )


def _wanted(view: View) -> audit.AuditFilter:
    return audit.AuditFilter(
        view.option("event"),
        view.option("actor"),
        view.option("outcome"),
        view.option("words"),
        _day(view.option("since"), 0),
        _day(view.option("until"), 1, -1),
    )


def _day(text: str, days: int, seconds: int = 0) -> int | None:
    """The beginning of a local day, or of the day after it less a second; None for what is no day."""
    try:
        begins = datetime.combine(date.fromisoformat(text), time(), BUSINESS_ZONE) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return to_epoch(begins) + seconds


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15


def _entry(view: View, link: Link, names: dict[str, str]) -> Entry:
    said, at = link.entry, f"{from_epoch(link.at).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M:%S}"
    role = shipped().roles.get(said.role)
    return Entry(
        link.seq,
        at,
        said.actor,
        names.get(said.actor, ""),
        view.localise(role.name) if role else said.role,
        said.event,
        said.object,
        said.outcome,
        said.reason,
        said.address,
    )


def _older(view: View, found: list[Link]) -> Component | None:
    if len(found) < SHOWN:
        return None
    older = html.A(view.translate("audit.older"), href=view.href(before=str(found[-1].seq)), className="link")
    return html.P(older, className="note")


PAGE = Page("audit", "/admin/audit", layout, frozenset(OPTIONS), right="audit.read", kept=False)
