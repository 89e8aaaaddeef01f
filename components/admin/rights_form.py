"""Roles, regions and units of accounts: the list, and the form that changes one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin.admin_forms import Listed
from components.forms.action_form import act_form, button
from components.forms.inputs import hidden
from components.forms.password_again import folded_act, password_again
from components.forms.region_boxes import Choice, boxes, region_boxes
from components.framework.view import View
from components.tables.accessible_table import table
from indicators.definitions.regions import Regions


def rights_table(view: View, found: Sequence[Listed]) -> Component:
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


def _change_link(view: View, one: Listed) -> Component:
    label = view.translate("admin.change")
    address = view.href(account=str(one.number)) + "#change"
    return html.A(label, href=address, className="link", **{"aria-label": f"{label}: {one.login}"})


def rights_form(
    view: View,
    number: int,
    version: int,
    roles: Sequence[Choice],
    units: Sequence[Choice],
    regions: Regions,
    held: Sequence[int],
) -> list[Any]:
    """Roles, regions and units of one account, and what else the security administrator may do to it."""
    ends = "rights.end-sessions"
    return [
        act_form(
            view,
            "rights.grant",
            hidden("account", number),
            hidden("version", version),
            boxes(view, view.translate("admin.col.roles"), "roles", roles),
            region_boxes(view, regions, held),
            boxes(view, view.translate("admin.col.units"), "units", units, folded=True),
            password_again(view),
            button(view, "admin.grant", "button main"),
            className="act act-tall",
            back=view.href(account=None),
        ),
        html.Div(
            [
                act_form(
                    view, ends, hidden("account", number), button(view, f"admin.do.{ends}"), className="act-inline"
                ),
                *(
                    folded_act(view, act, f"admin.do.{act}", hidden("account", number))
                    for act in ("rights.unlock", "rights.reset-factor")
                ),
            ],
            className="row-acts",
        ),
    ]
