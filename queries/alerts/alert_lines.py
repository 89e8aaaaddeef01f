"""Alerts as lines of lists, for any screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.alerts.alert_list import AlertLine
from components.formatting.display_values import basis_name
from components.framework.view import View
from components.vitals.sign_words import step_words, value_words
from data.core.clock import to_epoch
from data.operations.alerts.repository import AlertFilter, last_acts, list_alerts
from data.storage.faults import or_else
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import ALERT_STATES, LIVE, Alert, AlertLogEntry, AlertState
from queries.alerts.names import AlertNames, is_region, level_of
from queries.local_time import local

LIVE_STATES: tuple[AlertState, ...] = tuple(state for state in ALERT_STATES if state in LIVE)


@dataclass(frozen=True)
class AlertLines(AlertNames):
    """Alerts as lines, with what a person did last and the device that they speak of."""

    def here(self, view: View, region: int | None = None, limit: int = 6) -> list[AlertLine]:
        """The alerts that are on in a region and inside it (default: wherever one may look), the gravest first.

        Of an incident only what leads is listed.
        """
        context = self.context
        regions = None if region is None else context.seen(context.catalogue.regions.within(region))
        wanted = AlertFilter(states=LIVE_STATES, regions=regions, echoes=False)
        with context.operations.reading() as connection:
            found = list_alerts(connection, context.scope, wanted, limit)
        return self.lines(view, found)

    def lines(self, view: View, found: Sequence[Alert], others: Mapping[int, int] = Counter[int]()) -> list[AlertLine]:
        """Alerts as lines. `others`: how many more an incident has, by its number."""
        context = self.context
        with context.operations.reading() as connection:
            acts = last_acts(connection, context.scope, [alert.id for alert in found])
        named = {alert.subject.place for alert in found if not is_region(alert)}
        devices = or_else(lambda: context.picture.named(context.scope, named), {})
        return [self.line(view, alert, devices, acts.get(alert.id), others) for alert in found]

    def line(
        self,
        view: View,
        alert: Alert,
        devices: Mapping[str, RegisteredDevice],
        act: AlertLogEntry | None = None,
        others: Mapping[int, int] = Counter[int](),
    ) -> AlertLine:
        """An alert as a line."""
        subject, vitals = alert.subject, self.context.catalogue.vitals
        stale = alert.trigger == "stale"
        return AlertLine(
            id=alert.id,
            level=level_of(alert.level),
            sign=subject.sign,
            name=self.sign_name(view, subject.sign),
            place=self.place_name(view, alert, devices),
            region=subject.region,
            device="" if is_region(alert) else subject.place,
            value="" if stale else value_words(view, vitals, subject.sign, alert.value_now),
            step=step_words(view, vitals, subject.sign, alert.level) if alert.trigger == "step" else "",
            why="" if alert.trigger == "step" else view.translate(f"alert.trigger.{alert.trigger}"),
            raised=local(alert.raised_at),
            seen=local(alert.seen_at),
            state=alert.state,
            waits=alert.waits,
            done="" if act is None else _done(view, act),
            called=view.localise(alert.escalation.duty[alert.escalation_step].name),
            basis=self._basis(devices.get(subject.place)),
            incident=alert.incident,
            others=others.get(alert.incident or 0, 0),
            quiet=alert.silenced(to_epoch(self.context.now)),
            echo=alert.echo,
        )

    def _basis(self, device: RegisteredDevice | None) -> str:
        if device is None:
            return "demo" if self.context.demo else "reported"
        return basis_name(device.device.basis)


def _done(view: View, act: AlertLogEntry) -> str:
    said = view.translate(f"alert.event.{act.kind}")
    return view.translate("alert.did", who=act.actor.name, at=f"{local(act.at):%H:%M}", what=said)


def by_incident(alerts: Iterable[Alert]) -> Counter[int]:
    """How many of some alerts belong to each incident without being called for themselves."""
    return Counter(alert.incident for alert in alerts if alert.incident is not None and alert.echo)
