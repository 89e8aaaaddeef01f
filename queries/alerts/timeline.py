"""The logs of alerts and incidents in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from components.alerts.timeline import TimelineEntry
from components.framework.view import View
from components.vitals.sign_words import value_words
from indicators.alerts import COCKPIT, LEVELS, Alert, AlertLogEntry
from queries.alerts.names import AlertNames
from queries.local_time import local


@dataclass(frozen=True)
class AlertTimelines(AlertNames):
    """What happened, in the order in which it happened."""

    def happened_to(self, view: View, alert: Alert, log: Iterable[AlertLogEntry]) -> list[TimelineEntry]:
        """What happened to an alert."""
        return [self._of_alert(view, alert, event) for event in log if event.kind != "joined"]

    def _of_alert(self, view: View, alert: Alert, event: AlertLogEntry) -> TimelineEntry:
        value = (
            value_words(view, self.context.catalogue.vitals, alert.subject.sign, event.value)
            if event.value is not None
            else ""
        )
        return TimelineEntry(
            local(event.at),
            view.translate(f"alert.event.{event.kind}"),
            _who(view, event),
            self._why(view, event),
            self._way(view, event, alert),
            value,
        )

    def happened_in(self, view: View, alerts: Iterable[Alert], log: Iterable[AlertLogEntry]) -> list[TimelineEntry]:
        """What happened to an incident; what only its members did shows as theirs."""
        known = {alert.id: alert for alert in alerts}
        return [self._of_incident(view, known.get(event.alert or 0), event) for event in log]

    def _of_incident(self, view: View, alert: Alert | None, event: AlertLogEntry) -> TimelineEntry:
        vitals = self.context.catalogue.vitals
        value = value_words(view, vitals, alert.subject.sign, event.value) if alert and event.value is not None else ""
        about = self.sign_name(view, alert.subject.sign) if alert else ""
        return TimelineEntry(
            local(event.at),
            view.translate(f"incident.event.{event.kind}"),
            _who(view, event),
            event.reason if event.actor.is_person else "",
            self._way(view, event, None),
            value,
            about,
            view.href(f"/alerts/{alert.id}") if alert else "",
            [
                (view.translate(f"incident.field.{name}"), self._fact(view, name, text))
                for name, text in event.facts.items()
            ],
        )

    def _fact(self, view: View, name: str, text: str) -> str:
        if name == "expected_until":
            return f"{local(int(text)):%m-%d %H:%M}"
        if name == "response":
            return view.localise(self.context.grounds.rules.reporting[text].name)  # type: ignore[index]
        return text

    def _why(self, view: View, event: AlertLogEntry) -> str:
        """A person's words as they are, an explanation by its name; a code of the cockpit as a sentence."""
        if event.actor.is_person:
            code, _, words = event.reason.partition(":")
            known = self.context.grounds.rules.closing.explanations.get(code.strip())
            return (
                event.reason
                if known is None
                else " · ".join(part for part in (view.localise(known), words.strip()) if part)
            )
        return view.translate(f"alert.reason.{event.reason}")

    def _way(self, view: View, event: AlertLogEntry, alert: Alert | None) -> str:
        """What changed, from and to, where that says more than the kind."""
        if event.kind == "escalated" and alert is not None:
            names = {step.id: view.localise(step.name) for step in alert.escalation.duty}
            return f"{names.get(event.before, event.before)} → {names.get(event.after, event.after)}"
        if event.kind == "silenced" and event.after.isdigit():
            return view.translate("alert.until", at=f"{local(int(event.after)):%m-%d %H:%M}")
        sides = [view.translate(f"map.level.{side}") if side in LEVELS else "" for side in (event.before, event.after)]
        return " → ".join(side for side in sides if side)


def _who(view: View, event: AlertLogEntry) -> str:
    return view.translate("alert.by-cockpit") if event.actor.account == COCKPIT.account else event.actor.name
