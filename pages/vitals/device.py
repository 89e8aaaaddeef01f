"""One device in depth: what it delivers, its last readings, its signs, who brings them, and where it stands."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.formatting.numbers import digits
from components.framework.live import age, live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import Highlight, MapSpec, Points, big_map
from components.maps.levels import level_mark
from components.tables.accessible_table import table
from components.vitals.device_parts import state_mark
from components.vitals.sign_chart import step_spark
from components.vitals.signs import level_name, sign_number, since_words
from data.telemetry.device_queries import Newest
from data.telemetry.device_registry import RegisteredDevice
from indicators.vitals import Quantity
from queries.alerts.alert_lines import region_name
from queries.request_context import RequestContext
from queries.vitals.current_signs import POINTS, SLOT, day_of, device_name, local
from queries.vitals.device_map import places_of
from queries.vitals.device_state import device_now, kinds_of
from queries.vitals.sign_places import point_figure
from queries.vitals.sign_view import course_of, value_words

SIGNS = frozenset({"signs"})
LAST = 8  # readings of a quantity


def now(view: View, context: RequestContext, device: str) -> Component:
    """Its state, its newest readings, its signs."""
    one = _found(context, device)
    found = device_now(context, one)
    newest = context.register.newest(context.scope, one)
    head = [state_mark(view, found.state), level_mark(view, level_name(found.level)), age(view, local(found.last_at))]
    return html.Div(
        [
            html.P(head, className="sign-now"),
            _readings(view, context, one, newest),
            html.H3(view.translate("device.signs")),
            _signs(view, context, one),
        ]
    )


NOW = LiveFragment("device-now", now, SIGNS)


def _found(context: RequestContext, name: str) -> RegisteredDevice:
    found = context.register.by_id(context.scope, name)
    if found is None:
        raise NoSuchScreen(name)
    return found


def _readings(view: View, context: RequestContext, one: RegisteredDevice, newest: tuple[Newest, ...]) -> Component:
    quantities = context.catalogue.vitals.quantities
    rows: list[list[Any]] = []
    for found in newest:
        quantity = quantities.get(found.quantity)
        if quantity is None:  # of a channel whose quantity was taken out of the definitions
            continue
        last = context.register.last_readings(context.scope, one, found.quantity, LAST)
        before = "，".join(
            f"{moment:%H:%M} {_said(view, quantity, value)}" for at, value in last[1:] if (moment := local(at))
        )
        shown = html.B(_said(view, quantity, found.value), **{"data-number": "reading"})
        rows.append([view.localise(quantity.name), shown, age(view, local(found.at)), found.feed, html.Small(before)])
    heads = [view.translate(f"device.reading.{name}") for name in ("quantity", "value", "at", "feed", "before")]
    return table(view.translate("device.reading.title"), heads, rows, "device-readings")


def _said(view: View, quantity: Quantity, value: float) -> str:
    """A reading with its unit, or the name of a state."""
    if quantity.states:
        state = quantity.states.get(int(value))
        return view.localise(state) if state else digits(value, 0)
    text = digits(value, 3).rstrip("0").rstrip(".") if value % 1 else digits(value, 0)
    unit = view.localise(quantity.unit)
    return f"{text}{unit}" if unit in {"%", "‰", "°"} else f"{text} {unit}"


def _signs(view: View, context: RequestContext, one: RegisteredDevice) -> Component:
    begins = int(context.now.timestamp()) // SLOT * SLOT
    rows = []
    for point in context.picture.points_of_device(context.scope, one.no):
        sign = context.catalogue.vitals.signs.get(point.sign)
        if sign is None:
            continue
        figure, name = point_figure(view, sign, point, one), view.localise(sign.name)
        day = context.picture.point_days(context.scope, sign.id, [one.no], begins - POINTS * SLOT).get(one.no, [])
        label = view.translate("sign.day", name=name, value=value_words(view, sign, point.value))
        course = course_of(view, context, sign, day_of(context, day, holds=sign.stale_seconds))
        rows.append(
            [
                html.A(name, href=view.href(f"/vitals/{sign.kind}", sign=sign.id)),
                level_mark(view, figure.level),
                sign_number(view, figure, name),
                since_words(view, local(point.since), context.now) if point.level else "",
                step_spark(course, label, 220, 40) if len(day) > 1 else "",
            ]
        )
    heads = [view.translate(f"sign.places.{name}") for name in ("sign", "level", "now", "since", "day")]
    return table(view.translate("device.signs"), heads, rows, "sign-places")


def layout(view: View, context: RequestContext, device: str) -> Screen:
    """The screen of the device with this unified id. NoSuchScreen for an unknown one."""
    one = _found(context, device)
    name = device_name(view, one)
    return Screen(
        name,
        [
            html.Div(
                [html.H1(name), html.A(view.translate("device.title"), href=view.href("/devices"), className="link")],
                className="vitals-head",
            ),
            html.Div(
                [
                    panel(view.translate("device.now"), live(NOW, now(view, context, device))),
                    html.Div(
                        [panel(view.translate("device.about"), _facts(view, context, one)), _map(view, context, one)]
                    ),
                ],
                className="sign-page device-page",
            ),
        ],
    )


def _facts(view: View, context: RequestContext, one: RegisteredDevice) -> Component:
    catalogue, device = context.catalogue, one.device
    unit = catalogue.units.get(device.owner)
    kinds = list_of(
        view, (view.localise(catalogue.vitals.kinds[kind].name) for kind in kinds_of(catalogue.vitals, one))
    )
    registered, region = local(one.registered_at), region_name(view, context, device.region)
    facts: list[tuple[str, Any]] = [
        ("id", html.Code(device.id)),
        ("kind", kinds),
        ("place", html.A(region, href=view.href(f"/regions/{device.region}"), className="link")),
        ("owner", view.localise(unit.name) if unit else device.owner),
        ("every", view.translate("time.seconds", n=digits(device.every, 0))),
        ("registered", f"{registered:%Y-%m-%d}" if registered else ""),
        ("basis", view.translate("basis.demo") if context.demo else view.translate("basis.reported")),
    ]
    rows = [item for key, value in facts for item in (html.Dt(view.translate(f"device.head.{key}")), html.Dd(value))]
    return html.Dl(rows, className="about-facts")


def _map(view: View, context: RequestContext, one: RegisteredDevice) -> Component | None:
    device = one.device
    if device.lon is None or device.lat is None or device.region not in context.shapes:
        return None
    name, level = device_name(view, one), level_name(device_now(context, one).level)
    spec = MapSpec(
        "device",
        view.translate("device.map", name=name),
        context.shapes,
        around=context.shapes[device.region].box,
        points=Points(places_of(view.lang, [one]), [level], name, clustered=False),
        highlight=Highlight(device.lon, device.lat, name, level),
    )
    return panel(view.translate("device.where"), big_map(view, spec), className="device-map")


PAGE = Page("device", "/devices/<path:device>", layout, parts=(NOW,), kept=False)
