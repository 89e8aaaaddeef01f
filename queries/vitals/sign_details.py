"""The sheet behind a number of a vital sign: how the value was made, from which reading, by which rule, and who is
called. A health opens into its parts, which add up."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import basis_mark, digits
from components.framework.live import age
from components.framework.view import View
from components.indicators.provenance import definition_basis, sheet
from components.maps.levels import level_mark
from components.tables.accessible_table import table
from components.vitals.signs import SignFigure, sign_value
from components.vitals.thresholds import rule_words
from data.core.scope import required_region
from data.telemetry.device_registry import RegisteredDevice
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.board import health_of
from queries.vitals.current_signs import (
    CITY,
    CurrentSigns,
    device_name,
    health_day,
    health_figure,
    local,
    now_in,
    region_figure,
)
from queries.vitals.sign_places import point_figure
from queries.vitals.sign_view import all_steps

HEALTH = "health:"


class NoSuchSign(LookupError):
    """Nothing here has that name, or not there."""


def sign_sheet(view: View, context: RequestContext, name: str, region: int, device: str) -> list[Component]:
    """The sheet of a sign in a region or at a device, or of a health. NoSuchSign, OutOfScope."""
    required_region(context.scope, region)
    now = now_in(context, region)
    if name.startswith(HEALTH):
        return _health(view, context, now, name.removeprefix(HEALTH))
    sign = context.catalogue.vitals.signs.get(name)
    if sign is None:
        raise NoSuchSign(name)
    return _at_device(view, context, sign, device) if device else _in_region(view, context, now, sign)


def _health(view: View, context: RequestContext, now: CurrentSigns, kind: str) -> list[Component]:
    vitals = context.catalogue.vitals
    if kind == CITY:
        health = health_of(view, context, now)
        name, figure = view.translate("vitals.health"), health.figure
        rows = [[part, _number(value), _number(points)] for part, value, points in health.parts]
        heads = [
            view.translate("vitals.part"),
            view.translate("vitals.part.health"),
            view.translate("vitals.part.points"),
        ]
        how, total = view.translate("vitals.sum.show"), [view.translate("vitals.sum"), "", _number(figure.value)]
        href = view.href("/vitals")
    elif kind in vitals.kinds:
        name = view.localise(vitals.kinds[kind].name)
        figure = health_figure(context, now, kind, health_day(context, now, kind))
        parts = now.kinds[kind].parts
        rows = [[view.translate("sheet.sign.full"), _number(100.0)]]
        rows += [[view.localise(vitals.signs[part.sign].name), _number(-part.points)] for part in parts]
        heads = [view.translate("sheet.sign.sign"), view.translate("vitals.part.points")]
        how, total = view.translate("sheet.sign.health"), [view.translate("vitals.sum"), _number(figure.value)]
        href = view.href(f"/vitals/{kind}")
    else:
        raise NoSuchSign(kind)
    known = figure.level != "unknown"
    body = table(view.translate("vitals.sum.caption"), heads, [*rows, total], "sums", tuple(range(1, len(heads))))
    return sheet(
        view,
        f"{view.localise(context.catalogue.regions[now.region].name)} · {name}",
        _value(view, figure),
        html.P(how, className="lead"),
        body if known else html.P(view.translate("vitals.health.unknown"), className="note"),
        _more(view, href),
    )


def _number(value: float | None) -> Component:
    return html.Span(digits(value, 1), **{"data-number": "part"})


def _in_region(view: View, context: RequestContext, now: CurrentSigns, sign: Sign) -> list[Component]:
    found = now.signs.get(sign.id)
    if found is None:
        raise NoSuchSign(sign.id)
    figure = region_figure(view, context, found)
    worst = context.register.by_number(context.scope, [found.worst]).get(found.worst)
    facts: list[tuple[str, Any]] = [
        ("across", view.translate(f"sheet.sign.across.{sign.across}")),
        ("places", view.translate("sign.places", n=found.counted, silent=found.stale)),
        ("worst", _device(view, worst)),
    ]
    place = view.localise(context.catalogue.regions[now.region].name)
    return _sheet(view, context, sign, figure, place, facts, worst)


def _at_device(view: View, context: RequestContext, sign: Sign, name: str) -> list[Component]:
    device = context.register.by_id(context.scope, name)
    points = context.picture.points_of_device(context.scope, device.no) if device else ()
    point = next((one for one in points if one.sign == sign.id), None)
    if device is None or point is None:
        raise NoSuchSign(name)
    figure = point_figure(view, sign, point, device)
    return _sheet(view, context, sign, figure, device_name(view, device), [("device", _device(view, device))], device)


def _device(view: View, device: RegisteredDevice | None) -> Any:
    if device is None:
        return "—"
    return html.A(device_name(view, device), href=view.href(f"/devices/{device.device.id}"), className="link")


def _sheet(
    view: View,
    context: RequestContext,
    sign: Sign,
    figure: SignFigure,
    place: str,
    facts: list[tuple[str, Any]],
    device: RegisteredDevice | None,
) -> list[Component]:
    catalogue = context.catalogue
    newest = context.register.newest(context.scope, device) if device else ()
    quantities = catalogue.vitals.quantities
    said = [
        (view.localise(quantities[one.quantity].name), one.value, view.localise(quantities[one.quantity].unit), one)
        for one in newest
        if one.quantity in sign.reads
    ]
    readings = [
        html.Li(
            [
                f"{name} ",
                html.B(f"{value:g}", **{"data-number": "reading"}),
                f" {unit} · {one.feed} ",
                age(view, local(one.at)),
            ]
        )
        for name, value, unit, one in said
    ]
    unit, duty = catalogue.units[sign.responsible], catalogue.vitals.duties[sign.called]
    told = [
        *((view.translate(f"sheet.sign.{key}"), value) for key, value in facts),
        (view.translate("sign.range"), f"{view.localise(sign.normal)} {view.localise(sign.unit)}"),
        (view.translate("sign.rule"), rule_words(view, sign)),
        (view.translate("sign.basis"), definition_basis(view, catalogue, sign.basis)),
        (view.translate("sign.answers"), view.localise(unit.name)),
        (view.translate("sign.called"), view.localise(duty.name)),
    ]
    return sheet(
        view,
        f"{place} · {view.localise(sign.name)}",
        _value(view, figure),
        html.P(view.localise(sign.definition), className="lead"),
        html.H3(view.translate("sheet.sign.readings")),
        html.Ul(readings) if readings else html.P(view.translate("vitals.feeds.none"), className="note"),
        html.H3(view.translate("sign.steps")),
        html.Ul([html.Li(words) for words in all_steps(view, context, sign)], className="steps-words"),
        html.Dl([item for key, value in told for item in (html.Dt(key), html.Dd(value))], className="about-facts"),
        _more(view, view.href(f"/vitals/{sign.kind}", sign=sign.id)),
    )


def _value(view: View, figure: SignFigure) -> Component:
    shown = [sign_value(figure), basis_mark(view, figure.basis), level_mark(view, figure.level), age(view, figure.at)]
    return html.P(shown, className="sheet-value")


def _more(view: View, href: str) -> Component:
    return html.P(html.A(view.translate("sheet.more"), href=href, className="button"))
