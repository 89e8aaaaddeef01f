"""What a link to `/tasks/new` names, as its subject: an indicator, an alert, a topic, a place, a matter.

The subject is read again when the task is sent, so that a browser can say which number is meant, not what it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.framework.page import NoSuchScreen
from data.core.clock import from_epoch
from data.core.scope import required_region
from data.operations.alerts.repository import AlertMissing, alerts_of_incidents, one_alert
from data.operations.supervision.matter_store import NoSupervisionItem, one_matter
from indicators.alerts import Alert
from indicators.definitions.model import Text
from queries.request_context import RequestContext
from tasks import AlertSubject, IndicatorSubject, MatterSubject, PlaceSubject, Subject, TopicSubject

NAMED = ("indicator", "alert", "incident", "topic", "matter", "place")  # the option that says what kind it is
SAID = ("region", "count", "usual", "period", "where")  # what some kinds need besides
CITIZENS = "gov-services-data-bureau"  # keeps the hotline: a topic of the whole city is theirs to hand on


def subject_of(context: RequestContext, asked: Mapping[str, str]) -> Subject:
    """The subject that some options name. NoSuchScreen for none, OutOfScope for what the visitor may not see."""
    kind = next((name for name in NAMED if asked.get(name)), "")
    if not kind:
        raise NoSuchScreen("no subject")
    return _READERS[kind](context, asked[kind], asked)


def _indicator(context: RequestContext, ref: str, asked: Mapping[str, str]) -> Subject:
    region = region_of(context, asked.get("region") or str(context.home))
    cell = (
        context.reader.cell(context.scope, context.version, ref, region)
        if ref in context.catalogue.indicators
        else None
    )
    if cell is None:
        raise NoSuchScreen(ref)
    return IndicatorSubject(cell, context.version)


def _alert(context: RequestContext, ref: str, asked: Mapping[str, str]) -> Subject:
    with context.operations.reading() as connection:
        try:
            found = one_alert(connection, context.scope, number(ref))
        except AlertMissing as missing:
            raise NoSuchScreen(ref) from missing
    return _of_alert(context, found, "alert", ref)


def _incident(context: RequestContext, ref: str, asked: Mapping[str, str]) -> Subject:
    """An incident is spoken of by the gravest of its alerts that the visitor may see."""
    with context.operations.reading() as connection:
        found = [
            one for one in alerts_of_incidents(connection, [number(ref)]) if context.scope.permits(one.subject.region)
        ]
    if not found:
        raise NoSuchScreen(ref)
    return _of_alert(context, max(found, key=lambda one: (one.live, one.level, -one.id)), "incident", ref)


def _of_alert(context: RequestContext, alert: Alert, kind: str, ref: str) -> Subject:
    sign = context.catalogue.vitals.signs.get(alert.subject.sign)
    if sign is None:  # of a sign that is none of ours any more nothing can be proposed
        raise NoSuchScreen(alert.subject.sign)
    at = from_epoch(alert.seen_at)
    return AlertSubject(
        "incident" if kind == "incident" else "alert",
        ref,
        sign.name,
        alert.subject.region,
        _place(context, alert),
        alert.level,
        alert.value_now,
        sign.unit,
        at,
        sign.responsible,
    )


def _place(context: RequestContext, alert: Alert) -> str:
    """The region, and the device where it is one."""
    regions, code = context.catalogue.regions, alert.subject.region
    region = regions[code].name.zh if code in regions else str(code)
    return region if alert.subject.place.isdigit() else f"{region} {alert.subject.place}"


def _topic(context: RequestContext, ref: str, asked: Mapping[str, str]) -> Subject:
    named = [topic for kind in context.catalogue.events.values() for topic in kind.topics if topic.id == ref]
    count = amount(asked.get("count", ""))
    if not named or count is None:
        raise NoSuchScreen(ref)
    region = region_of(context, asked.get("region") or str(context.home))
    name, usual = Text(zh=named[0].zh, en=named[0].en), amount(asked.get("usual", ""))
    return TopicSubject(ref, name, region, count, usual, asked.get("period", "")[:40], CITIZENS)


def _matter(context: RequestContext, ref: str, asked: Mapping[str, str]) -> Subject:
    with context.operations.reading() as connection:
        try:
            found, _ = one_matter(connection, context.scope, number(ref))
        except NoSupervisionItem as missing:
            raise NoSuchScreen(ref) from missing
    return MatterSubject(found.id, found.title, found.source, found.region, found.unit)


def _of_place(context: RequestContext, ref: str, asked: Mapping[str, str]) -> Subject:
    return PlaceSubject(region_of(context, ref), asked.get("where", "")[:80])


_READERS = {
    "indicator": _indicator,
    "alert": _alert,
    "incident": _incident,
    "topic": _topic,
    "matter": _matter,
    "place": _of_place,
}


def region_of(context: RequestContext, text: str) -> int:
    """The region with a code, which the visitor may see. NoSuchScreen, OutOfScope."""
    region = number(text)
    if region not in context.catalogue.regions:
        raise NoSuchScreen(text)
    required_region(context.scope, region)
    return region


def number(text: str) -> int:
    """A whole number that an address names. NoSuchScreen for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise NoSuchScreen(text)
    return int(text)


def amount(text: str) -> float | None:
    """An amount that an address says; None for anything else."""
    plain = text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 12
    return float(text) if plain else None
