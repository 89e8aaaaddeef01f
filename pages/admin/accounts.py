"""The system administrator's screen: who has an account, which devices have a token."""

from __future__ import annotations

from dash import html

from components.admin.admin_forms import accounts_table, devices_table, new_account, new_device
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.admin import AdminQueries
from queries.request_context import RequestContext
from queries.unavailable import damages


def layout(view: View, context: RequestContext) -> Screen:
    """Accounts and devices, each list with the form for a new one."""
    seen = AdminQueries(context).accounts(view)
    title = view.translate("menu.accounts")
    return Screen(
        title,
        [
            html.H1(title),
            *damages(view, context),
            html.P(view.translate("admin.lead"), className="lead"),
            html.Div(
                className="admin",
                children=[
                    panel(view.translate("admin.new"), new_account(view)),
                    panel(view.translate("admin.accounts"), accounts_table(view, seen.accounts)),
                    panel(view.translate("admin.device.new"), new_device(view, seen.device_kinds, seen.regions)),
                    panel(view.translate("admin.devices"), devices_table(view, seen.devices)),
                ],
            ),
        ],
    )


PAGE = Page("admin", "/admin", layout, right="account.manage", kept=False, past=False)
