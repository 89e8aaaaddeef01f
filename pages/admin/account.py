"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from typing import Any

from dash import html

from components.admin.account_forms import OwnAccount, factor_start, password_form, sessions_list
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.admin import AdminQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """What the account behind the visitor can change about itself: nothing, for a device."""
    title = view.translate("shell.account")
    seen = AdminQueries(context).own_account()
    if seen is None:
        return Screen(title, [html.H1(title), panel(view.translate("account.device"))])
    sessions = sessions_list(view, seen.sessions)
    return Screen(
        title,
        [
            html.H1(title),
            html.Div(
                className="account",
                children=[
                    panel(view.translate("account.password"), *_password(view, seen)),
                    panel(view.translate("account.factor"), *_factor(view, seen)),
                    panel(view.translate("account.sessions"), *sessions, className="account-sessions"),
                ],
            ),
        ],
    )


def _password(view: View, seen: OwnAccount) -> list[Any]:
    if not seen.password:
        return [html.P(view.translate("account.password.none"), className="note")]
    return [password_form(view)]


def _factor(view: View, seen: OwnAccount) -> list[Any]:
    if seen.factor == "demo":
        return [html.P(view.translate("account.factor.demo"), className="note")]
    if seen.factor == "none":
        return factor_start(view)
    return [html.P(view.translate("account.factor.is-set", left=seen.left)), *factor_start(view, renewing=True)]


PAGE = Page("account", "/account", layout, right="", kept=False, past=False)
