"""The city's devices (物联感知设施管理): registered, online, silent, twice claimed; what was refused and why."""

from __future__ import annotations

from collections import Counter

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.vitals.device_parts import (
    ClashRow,
    DeviceRow,
    clash_list,
    device_table,
    filters,
    refused_list,
    tallies,
)
from components.vitals.signs import level_name
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.telemetry.device_queries import Clash
from queries.alerts.alert_lines import region_name
from queries.request_context import RequestContext
from queries.vitals.current_signs import device_name, local
from queries.vitals.device_state import STATES, DeviceNow, chosen, devices_now, kinds_of

SIGNS = frozenset({"signs"})
SHOWN = 60  # rows of the register
REFUSED, DAYS = 20, 3


def listed(view: View, context: RequestContext) -> Component:
    """The counts and the rows that the filters ask for."""
    everything = devices_now(context)
    found = chosen(view, context, everything)
    counts = Counter(one.state for one in everything)
    clashes = len(context.register.clashes(context.scope))
    heads = [("registered", len(everything), view.href(state=None))]
    heads += [(state, counts[state], view.href(state=state)) for state in STATES]
    heads += [("clashes", clashes, "#clashes")]
    more = view.translate("device.more", shown=min(SHOWN, len(found)), n=len(found))
    rows = [_row(view, context, one) for one in found[:SHOWN]]
    return html.Div([tallies(view, heads), html.P(more, className="note"), device_table(view, rows)])


LIST = LiveFragment("devices-list", listed, SIGNS)


def _row(view: View, context: RequestContext, found: DeviceNow) -> DeviceRow:
    one = found.one.device
    catalogue = context.catalogue
    kinds = list_of(
        view, (view.localise(catalogue.vitals.kinds[kind].name) for kind in kinds_of(catalogue.vitals, found.one))
    )
    owner = catalogue.units.get(one.owner)
    return DeviceRow(
        one.id,
        device_name(view, found.one),
        kinds,
        region_name(view, context, one.region),
        view.localise(owner.name) if owner else one.owner,
        found.state,
        local(found.last_at),
        level_name(found.level),
    )


def layout(view: View, context: RequestContext) -> Screen:
    """The register with its filters, the claims that wait, and what was refused."""
    may_settle, may_read = context.actor.may("devices.manage"), context.actor.may("quarantine.read")
    clashes = [_clash(view, context, one) for one in context.register.clashes(context.scope)]
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
            panel(view.translate("device.table"), _filters(view, context), live(LIST, listed(view, context))),
            html.Div(
                panel(
                    view.translate("device.clash.title"),
                    html.P(view.translate("device.clash.why"), className="note"),
                    clash_list(view, clashes, may_settle=may_settle),
                ),
                id="clashes",
                className="below",
            ),
            _refused(view, context) if may_read else None,
        ],
    )


def _filters(view: View, context: RequestContext) -> Component:
    catalogue = context.catalogue
    owners = sorted({one.device.owner for one in context.register.all(context.scope)})
    named = {name: view.localise(catalogue.units[name].name) if name in catalogue.units else name for name in owners}
    regions = {str(code): view.localise(catalogue.regions[code].name) for code in context.seen(catalogue.regions.codes)}
    kinds = {name: view.localise(kind.name) for name, kind in catalogue.vitals.kinds.items()}
    states = {state: view.translate(f"device.state.{state}") for state in STATES}
    return filters(view, [("state", states), ("kind", kinds), ("owner", named), ("region", regions)])


def _clash(view: View, context: RequestContext, one: Clash) -> ClashRow:
    holder, claimed = one.holder.device, one.claimed
    regions, units = context.catalogue.regions, context.catalogue.units
    region = int(claimed.get("region", 0))
    place = view.localise(regions[region].name) if region in regions else ""
    owner = str(claimed.get("owner", ""))
    unit = view.localise(units[owner].name) if owner in units else owner
    name = str(claimed.get("name_zh" if view.lang == "zh" else "name_en") or claimed.get("name_zh", ""))
    own = view.localise(units[holder.owner].name) if holder.owner in units else holder.owner
    held = f"{device_name(view, one.holder)} · {region_name(view, context, holder.region)} · {own}"
    at = from_epoch(one.claimed_at).astimezone(BUSINESS_ZONE)
    return ClashRow(one.id, held, f"{name} · {place} · {unit}", f"{at:%m-%d %H:%M}", one.claim)


def _refused(view: View, context: RequestContext) -> Component:
    since = int(context.now.timestamp()) - DAYS * 86_400
    rows = [
        (
            f"{from_epoch(one.at).astimezone(BUSINESS_ZONE):%m-%d %H:%M:%S}",
            one.feed,
            one.code,
            one.detail,
            one.content[:120],
        )
        for one in context.register.refused(context.scope, since, REFUSED)
    ]
    return html.Div(panel(view.translate("device.refused.title"), refused_list(view, rows, DAYS)), className="below")


PAGE = Page(
    "devices",
    "/devices",
    layout,
    frozenset({"kind", "owner", "state", "region"}),
    parts=(LIST,),
    kept=False,
)
