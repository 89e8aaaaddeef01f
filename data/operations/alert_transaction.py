"""One transaction of changes to alerts: each is stored with its log, and the incidents it belongs to follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from data.operations.alerts import one_alert, save_alert
from data.operations.incidents import one_incident, open_incidents, save_incident
from data.scope import Scope
from indicators.alerts import Alert, Event, Grounds, Grouped, Incident, attach, close_when_over, follow, gather, promote

EVERYTHING = Scope.everything()
CHANGING = {"raised", "rose", "eased", "recovered", "reopened", "closed"}  # what an incident has to know of an alert
Events = tuple[Event, ...]


@dataclass(frozen=True)
class Change:
    """What became of an alert. `announce`: people have to be told, for its incident is new or graver."""

    alert: Alert
    events: Events
    announce: bool = False


class Keeping:
    """The work of one transaction: incidents are read once and written once."""

    def __init__(self, connection: Connection, grounds: Grounds) -> None:
        self._connection = connection
        self._grounds = grounds
        self._read: dict[int, Incident] = {}
        self._now: dict[int, Incident] = {}
        self._happened: dict[int, list[Event]] = {}
        self._all_open = False
        self._changes: list[Change] = []

    def keep(self, before: Alert | None, after: Alert, events: Events, now: int) -> list[Alert]:
        """Store an alert and what that means for its incident; returns it as stored, then others that it promoted."""
        alert = save_alert(self._connection, before, after, events)
        place = len(self._changes)
        grouped = None
        if alert.incident is None:
            alert, grouped, joined = self._gathered(alert)
            events = (*events, *joined)
        elif any(event.kind in CHANGING for event in events):
            grouped = follow(self._incident(alert.incident), alert, self._grounds, now)
            self._note(grouped.incident, grouped.events)
        others = [self._promote(number, now) for number in grouped.promoted] if grouped else []
        if events:
            announce = grouped is not None and grouped.announce and not alert.silenced(now)
            self._changes.insert(place, Change(alert, events, announce))
        return [alert, *others]

    def close_what_is_over(self, now: int) -> None:
        """Close the incidents whose alerts have all closed."""
        for incident in list(self._open()):
            closed, events = close_when_over(incident, now)
            if events:
                self._note(closed, events)

    def finish(self) -> list[Change]:
        """Write the incidents; returns what happened to alerts, in order."""
        for number, incident in self._now.items():
            save_incident(self._connection, self._read[number], incident, self._happened.get(number, ()))
        return self._changes

    def _gathered(self, alert: Alert) -> tuple[Alert, Grouped, Events]:
        grouped = gather(alert, self._open(), self._grounds)
        incident = grouped.incident
        if incident.id == 0:
            incident = save_incident(self._connection, None, incident, grouped.events)
            self._read[incident.id] = self._now[incident.id] = incident
        else:
            self._note(incident, grouped.events)
        attached, joined = attach(alert, incident)
        return save_alert(self._connection, alert, attached, joined), grouped, joined

    def _promote(self, number: int, now: int) -> Alert:
        before = one_alert(self._connection, EVERYTHING, number)
        after, events = promote(before, now)
        stored = save_alert(self._connection, before, after, events)
        self._changes.append(Change(stored, events))
        return stored

    def _open(self) -> Iterable[Incident]:
        if not self._all_open:
            for incident in open_incidents(self._connection, EVERYTHING, self._grounds):
                self._read.setdefault(incident.id, incident)
                self._now.setdefault(incident.id, incident)
            self._all_open = True
        return self._now.values()

    def _incident(self, number: int) -> Incident:
        if number not in self._now:
            self._read[number] = self._now[number] = one_incident(self._connection, EVERYTHING, number, self._grounds)
        return self._now[number]

    def _note(self, incident: Incident, events: Events) -> None:
        self._now[incident.id] = incident
        self._happened.setdefault(incident.id, []).extend(events)
