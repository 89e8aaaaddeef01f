"""The system administrator's screen: who has an account, which devices have a token."""

from __future__ import annotations

from dash import html

from access.authentication.auth_service import first_expired
from access.authorization.roles import shipped
from components.admin.admin_forms import Listed, Token, accounts_table, devices_table, new_account, new_device
from components.formatting.lists import list_of
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.operations.accounts import accounts, devices
from data.operations.accounts.account_types import AccessDevice, Account
from queries.request_context import RequestContext
from queries.unavailable import damages


def layout(view: View, context: RequestContext) -> Screen:
    """Accounts and devices, each list with the form for a new one."""
    with context.operations.reading() as connection:
        found = accounts.listed(connection)
        known = devices.listed(connection)
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
                    panel(
                        view.translate("admin.accounts"),
                        accounts_table(view, [_listed(view, context, one) for one in found]),
                    ),
                    panel(
                        view.translate("admin.device.new"),
                        new_device(view, list(shipped().devices), context.catalogue.regions),
                    ),
                    panel(
                        view.translate("admin.devices"),
                        devices_table(view, [_token(view, context, one) for one in known]),
                    ),
                ],
            ),
        ],
    )


def _listed(view: View, context: RequestContext, one: Account) -> Listed:
    roles = shipped().roles
    held = list_of(view, (view.localise(roles[role].name) for role in one.grants.roles if role in roles))
    seen = local_time(one.signed_in_at)
    return Listed(
        one.id,
        one.login,
        one.name,
        one.staff,
        one.active,
        one.demo,
        held,
        "",
        "",
        bool(one.factor),
        seen,
        one.bound,
        first_expired(one, int(context.wall.now().timestamp())),
    )


def _token(view: View, context: RequestContext, one: AccessDevice) -> Token:
    places = list_of(view, (view.localise(context.catalogue.regions[code].name) for code in one.regions))
    now = context.wall.now().timestamp()
    state = "revoked" if one.revoked_at is not None else "expired" if one.expires_at <= now else "valid"
    return Token(one.id, one.name, one.kind, places, state, local_time(one.expires_at), local_time(one.used_at))


def local_time(at: int | None) -> str:
    """A stored time as people here read it; empty for none."""
    return f"{from_epoch(at).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}" if at is not None else ""


PAGE = Page("admin", "/admin", layout, right="account.manage", kept=False)
