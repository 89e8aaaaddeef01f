"""One alert with its log: how it stands, what may be done, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.alerts.alert_list import AlertLine
from components.alerts.alert_view import AlertActions, AlertFact, AlertPage, AlertView
from components.alerts.timeline import TimelineEntry
from components.formatting.units import unit_after
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.vitals.sign_words import rank_word, step_words, value_words
from data.core.clock import to_epoch
from data.operations.alerts.commands import actor_of
from data.operations.alerts.repository import AlertMissing, AlertTimeline, alert_timeline, alerts_of_incidents
from data.storage.faults import or_else
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import (
    ALERT_TRANSITIONS,
    FEED,
    LEVELS,
    Alert,
    AlertContext,
    AlertTransition,
    escalation_due,
    level_number,
)
from queries.alerts.alert_lines import AlertLines
from queries.alerts.names import is_region, number_in
from queries.alerts.timeline import AlertTimelines
from queries.alerts.warning import AlertWarnings
from queries.local_time import local

RELATED = 12


@dataclass(frozen=True)
class _Known:
    """An alert with its log, and the device that it speaks of by its id."""

    story: AlertTimeline
    devices: Mapping[str, RegisteredDevice]


@dataclass(frozen=True)
class OneAlert(AlertLines, AlertTimelines, AlertWarnings):
    """What the screen of one alert says."""

    def alert(self, view: View, number: str) -> AlertView:
        """How the alert that an address names stands. This and what follows raise NoSuchScreen and OutOfScope."""
        return self._view(view, self._known(number))

    def alert_facts(self, view: View, number: str) -> list[AlertFact]:
        """What belongs to it."""
        known = self._known(number)
        return self._facts_of(view, known.story.alert, self._view(view, known).line)

    def alert_log(self, view: View, number: str) -> list[TimelineEntry]:
        """What happened to it, in order."""
        story = self._known(number).story
        return self.happened_to(view, story.alert, story.log)

    def alert_page(self, view: View, number: str) -> AlertPage:
        """All of it, read once."""
        known = self._known(number)
        story, shown = known.story, self._view(view, known)
        return AlertPage(
            shown,
            self._acts(view, story.alert),
            self._facts_of(view, story.alert, shown.line),
            self.warning(view, story.alert, known.devices),
            self.happened_to(view, story.alert, story.log),
        )

    def related(self, view: View, line: AlertLine) -> list[AlertLine]:
        """The other alerts of its incident that the visitor may see: those that are on first, then the gravest."""
        scope = self.context.scope
        with self.context.operations.reading() as connection:
            members = alerts_of_incidents(connection, [line.incident] if line.incident else [])
        others = [one for one in members if one.id != line.id and scope.permits(one.subject.region)]
        ordered = sorted(others, key=lambda one: (not one.live, -one.level, -one.raised_at))
        return self.lines(view, ordered[:RELATED])

    def _known(self, number: str) -> _Known:
        context = self.context
        try:
            with context.operations.reading() as connection:
                story = alert_timeline(connection, context.scope, number_in(number))
        except AlertMissing as missing:
            raise NoSuchScreen(number) from missing
        if is_region(story.alert):
            return _Known(story, {})
        place = story.alert.subject.place
        return _Known(story, or_else(lambda: context.picture.named(context.scope, [place]), {}))

    def _view(self, view: View, known: _Known) -> AlertView:
        alert = known.story.alert
        people = [event for event in known.story.log if event.actor.is_person]
        line = self.line(view, alert, known.devices, people[-1] if people else None)
        return AlertView(line, rank_word(view, self.context.catalogue.vitals, line.sign, alert.level))

    def _acts(self, view: View, alert: Alert) -> AlertActions:
        context, now = self.context, to_epoch(self.context.now)
        rules, may = context.grounds.rules, context.actor.may
        offers = ALERT_TRANSITIONS.offers(AlertContext(alert, actor_of(context.actor), now, rules))

        def offered(transition: AlertTransition, right: str) -> bool:
            return may(right) and offers[transition] is None

        explained = {code: view.localise(text) for code, text in rules.closing.explanations.items()}
        longest = rules.silence_minutes[LEVELS[alert.level]] if alert.level else 0  # type: ignore[index]
        quiets = offered(AlertTransition.SILENCE, "alert.silence") and not alert.silenced(now)
        return AlertActions(
            alert.version,
            alert.live,
            acknowledge=offered(AlertTransition.ACKNOWLEDGE, "alert.acknowledge"),
            dispatch=alert.subject.sign != FEED and offered(AlertTransition.DISPATCH, "task.dispatch"),
            unsilence=offered(AlertTransition.UNSILENCE, "alert.silence"),
            silence=longest if quiets else None,
            close=explained if offered(AlertTransition.CLOSE, "alert.acknowledge") else None,
            undo_close=offered(AlertTransition.UNDO_CLOSE, "alert.acknowledge"),
            red=alert.level >= level_number("red"),
        )

    def _facts_of(self, view: View, alert: Alert, line: AlertLine) -> list[AlertFact]:
        return [fact for fact in self._facts(view, alert, line) if fact.text]

    def _facts(self, view: View, alert: Alert, line: AlertLine) -> Iterator[AlertFact]:
        vitals, name, region = self.context.catalogue.vitals, alert.subject.sign, alert.subject.region
        sign, peak = vitals.signs.get(name), alert.value_peak
        due = escalation_due(alert, self.context.duty_hours)
        yield AlertFact("trigger", view.translate(f"alert.trigger.{alert.trigger}"))
        yield AlertFact("step", step_words(view, vitals, name, alert.level))
        yield AlertFact("peak", value_words(view, vitals, name, peak) if peak is not None else "")
        yield AlertFact("normal", f"{view.localise(sign.normal)}{unit_after(view, sign.unit)}" if sign else "")
        yield AlertFact("desk", view.localise(vitals.duties[sign.called].name) if sign else "")
        yield AlertFact("called", line.called if alert.waits else "")
        yield AlertFact("next", f"{local(due):%m-%d %H:%M}" if due is not None else "")
        yield AlertFact("flaps", str(alert.flaps) if alert.flaps else "")
        yield _numbered(view, "incident", "/incidents", alert.incident)
        yield _numbered(view, "task", "/tasks", alert.task)
        yield AlertFact("region", self.region_name(view, region), view.href(f"/regions/{region}"))
        yield AlertFact("device", line.device)


def _numbered(view: View, name: str, path: str, number: int | str | None) -> AlertFact:
    return AlertFact(name, f"#{number}", view.href(f"{path}/{number}")) if number else AlertFact(name, "")
