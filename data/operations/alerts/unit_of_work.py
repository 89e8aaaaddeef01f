"""One transaction of changes to alerts: incidents follow, and everything is written once, at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Table

from data.core.scope import Scope
from data.operations.alerts.alert_tables import alert as alert_table
from data.operations.alerts.alert_tables import incident as incident_table
from data.operations.alerts.incidents import one_incident, open_incidents
from data.operations.alerts.pending_writes import PendingWrite, next_number, write_alerts, write_incidents
from data.operations.alerts.repository import one_alert
from indicators.alerts import Alert, AlertLogEntry
from indicators.incidents import (
    AlertingConfig,
    Incident,
    attach,
    close_when_over,
    correlate,
    make_root,
    update_incident,
)

EVERYTHING = Scope.everything()
CHANGING = {
    "raised",
    "rose",
    "eased",
    "recovered",
    "reopened",
    "closed",
    "close-undone",
}  # what an incident has to know of an alert
Events = tuple[AlertLogEntry, ...]


@dataclass(frozen=True)
class AlertChange:
    """What became of an alert. `announce`: people have to be told, for its incident is new or graver."""

    alert: Alert
    events: Events
    announce: bool = False


class UnitOfWork:
    """Takes changes of alerts one by one, sees to their incidents, and writes all of it when it is finished."""

    def __init__(self, connection: Connection, grounds: AlertingConfig) -> None:
        self._connection = connection
        self._grounds = grounds
        self._alerts: dict[int, PendingWrite[Alert]] = {}
        self._incidents: dict[int, PendingWrite[Incident]] = {}
        self._touched: dict[int, list[int]] = {}
        self._numbers: dict[str, int] = {}
        self._all_open = False

    def keep(self, before: Alert | None, after: Alert, events: Events) -> Alert:
        """Note what became of an alert; returns it with its number and incident, to go on from."""
        if after.id == 0:
            before, after = None, replace(after, id=self._number(alert_table))
        alert = after if after.incident is not None else replace(after, incident=self._gathered(after))
        self._note(before, alert, events)
        if any(event.kind in CHANGING for event in events):
            self._touched.setdefault(alert.incident or 0, []).append(alert.id)
        return alert

    def finish(self, now: int, *, close_what_is_over: bool = False) -> list[AlertChange]:
        """Settle the incidents and write everything; returns the alerts to which something happened, in order.

        With `close_what_is_over`, incidents whose alerts have all closed close, too.
        """
        announced = {number for touched in self._touched if (number := self._settled(touched, now)) is not None}
        for incident in self._open() if close_what_is_over else ():
            self._follow(*close_when_over(incident, now))
        changed = [written for written in self._incidents.values() if written.before != written.after]
        write_incidents(self._connection, changed)
        stored = write_alerts(self._connection, list(self._alerts.values()))
        pairs = zip(stored, self._alerts.values(), strict=True)
        return [
            AlertChange(alert, written.events, alert.id in announced and not alert.silenced(now))
            for alert, written in pairs
            if written.events
        ]

    def _settled(self, number: int, now: int) -> int | None:
        """Bring an incident up to date; returns the alert that people have to be told of."""
        known = self._incident(number)
        alerts = [self._alerts[alert].after for alert in dict.fromkeys(self._touched[number])]
        grouped = update_incident(known, alerts, self._grounds, now)
        self._follow(grouped.incident, grouped.events)
        members = {member.alert for member in known.members}
        for alert in alerts:
            if alert.id not in members:
                self._note(alert, *attach(alert, grouped.incident))
        for promoted in grouped.promoted:
            written = self._alerts.get(promoted)
            alert = written.after if written else one_alert(self._connection, EVERYTHING, promoted)
            self._note(alert, *make_root(alert, now))
        return grouped.announce

    def _note(self, before: Alert | None, after: Alert, events: Events) -> None:
        """Add to what is known of an alert in this transaction; `before` counts for the first time only."""
        known = self._alerts.get(after.id)
        if known is None:
            self._alerts[after.id] = PendingWrite(before, after, events)
        else:
            self._alerts[after.id] = replace(known, after=after, events=(*known.events, *events))

    def _gathered(self, alert: Alert) -> int:
        incident = correlate(alert, self._open(), self._grounds)
        if incident.id == 0:
            incident = replace(incident, id=self._number(incident_table))
            self._incidents[incident.id] = PendingWrite(None, incident)
        return incident.id

    def _open(self) -> Iterable[Incident]:
        if not self._all_open:
            for incident in open_incidents(self._connection, EVERYTHING, self._grounds):
                self._incidents.setdefault(incident.id, PendingWrite(incident, incident))
            self._all_open = True
        return [written.after for written in self._incidents.values()]

    def _incident(self, number: int) -> Incident:
        if number not in self._incidents:
            incident = one_incident(self._connection, EVERYTHING, number, self._grounds)
            self._incidents[number] = PendingWrite(incident, incident)
        return self._incidents[number].after

    def _follow(self, after: Incident, events: Events) -> None:
        known = self._incidents[after.id]
        self._incidents[after.id] = replace(known, after=after, events=(*known.events, *events))

    def _number(self, table: Table) -> int:
        number = self._numbers.get(table.name) or next_number(self._connection, table)
        self._numbers[table.name] = number + 1
        return number
