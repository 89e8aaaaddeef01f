"""Alerts of any screen: read through a desk, drawn as a compact list, as counts, as points of a map.

`alerts_here(view, context, region, limit)` is the list for a panel: it follows the subject "alerts".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_list import AlertLine, alert_list
from components.formatting.display_values import basis_name
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.maps.levels import LevelMark
from components.vitals.sign_words import step_words, value_words
from data.core.clock import BUSINESS_ZONE, from_epoch, to_epoch
from data.operations.alerts.repository import AlertFilter, last_acts, list_alerts
from data.storage.faults import or_else
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import ALERT_STATES, LEVELS, LIVE, Alert, AlertState, Event
from queries.request_context import RequestContext

LIVE_STATES: tuple[AlertState, ...] = tuple(state for state in ALERT_STATES if state in LIVE)


def alerts_here(view: View, context: RequestContext, region: int | None = None, limit: int = 6) -> Component:
    """The troubles that are on in a region and inside it (default: wherever one may look), the gravest first.

    Of an incident only what leads is listed, with how many more there are.
    """
    regions = None if region is None else context.seen(context.catalogue.regions.within(region))
    wanted = AlertFilter(states=LIVE_STATES, regions=regions, echoes=False)
    with context.operations.reading() as connection:
        found = list_alerts(connection, context.scope, wanted, limit)
    return html.Div([alert_list(view, lines(view, context, found)), _all(view)], className="alerts-here")


def _all(view: View) -> Component:
    return html.P(html.A(view.translate("alert.all"), href=view.href("/alerts")), className="note")


def lines(
    view: View, context: RequestContext, found: Sequence[Alert], others: Mapping[int, int] = Counter[int]()
) -> list[AlertLine]:
    """Alerts as lines. `others`: how many more an incident has, by its number."""
    with context.operations.reading() as connection:
        acts = last_acts(connection, context.scope, [alert.id for alert in found])
    named = {alert.subject.place for alert in found if not is_region(alert)}
    devices = or_else(lambda: context.picture.named(context.scope, named), {})
    return [line_of(view, context, alert, devices, acts.get(alert.id), others) for alert in found]


def line_of(
    view: View,
    context: RequestContext,
    alert: Alert,
    devices: Mapping[str, RegisteredDevice],
    act: Event | None = None,
    others: Mapping[int, int] = Counter[int](),
) -> AlertLine:
    """An alert as a line."""
    subject, vitals = alert.subject, context.catalogue.vitals
    stale = alert.trigger == "stale"
    return AlertLine(
        id=alert.id,
        level=level_of(alert.level),
        sign=subject.sign,
        name=sign_name(view, context, subject.sign),
        place=place_name(view, context, alert, devices),
        region=subject.region,
        device="" if is_region(alert) else subject.place,
        value="" if stale else value_words(view, vitals, subject.sign, alert.value_now),
        step=step_words(view, vitals, subject.sign, alert.level) if alert.trigger == "step" else "",
        why="" if alert.trigger == "step" else view.translate(f"alert.trigger.{alert.trigger}"),
        raised=local(alert.raised_at),
        seen=local(alert.seen_at),
        state=alert.state,
        waits=alert.waits,
        done="" if act is None else _did(view, act),
        called=view.localise(alert.escalation.duty[alert.escalation_step].name),
        basis=_basis(context, devices.get(subject.place)),
        incident=alert.incident,
        others=others.get(alert.incident or 0, 0),
        quiet=alert.silenced(to_epoch(context.now)),
        echo=alert.echo,
    )


def _did(view: View, act: Event) -> str:
    said = view.translate(f"alert.event.{act.kind}")
    return view.translate("alert.did", who=act.actor.name, at=f"{local(act.at):%H:%M}", what=said)


def level_of(level: int) -> LevelMark:
    """A level's number as maps and lists name it."""
    return LEVELS[level]  # type: ignore[return-value]


def sign_name(view: View, context: RequestContext, sign: str) -> str:
    """A sign's name; its id where it is none of ours any more."""
    known = context.catalogue.vitals.signs.get(sign)
    return view.localise(known.name) if known else sign


def cause_name(view: View, context: RequestContext, cause: str, sign: str = "") -> str:
    """What a cause is called; a sign that has none of its own goes by its name."""
    known = context.grounds.causes.get(cause)
    return view.localise(known.name) if known else sign_name(view, context, sign or cause)


def place_name(view: View, context: RequestContext, alert: Alert, devices: Mapping[str, RegisteredDevice]) -> str:
    """The device with its town, or the region."""
    region = region_name(view, context, alert.subject.region)
    found = devices.get(alert.subject.place)
    if found is None:
        return region if is_region(alert) else f"{region} {alert.subject.place}"
    return found.device.name_zh if view.lang == "zh" else found.device.name_en


def region_name(view: View, context: RequestContext, region: int) -> str:
    """A region's name; its code where it is none of ours any more."""
    regions = context.catalogue.regions
    return view.localise(regions[region].name) if region in regions else str(region)


def number_in(address: str) -> int:
    """The number that an address names. NoSuchScreen for anything else."""
    if not (address.isascii() and address.isdigit() and len(address) <= 9):
        raise NoSuchScreen(address)
    return int(address)


def is_region(alert: Alert) -> bool:
    """Whether it speaks of a region, not of a device."""
    return alert.subject.place == str(alert.subject.region)


def local(seconds: int) -> datetime:
    """A stored time in the business zone."""
    return from_epoch(seconds).astimezone(BUSINESS_ZONE)


def by_incident(alerts: Iterable[Alert]) -> Counter[int]:
    """How many of some alerts belong to each incident quietly."""
    return Counter(alert.incident for alert in alerts if alert.incident is not None and alert.echo)


def _basis(context: RequestContext, device: RegisteredDevice | None) -> str:
    if device is None:
        return "demo" if context.demo else "reported"
    return basis_name(device.device.basis)
