"""Roles, regions and units of accounts: the list, and the form that changes one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin.admin_forms import AccountLine
from components.forms.action_form import action_form, button
from components.forms.inputs import hidden
from components.forms.password_again import folded_action, password_again
from components.forms.region_boxes import CheckboxOption, boxes, region_boxes
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table
from indicators.definitions.regions import Regions


@dataclass(frozen=True)
class HeldRights:
    """What one account may be given: roles and units with those it has ticked, all regions and those it has."""

    number: int
    version: int
    login: str
    name: str
    roles: Sequence[CheckboxOption]
    units: Sequence[CheckboxOption]
    regions: Regions
    held: Sequence[int]


@dataclass(frozen=True)
class RightsView:
    """All accounts with what they hold, the one that is changed, and (role, actions) in words."""

    accounts: Sequence[AccountLine]
    chosen: HeldRights | None
    roles: Sequence[tuple[str, str]]


def rights_table(view: View, found: Sequence[AccountLine]) -> Component:
    """All accounts with what each may do, and the link to change it."""
    columns = ("login", "name", "roles", "places", "units", "factor", "state", "do")
    heads = [view.translate(f"admin.col.{name}") for name in columns]
    rows = [
        [
            one.login,
            one.name,
            one.roles or view.translate("admin.no-role"),
            one.places,
            one.units,
            view.translate("admin.factor.set" if one.factor else "admin.factor.none"),
            view.translate("admin.active" if one.active else "admin.disabled"),
            view.translate("admin.demo") if one.demo else _change_link(view, one),
        ]
        for one in found
    ]
    return table(view.translate("admin.rights"), heads, rows, className="accounts")


def _change_link(view: View, one: AccountLine) -> Component:
    label = view.translate("admin.change")
    address = view.href(account=str(one.number)) + "#change"
    return html.A(label, href=address, className="link", **{"aria-label": f"{label}: {one.login}"})


def held_rights(view: View, held: HeldRights) -> Component:
    """The panel in which one account's rights are changed."""
    section = panel(view.translate("admin.rights.of", login=held.login, name=held.name), *_rights_form(view, held))
    section.id = "change"
    return section


def roles_list(roles: Sequence[tuple[str, str]]) -> Component:
    """What each role may do: (role, actions) in words."""
    return html.Dl([part for role, may in roles for part in (html.Dt(role), html.Dd(may))], className="roles")


def _rights_form(view: View, held: HeldRights) -> list[Any]:
    """Roles, regions and units of one account, and what else the security administrator may do to it."""
    ends = "rights.end-sessions"
    return [
        action_form(
            view,
            "rights.grant",
            hidden("account", held.number),
            hidden("version", held.version),
            boxes(view, view.translate("admin.col.roles"), "roles", held.roles),
            region_boxes(view, held.regions, held.held),
            boxes(view, view.translate("admin.col.units"), "units", held.units, folded=True),
            password_again(view),
            button(view, "admin.grant", "button main"),
            className="act act-tall",
            back=view.href(account=None),
        ),
        html.Div(
            [
                action_form(
                    view, ends, hidden("account", held.number), button(view, f"admin.do.{ends}"), className="act-inline"
                ),
                *(
                    folded_action(view, act, f"admin.do.{act}", hidden("account", held.number))
                    for act in ("rights.unlock", "rights.reset-factor")
                ),
            ],
            className="row-acts",
        ),
    ]
