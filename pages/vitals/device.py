"""One device in depth: what it delivers, its last readings, its signs, who brings them, and where it stands."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

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


def now(view: View, desk: RequestContext, device: str) -> Component:
    """Its state, its newest readings, its signs."""
    one = _found(desk, device)
    found = device_now(desk, one)
    newest = desk.register.newest(desk.scope, one)
    head = [state_mark(view, found.state), level_mark(view, level_name(found.level)), age(view, local(found.last_at))]
    return html.Div(
        [
            html.P(head, className="sign-now"),
            _readings(view, desk, one, newest),
            html.H3(view.t("device.signs")),
            _signs(view, desk, one),
        ]
    )


NOW = LiveFragment("device-now", now, SIGNS)


def _found(desk: RequestContext, name: str) -> RegisteredDevice:
    found = desk.register.by_id(desk.scope, name)
    if found is None:
        raise NoSuchScreen(name)
    return found


def _readings(view: View, desk: RequestContext, one: RegisteredDevice, newest: tuple[Newest, ...]) -> Component:
    quantities = desk.catalogue.vitals.quantities
    rows: list[list[Any]] = []
    for found in newest:
        quantity = quantities.get(found.quantity)
        if quantity is None:  # of a channel whose quantity was taken out of the definitions
            continue
        last = desk.register.last_readings(desk.scope, one, found.quantity, LAST)
        before = "，".join(
            f"{moment:%H:%M} {_said(view, quantity, value)}" for at, value in last[1:] if (moment := local(at))
        )
        shown = html.B(_said(view, quantity, found.value), **{"data-number": "reading"})
        rows.append([view.say(quantity.name), shown, age(view, local(found.at)), found.feed, html.Small(before)])
    heads = [view.t(f"device.reading.{name}") for name in ("quantity", "value", "at", "feed", "before")]
    return table(view.t("device.reading.title"), heads, rows, "device-readings")


def _said(view: View, quantity: Quantity, value: float) -> str:
    """A reading with its unit, or the name of a state."""
    if quantity.states:
        state = quantity.states.get(int(value))
        return view.say(state) if state else digits(value, 0)
    text = digits(value, 3).rstrip("0").rstrip(".") if value % 1 else digits(value, 0)
    unit = view.say(quantity.unit)
    return f"{text}{unit}" if unit in {"%", "‰", "°"} else f"{text} {unit}"


def _signs(view: View, desk: RequestContext, one: RegisteredDevice) -> Component:
    begins = int(desk.now.timestamp()) // SLOT * SLOT
    rows = []
    for point in desk.picture.points_of_device(desk.scope, one.no):
        sign = desk.catalogue.vitals.signs.get(point.sign)
        if sign is None:
            continue
        figure, name = point_figure(view, sign, point, one), view.say(sign.name)
        day = desk.picture.point_days(desk.scope, sign.id, [one.no], begins - POINTS * SLOT).get(one.no, [])
        label = view.t("sign.day", name=name, value=value_words(view, sign, point.value))
        course = course_of(view, desk, sign, day_of(desk, day, holds=sign.stale_seconds))
        rows.append(
            [
                html.A(name, href=view.href(f"/vitals/{sign.kind}", sign=sign.id)),
                level_mark(view, figure.level),
                sign_number(view, figure, name),
                since_words(view, local(point.since), desk.now) if point.level else "",
                step_spark(course, label, 220, 40) if len(day) > 1 else "",
            ]
        )
    heads = [view.t(f"sign.places.{name}") for name in ("sign", "level", "now", "since", "day")]
    return table(view.t("device.signs"), heads, rows, "sign-places")


def layout(view: View, desk: RequestContext, device: str) -> Screen:
    """The screen of the device with this unified id. NoSuchScreen for an unknown one."""
    one = _found(desk, device)
    name = device_name(view, one)
    return Screen(
        name,
        [
            html.Div(
                [html.H1(name), html.A(view.t("device.title"), href=view.href("/devices"), className="link")],
                className="vitals-head",
            ),
            html.Div(
                [
                    panel(view.t("device.now"), live(NOW, now(view, desk, device))),
                    html.Div([panel(view.t("device.about"), _facts(view, desk, one)), _map(view, desk, one)]),
                ],
                className="sign-page device-page",
            ),
        ],
    )


def _facts(view: View, desk: RequestContext, one: RegisteredDevice) -> Component:
    catalogue, device = desk.catalogue, one.device
    unit = catalogue.units.get(device.owner)
    kinds = "、".join(view.say(catalogue.vitals.kinds[kind].name) for kind in kinds_of(catalogue.vitals, one))
    registered, region = local(one.registered_at), region_name(view, desk, device.region)
    facts: list[tuple[str, Any]] = [
        ("id", html.Code(device.id)),
        ("kind", kinds),
        ("place", html.A(region, href=view.href(f"/regions/{device.region}"), className="link")),
        ("owner", view.say(unit.name) if unit else device.owner),
        ("every", view.t("time.seconds", n=digits(device.every, 0))),
        ("registered", f"{registered:%Y-%m-%d}" if registered else ""),
        ("basis", view.t("basis.demo") if desk.demo else view.t("basis.reported")),
    ]
    rows = [item for key, value in facts for item in (html.Dt(view.t(f"device.head.{key}")), html.Dd(value))]
    return html.Dl(rows, className="about-facts")


def _map(view: View, desk: RequestContext, one: RegisteredDevice) -> Component | None:
    device = one.device
    if device.lon is None or device.lat is None or device.region not in desk.shapes:
        return None
    name, level = device_name(view, one), level_name(device_now(desk, one).level)
    spec = MapSpec(
        "device",
        view.t("device.map", name=name),
        desk.shapes,
        around=desk.shapes[device.region].box,
        points=Points(places_of(view.lang, [one]), [level], name, clustered=False),
        highlight=Highlight(device.lon, device.lat, name, level),
    )
    return panel(view.t("device.where"), big_map(view, spec), className="device-map")


PAGE = Page("device", "/devices/<path:device>", layout, parts=(NOW,), kept=False)
