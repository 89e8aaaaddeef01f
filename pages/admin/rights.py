"""The security administrator's screen: who may do what, where, for which units."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from access.authorization.roles import shipped
from components.admin.admin_forms import Listed
from components.admin.rights_form import rights_form, rights_table
from components.formatting.lists import list_of
from components.forms.region_boxes import Choice
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Account
from queries.request_context import RequestContext
from queries.unavailable import damages


def layout(view: View, context: RequestContext) -> Screen:
    """All accounts with what they hold; the one that the address names can be changed."""
    with context.operations.reading() as connection:
        found = accounts.listed(connection)
    title = view.translate("menu.rights")
    chosen = next((one for one in found if str(one.id) == view.option("account") and not one.demo), None)
    rows = [_listed(view, context, one) for one in found]
    return Screen(
        title,
        [
            html.H1(title),
            *damages(view, context),
            html.P(view.translate("admin.rights.lead"), className="lead"),
            html.Div(
                className="admin",
                children=[
                    _form(view, context, chosen) if chosen else None,
                    panel(view.translate("admin.rights"), rights_table(view, rows)),
                    panel(view.translate("admin.roles"), _roles(view)),
                ],
            ),
        ],
    )


def _listed(view: View, context: RequestContext, one: Account) -> Listed:
    roles, regions, units = shipped().roles, context.catalogue.regions, context.catalogue.units
    held = list_of(view, (view.localise(roles[role].name) for role in one.grants.roles if role in roles))
    places = list_of(view, (view.localise(regions[code].name) for code in one.grants.regions if code in regions))
    acts_for = list_of(view, (view.localise(units[unit].name) for unit in one.grants.units if unit in units))
    return Listed(
        one.id, one.login, one.name, one.staff, one.active, one.demo, held, places, acts_for, bool(one.factor), ""
    )


def _form(view: View, context: RequestContext, one: Account) -> Component:
    roles = [Choice(key, view.localise(role.name), key in one.grants.roles) for key, role in shipped().roles.items()]
    units = [
        Choice(key, view.localise(unit.name), key in one.grants.units) for key, unit in context.catalogue.units.items()
    ]
    content = rights_form(view, one.id, one.version, roles, units, context.catalogue.regions, one.grants.regions)
    section = panel(view.translate("admin.rights.of", login=one.login, name=one.name), *content)
    section.id = "change"
    return section


def _roles(view: View) -> list[Any]:
    """What each role may do, in words."""
    actions = shipped().actions
    rows: list[Any] = []
    for role in shipped().roles.values():
        rows += [
            html.Dt(view.localise(role.name)),
            html.Dd(list_of(view, (view.localise(actions[right].name) for right in role.rights))),
        ]
    return [html.Dl(rows, className="roles")]


PAGE = Page("rights", "/admin/rights", layout, frozenset({"account"}), right="security.manage", kept=False)
