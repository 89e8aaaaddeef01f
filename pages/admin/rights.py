"""The security administrator's screen: who may do what, where, for which units."""

from __future__ import annotations

from dash import html

from components.admin.rights_form import held_rights, rights_table, roles_list
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.admin import AdminQueries
from queries.request_context import RequestContext
from queries.unavailable import damages


def layout(view: View, context: RequestContext) -> Screen:
    """All accounts with what they hold; the one that the address names can be changed."""
    seen = AdminQueries(context).rights(view)
    title = view.translate("menu.rights")
    return Screen(
        title,
        [
            html.H1(title),
            *damages(view, context),
            html.P(view.translate("admin.rights.lead"), className="lead"),
            html.Div(
                className="admin",
                children=[
                    held_rights(view, seen.chosen) if seen.chosen else None,
                    panel(view.translate("admin.rights"), rights_table(view, seen.accounts)),
                    panel(view.translate("admin.roles"), roles_list(seen.roles)),
                ],
            ),
        ],
    )


PAGE = Page("rights", "/admin/rights", layout, frozenset({"account"}), right="security.manage", kept=False, past=False)
