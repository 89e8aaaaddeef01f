"""The places of a sign as a table, the worst first, each with its last day."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import level_mark
from components.tables.accessible_table import table
from components.vitals.sign_chart import step_spark
from components.vitals.signs import SignFigure, drift, sign_figure, sign_number, since_words
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import PointNow
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import POINTS, SLOT, day_of, device_name, local
from queries.vitals.sign_view import course_of, value_words

SHOWN = 12
HOUR = 3600


def places_table(view: View, context: RequestContext, sign: Sign, region: int) -> Component:
    """The worst places of a region."""
    inside = context.catalogue.regions.within(region)
    points = context.picture.points(context.scope, sign.id, inside=inside)
    turn = sign.ladder.turn
    ordered = sorted(points, key=lambda one: (one.stale, -one.level, -turn * (one.value or 0.0), one.device))[:SHOWN]
    numbers = [one.device for one in ordered]
    devices = context.register.by_number(context.scope, numbers)
    begins = int(context.now.timestamp()) // SLOT * SLOT
    days = context.picture.point_days(context.scope, sign.id, numbers, begins - POINTS * SLOT)
    before = context.picture.values_before(
        context.scope, [(sign.id, no) for no in numbers], int(context.now.timestamp()) - HOUR
    )
    rows = [
        _row(view, context, sign, one, devices[one.device], days.get(one.device, []), before.get((sign.id, one.device)))
        for one in ordered
        if one.device in devices
    ]
    heads = [view.translate(f"sign.places.{name}") for name in ("place", "level", "now", "since", "day", "age")]
    more = view.translate("sign.places.more", shown=len(rows), n=len(points)) if len(points) > len(rows) else ""
    body = table(view.translate("sign.places.title"), heads, rows, "sign-places")
    return html.Div([body, html.P(more, className="note") if more else None])


def _row(
    view: View,
    context: RequestContext,
    sign: Sign,
    one: PointNow,
    device: RegisteredDevice,
    day: list[tuple[int, float]],
    before: float | None,
) -> list[Any]:
    name = device_name(view, device)
    figure = point_figure(view, sign, one, device)
    known = figure.level != "unknown"
    return [
        html.A(name, href=view.href(f"/devices/{device.device.id}")),
        level_mark(view, figure.level),
        html.Span([sign_number(view, figure, name), drift(view, sign, before, one.value) if known else None]),
        since_words(view, local(one.since), context.now) if one.level and known else "",
        _day(view, context, sign, day, one, name),
        age(view, figure.at),
    ]


def point_figure(view: View, sign: Sign, one: PointNow, device: RegisteredDevice) -> SignFigure:
    """The figure of a sign at a device. Where only the region is judged, a place has a value and no level."""
    level = None if one.stale else one.level if sign.judged_by_place else 0
    at, basis = local(one.at), device.device.basis
    return sign_figure(view, sign, one.region, one.value, level, at, basis, device.device.id)


def _day(
    view: View, context: RequestContext, sign: Sign, day: list[tuple[int, float]], one: PointNow, name: str
) -> RawHtml | str:
    if len(day) < 2:
        return ""
    label = view.translate("sign.day", name=name, value=value_words(view, sign, one.value))
    return step_spark(course_of(view, context, sign, day_of(context, day, holds=sign.stale_seconds)), label, 160, 32)
