"""What is around an incident: the signs of its cause, people, devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians

from dash import html

from components.formatting.display_values import basis_name
from components.formatting.numbers import digits
from components.framework.view import View
from components.wall.incident import Near
from components.wall.signs import Shown
from data.telemetry.device_locations import DeviceLocation
from data.telemetry.state_types import SignNow, SlotValue
from indicators.incidents import Incident
from pages.wall.alert_cards import AlertCard, period_text
from queries.request_context import RequestContext

SIGNS, DEVICES = 6, 4
KILOMETRES = 5
DEGREE = 111.2  # kilometres in a degree of latitude
HOUR = 3600
WEATHER = ("V27", "V28")  # rain and wind: what makes most things worse


def signs_nearby(view: View, context: RequestContext, incident: Incident, lead: AlertCard) -> list[Near]:
    """The signs of the incident's cause and the weather, in the district: the worst first."""
    region = _district(context, lead.alert.subject.region)
    wanted = dict.fromkeys([*context.grounds.cause(incident.cause).signs, *WEATHER, lead.alert.subject.sign])
    signs = context.picture.signs(context.scope, region)
    found = [signs[name] for name in wanted if name in signs and name in context.catalogue.vitals.signs]
    found = sorted(found, key=lambda sign: -(sign.level if sign.level is not None else -1))[:SIGNS]
    since = int(context.now.timestamp()) - HOUR
    history = context.picture.sign_histories(context.scope, [sign.sign for sign in found], region, since)
    places = {one.no: one for one in context.picture.standing(context.scope, numbers={sign.worst for sign in found})}
    return [_near(view, context, sign, history.get(sign.sign, ()), places.get(sign.worst)) for sign in found]


def _near(
    view: View, context: RequestContext, sign: SignNow, history: Sequence[SlotValue], worst: DeviceLocation | None
) -> Near:
    found = context.catalogue.vitals.signs[sign.sign]
    place = (worst.name_zh if view.lang == "zh" else worst.name_en) if worst else ""
    known = [slot.value for slot in history if slot.value is not None]
    moved = ""
    if sign.value is not None and known and round(sign.value - known[0], found.decimals):
        moved = view.translate("wall.moved", change=digits(sign.value - known[0], found.decimals, sign=True))
    shown = Shown(found, sign.region, sign.value, sign.level, period_text(sign.at), sign.basis)
    return Near(shown, view.localise(found.name), place, moved)


def people_and_devices(view: View, context: RequestContext, lead: AlertCard) -> list[tuple[str, object]]:
    """Who lives there by the last figure that was published, and what devices stand within some kilometres."""
    region = lead.alert.subject.region
    return [*_people(view, context, _chain(context, region)), *_devices(view, context, lead)]


def _people(view: View, context: RequestContext, regions: Iterable[int]) -> list[tuple[str, object]]:
    for region in regions:
        facts = context.reader.published(context.scope, "resident_population", region)
        if not facts:
            continue
        newest = max(facts, key=lambda fact: fact.period)
        name = view.translate(
            "wall.people", place=view.localise(context.catalogue.regions[region].name), year=newest.period[:4]
        )
        unit = view.localise(context.catalogue.measures["resident_population"].unit)
        marks = {
            "data-indicator": "resident_population",
            "data-region": str(region),
            "data-period": newest.period,
            "data-status": "unknown",
            "data-basis": basis_name(newest.basis),
        }
        return [(name, html.Span([html.B(digits(newest.value, 1)), f" {unit}"], **marks))]
    return []


def _devices(view: View, context: RequestContext, lead: AlertCard) -> list[tuple[str, object]]:
    devices = context.picture.standing(context.scope, ids=[lead.alert.subject.place])
    if not devices or devices[0].lon is None or devices[0].lat is None:
        return []
    lon, lat = devices[0].lon, devices[0].lat
    high, wide = KILOMETRES / DEGREE, KILOMETRES / DEGREE / cos(radians(lat))
    counts = context.picture.count_around(context.scope, lon - wide, lat - high, lon + wide, lat + high)
    quantities = context.catalogue.vitals.quantities
    known = [(name, count) for name, count in counts.items() if name in quantities]
    most = sorted(known, key=lambda pair: -pair[1])[:DEVICES]
    return [
        (
            view.translate("wall.devices", what=view.localise(quantities[name].name), km=KILOMETRES),
            html.Span(html.B(str(count)), **{"data-number": "devices-around"}),
        )
        for name, count in most
    ]


def _district(context: RequestContext, region: int) -> int:
    """Signs are told for districts: the one around a town, as far as the wall may see it."""
    chain = [code for code in _chain(context, region) if context.catalogue.regions[code].level != "town"]
    return chain[0] if chain else region


def _chain(context: RequestContext, region: int) -> tuple[int, ...]:
    """A region and those around it, from inside out, as far as they may be seen."""
    found, at = [], context.catalogue.regions[region]
    while True:
        found.append(at.code)
        if at.parent is None:
            return context.seen(found)
        at = context.catalogue.regions[at.parent]
