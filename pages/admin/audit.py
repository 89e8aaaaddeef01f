"""The audit administrator's screen: what happened, narrowed down, and whether the record is whole."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.admin.audit_view import audit_filter, audit_table
from components.forms.action_form import action_form, button
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.admin import AdminQueries
from queries.request_context import RequestContext
from queries.unavailable import damages

OPTIONS = ("event", "actor", "outcome", "words", "since", "until", "before")


def layout(view: View, context: RequestContext) -> Screen:
    """The newest entries that fit, the way to older ones, and the button that checks the chain."""
    seen = AdminQueries(context).audit_page(view)
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
                        audit_filter(view, seen.events, dict(view.options)),
                        action_form(view, "audit.verify", button(view, "audit.verify", "button main")),
                    ),
                    panel(view.translate("audit.title"), audit_table(view, seen.entries), _older(view, seen.older)),
                ],
            ),
        ],
    )


def _older(view: View, before: int | None) -> Component | None:
    if before is None:
        return None
    older = html.A(view.translate("audit.older"), href=view.href(before=str(before)), className="link")
    return html.P(older, className="note")


PAGE = Page("audit", "/admin/audit", layout, frozenset(OPTIONS), right="audit.read", kept=False, past=False)
