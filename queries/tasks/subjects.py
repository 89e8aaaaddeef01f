"""What a link to `/tasks/new` names, as its subject: an indicator, an alert, a topic, a place, a matter.

The subject is read again when the task is sent, so that a browser can say which number is meant, not what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.framework.page import NoSuchScreen
from data.core.clock import from_epoch
from data.core.scope import required_region
from data.operations.alerts.repository import AlertMissing, alerts_of_incidents, one_alert
from data.operations.supervision.supervision_store import NoSupervisionItem, one_item
from indicators.alerts import Alert
from indicators.definitions.model import LocalisedText
from queries.request_context import RequestContext
from tasks import AlertSubject, IndicatorSubject, PlaceSubject, Subject, SupervisionSubject, TopicSubject

NAMED = ("indicator", "alert", "incident", "topic", "matter", "place")  # the option that says what kind it is
SAID = ("region", "count", "usual", "period", "where")  # what some kinds need besides
CITIZENS = "gov-services-data-bureau"  # keeps the hotline: a topic of the whole city is theirs to hand on


@dataclass(frozen=True)
class TaskSubjects:
    """What a visitor's tasks may be about."""

    context: RequestContext

    def subject(self, asked: Mapping[str, str]) -> Subject:
        """The subject that some options name. NoSuchScreen for none, OutOfScope for what the visitor may not see."""
        kind = next((name for name in NAMED if asked.get(name)), "")
        if not kind:
            raise NoSuchScreen("no subject")
        readers = {
            "indicator": self._indicator,
            "alert": self._alert,
            "incident": self._incident,
            "topic": self._topic,
            "matter": self._matter,
            "place": self._of_place,
        }
        return readers[kind](asked[kind], asked)

    def _indicator(self, ref: str, asked: Mapping[str, str]) -> Subject:
        region = self._region(asked.get("region") or str(self.context.home))
        cell = (
            self.context.reader.cell(self.context.scope, self.context.version, ref, region)
            if ref in self.context.catalogue.indicators
            else None
        )
        if cell is None:
            raise NoSuchScreen(ref)
        return IndicatorSubject(cell, self.context.version)

    def _alert(self, ref: str, asked: Mapping[str, str]) -> Subject:
        with self.context.operations.reading() as connection:
            try:
                found = one_alert(connection, self.context.scope, number(ref))
            except AlertMissing as missing:
                raise NoSuchScreen(ref) from missing
        return self._of_alert(found, "alert", ref)

    def _incident(self, ref: str, asked: Mapping[str, str]) -> Subject:
        """An incident is spoken of by the gravest of its alerts that the visitor may see."""
        with self.context.operations.reading() as connection:
            found = [
                one
                for one in alerts_of_incidents(connection, [number(ref)])
                if self.context.scope.permits(one.subject.region)
            ]
        if not found:
            raise NoSuchScreen(ref)
        return self._of_alert(max(found, key=lambda one: (one.live, one.level, -one.id)), "incident", ref)

    def _of_alert(self, alert: Alert, kind: str, ref: str) -> Subject:
        sign = self.context.catalogue.vitals.signs.get(alert.subject.sign)
        if sign is None:  # of a sign that is none of ours any more nothing can be proposed
            raise NoSuchScreen(alert.subject.sign)
        at = from_epoch(alert.seen_at)
        return AlertSubject(
            "incident" if kind == "incident" else "alert",
            ref,
            sign.name,
            alert.subject.region,
            self._place(alert),
            alert.level,
            alert.value_now,
            sign.unit,
            at,
            sign.responsible,
        )

    def _place(self, alert: Alert) -> str:
        """The region, and the device where it is one."""
        regions, code = self.context.catalogue.regions, alert.subject.region
        region = regions[code].name.zh if code in regions else str(code)
        return region if alert.subject.place.isdigit() else f"{region} {alert.subject.place}"

    def _topic(self, ref: str, asked: Mapping[str, str]) -> Subject:
        named = [topic for kind in self.context.catalogue.events.values() for topic in kind.topics if topic.id == ref]
        count = amount(asked.get("count", ""))
        if not named or count is None:
            raise NoSuchScreen(ref)
        region = self._region(asked.get("region") or str(self.context.home))
        name, usual = LocalisedText(zh=named[0].zh, en=named[0].en), amount(asked.get("usual", ""))
        return TopicSubject(ref, name, region, count, usual, asked.get("period", "")[:40], CITIZENS)

    def _matter(self, ref: str, asked: Mapping[str, str]) -> Subject:
        with self.context.operations.reading() as connection:
            try:
                found, _ = one_item(connection, self.context.scope, number(ref))
            except NoSupervisionItem as missing:
                raise NoSuchScreen(ref) from missing
        return SupervisionSubject(found.id, found.title, found.source, found.region, found.unit)

    def _of_place(self, ref: str, asked: Mapping[str, str]) -> Subject:
        return PlaceSubject(self._region(ref), asked.get("where", "")[:80])

    def _region(self, text: str) -> int:
        """The region with a code, which the visitor may see. NoSuchScreen, OutOfScope."""
        region = number(text)
        if region not in self.context.catalogue.regions:
            raise NoSuchScreen(text)
        required_region(self.context.scope, region)
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
