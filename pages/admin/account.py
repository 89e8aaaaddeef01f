"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from typing import Any

from dash import html

from components.admin.account_forms import Opened, factor_start, password_form, sessions_list
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.operations.accounts import accounts, factors, sessions
from data.operations.accounts.account_types import Account, Session
from queries.request_context import RequestContext

NAMED = 16  # characters of a session's digest that name it


def layout(view: View, context: RequestContext) -> Screen:
    """What the account behind the visitor can change about itself: nothing, for a device."""
    title = view.translate("shell.account")
    with context.operations.reading() as connection:
        account = accounts.one(connection, context.actor.account)
        if account is None:
            return Screen(title, [html.H1(title), panel(view.translate("account.device"))])
        opened = sessions.open_of(connection, account.id)
        left = factors.left(connection, account.id)
    return Screen(
        title,
        [
            html.H1(title),
            html.Div(
                className="account",
                children=[
                    panel(view.translate("account.password"), *_password(view, account)),
                    panel(view.translate("account.factor"), *_factor(view, account, left)),
                    panel(
                        view.translate("account.sessions"),
                        *sessions_list(view, [_shown(one, context.actor.session) for one in opened]),
                        className="account-sessions",
                    ),
                ],
            ),
        ],
    )


def _password(view: View, account: Account) -> list[Any]:
    if account.password is None:
        return [html.P(view.translate("account.password.none"), className="note")]
    return [password_form(view)]


def _factor(view: View, account: Account, left: int) -> list[Any]:
    if account.demo:
        return [html.P(view.translate("account.factor.demo"), className="note")]
    if account.factor is None:
        return factor_start(view)
    return [html.P(view.translate("account.factor.is-set", left=left)), *factor_start(view, renewing=True)]


def _shown(one: Session, here: str) -> Opened:
    since, used = (f"{from_epoch(at).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}" for at in (one.created_at, one.seen_at))
    return Opened(one.digest[:NAMED], since, used, one.address, one.way, one.agent, one.digest == here)


PAGE = Page("account", "/account", layout, right="", kept=False)
