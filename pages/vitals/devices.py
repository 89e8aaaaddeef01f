"""The city's devices (物联感知设施管理): registered, online, silent, twice claimed; what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.vitals.device_parts import RefusedRow, clash_list, device_listing, filters, refused_list
from queries.request_context import RequestContext
from queries.vitals import DeviceRegisterQueries
from queries.vitals.device_register import DAYS


def listed(view: View, context: RequestContext) -> Component:
    """The counts and the rows that the filters ask for."""
    return device_listing(view, DeviceRegisterQueries(context).listing(view))


LIST = LiveFragment("devices-list", listed, frozenset({"signs", "liveness"}))


def layout(view: View, context: RequestContext) -> Screen:
    """The register with its filters, the claims that wait, and what was refused."""
    queries = DeviceRegisterQueries(context)
    clashes = clash_list(view, queries.clashes(view), may_settle=context.actor.may("devices.manage"))
    return Screen(
        view.translate("device.title"),
        [
            html.Div(
                [
                    html.H1(view.translate("device.title")),
                    html.A(view.translate("kind.back"), href=view.href("/vitals"), className="link"),
                ],
                className="vitals-head",
            ),
            panel(
                view.translate("device.table"),
                filters(view, queries.filters(view)),
                live(view, LIST, listed(view, context)),
            ),
            html.Div(
                panel(
                    view.translate("device.clash.title"),
                    html.P(view.translate("device.clash.why"), className="note"),
                    clashes,
                ),
                id="clashes",
                className="below",
            ),
            _refused(view, queries.refused(view)) if context.actor.may("quarantine.read") else None,
        ],
    )


def _refused(view: View, rows: Sequence[RefusedRow]) -> Component:
    refused = refused_list(view, rows, DAYS)
    return html.Div(panel(view.translate("device.refused.title"), refused), className="below")


PAGE = Page(
    "devices",
    "/devices",
    layout,
    frozenset({"kind", "owner", "state", "region"}),
    parts=(LIST,),
    kept=False,
)
