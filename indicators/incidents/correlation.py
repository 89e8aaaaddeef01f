"""Grouping alerts into incidents: one is announced, its echoes are attached quietly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.alerts.alert import Alert
from indicators.alerts.events import COCKPIT, AlertLogEntry, EventKind, Events
from indicators.alerts.levels import LEVELS
from indicators.alerts.rules import AlertRules, Cause, Causes, Reach
from indicators.definitions.model import LocalisedText
from indicators.definitions.regions import Regions
from indicators.incidents.incident import Incident, IncidentMember, driving, highest

ALONE = Cause(name=LocalisedText(zh="单项警情", en="On its own"), reach="place", window_minutes=60)


@dataclass(frozen=True, eq=False)
class AlertingConfig:
    """What alerts are judged and grouped by: rules, causes, the tree of regions, which districts lie side by side."""

    rules: AlertRules
    causes: Causes
    regions: Regions
    neighbours: Mapping[int, frozenset[int]]

    def cause(self, name: str) -> Cause:
        """A cause by name; one that nobody defined groups nothing but the same place."""
        return self.causes.get(name, ALONE)


@dataclass(frozen=True)
class IncidentUpdate:
    """What became of an incident.

    `announce`: the alert that people have to be told of, since the incident is new or graver than what they know.
    `promoted`: alerts that were echoes and now have to be answered for, since they lead or made it graver.
    """

    incident: Incident
    events: Events
    announce: int | None = None
    promoted: tuple[int, ...] = ()


def correlate(alert: Alert, incidents: Iterable[Incident], grounds: AlertingConfig) -> Incident:
    """The open incident that a new alert belongs to, or a new one (id 0), which is still without members.

    It belongs to an incident of its cause, or of a cause whose signs name its own (unless it tells of silence), that
    is near enough and recent enough. Of several, its own cause goes first, then the graver one, then the newer.
    """
    fitting = [incident for incident in incidents if _belongs(alert, incident, grounds)]
    if fitting:
        return max(fitting, key=lambda i: (i.cause == alert.subject.cause, i.level, i.active_at, i.id))
    return Incident(
        cause=alert.subject.cause,
        region=alert.subject.region,
        place=alert.subject.place,
        state="open",
        members=(),
        level=0,
        peak_level=0,
        announced=0,
        lead=0,
        opened_at=alert.seen_at,
        active_at=alert.seen_at,
    )


def update_incident(incident: Incident, alerts: Sequence[Alert], grounds: AlertingConfig, now: int) -> IncidentUpdate:
    """The incident after some alerts have joined it or changed: its level, its lead, and what is to be told.

    Whatever happened at once is looked at as a whole: of many new alerts one is announced, the others are echoes.
    Trouble that returns opens a closed incident again. The alerts have ids.
    """
    back = not incident.open and any(alert.live for alert in alerts)
    before = replace(incident, state="open", closed_at=None) if back else incident
    members, joined = _with(before.members, alerts)
    level, told = highest(members), _told(before, now, grounds)
    lead = driving(members, grounds.cause(before.cause).rank).alert
    announce = _gravest(alerts) if level > told else None
    leading = {lead, announce}
    promoted = tuple(m.alert for m in members if m.live and m.echo and m.alert in leading and m.alert not in joined)
    after = replace(
        before,
        members=tuple(_as_echo(m, m.alert not in leading and (m.echo or m.alert in joined)) for m in members),
        level=level,
        peak_level=max(before.peak_level, *(alert.peak_level for alert in alerts)),
        announced=max(told, level),
        lead=lead,
        active_at=max(before.active_at, *map(_trouble_until, alerts)),
    )
    events = tuple(_changes(incident, after, alerts, joined, now))
    return IncidentUpdate(after, events, announce, promoted)


def close_when_over(incident: Incident, now: int) -> tuple[Incident, Events]:
    """An incident closes by itself once all its alerts have; never while it is in wartime mode."""
    over = incident.state in ("open", "stood-down") and all(m.state == "closed" for m in incident.members)
    if not over:
        return incident, ()
    event = AlertLogEntry("closed", now, COCKPIT, "all-alerts-closed", incident.state, "closed")
    return replace(incident, state="closed", closed_at=now), (event,)


def attach(alert: Alert, incident: Incident) -> tuple[Alert, Events]:
    """The alert as a member of the (stored, settled) incident that it was gathered into."""
    echo = any(member.alert == alert.id and member.echo for member in incident.members)
    event = AlertLogEntry(
        "joined", alert.seen_at, COCKPIT, "echo" if echo else "lead", "", str(incident.id), alert.value_now
    )
    return replace(alert, incident=incident.id, echo=echo), (event,)


def make_root(alert: Alert, now: int) -> tuple[Alert, Events]:
    """An echo that now has to be answered for; whoever has to is given the full time."""
    if not alert.echo:
        return alert, ()
    event = AlertLogEntry("promoted", now, COCKPIT, "leads-now", "echo", "lead", alert.value_now)
    return replace(alert, echo=False, waiting_since=now if alert.waits else None), (event,)


def _with(members: tuple[IncidentMember, ...], alerts: Sequence[Alert]) -> tuple[tuple[IncidentMember, ...], set[int]]:
    """The members with what has changed, and which of them are new."""
    changed = {alert.id: IncidentMember.of(alert) for alert in alerts}
    known = {member.alert for member in members}
    joined = [member for number, member in changed.items() if number not in known]
    return (*(changed.get(m.alert, m) for m in members), *joined), {member.alert for member in joined}


def _as_echo(member: IncidentMember, echo: bool) -> IncidentMember:
    return member if member.echo == echo else replace(member, echo=echo)


def _gravest(alerts: Sequence[Alert]) -> int:
    """The gravest live one of some alerts; of equals the first."""
    return max((a for a in alerts if a.live), key=lambda a: (a.level, -a.seen_at, -a.id)).id


def _told(incident: Incident, now: int, grounds: AlertingConfig) -> int:
    """The level that people know of: nothing any more once all was calm for longer than a flap."""
    forgotten = not incident.level and now - incident.active_at > grounds.rules.flapping.minutes * 60
    return 0 if forgotten else incident.announced


def _trouble_until(alert: Alert) -> int:
    return alert.seen_at if alert.live else alert.recovered_at or alert.closed_at or alert.seen_at


def _changes(
    before: Incident, after: Incident, alerts: Sequence[Alert], joined: set[int], now: int
) -> Iterator[AlertLogEntry]:
    new = [alert for alert in alerts if alert.id in joined]
    first = new[0] if new else alerts[0]
    if not before.members:
        yield _event("opened", first, now, first.trigger, "", LEVELS[after.level])
    for alert in new[0 if before.members else 1 :]:
        yield _event("grew", alert, now, alert.trigger, alert.subject.sign, alert.subject.place)
    if before.state != after.state:
        yield _event("reopened", first, now, first.trigger, before.state, after.state)
    if before.members and after.level != before.level:
        kind: EventKind = "rose" if after.level > before.level else "eased"
        yield _event(kind, first, now, first.subject.sign, LEVELS[before.level], LEVELS[after.level])
    if before.members and after.lead != before.lead:
        yield _event("lead-changed", first, now, "order-of-driving", str(before.lead), str(after.lead))


def _event(kind: EventKind, alert: Alert, now: int, reason: str, before: str, after: str) -> AlertLogEntry:
    return AlertLogEntry(kind, now, COCKPIT, reason, before, after, alert.value_now, alert.id)


def _belongs(alert: Alert, incident: Incident, grounds: AlertingConfig) -> bool:
    if not incident.open:
        return False
    cause = grounds.cause(incident.cause)
    shares = alert.subject.cause == incident.cause
    follows = alert.subject.sign in cause.signs and alert.trigger != "stale"
    return (shares or follows) and _recent(alert, incident, cause) and _NEAR[cause.reach](alert, incident, grounds)


def _recent(alert: Alert, incident: Incident, cause: Cause) -> bool:
    """While its trouble is on, or for a time after."""
    return bool(incident.level) or alert.seen_at - incident.active_at <= cause.window_minutes * 60


def _same_place(alert: Alert, incident: Incident, _: AlertingConfig) -> bool:
    return alert.subject.place == incident.place


def _same_region(alert: Alert, incident: Incident, grounds: AlertingConfig) -> bool:
    """One lies in the other: what is said of a district or the city concerns every town in it."""
    here, there = alert.subject.region, incident.region
    return here in grounds.regions.around(there) or there in grounds.regions.around(here)


def _same_district(alert: Alert, incident: Incident, grounds: AlertingConfig) -> bool:
    here, there = _district(alert.subject.region, grounds), _district(incident.region, grounds)
    return here is None or there is None or here == there


def _beside(alert: Alert, incident: Incident, grounds: AlertingConfig) -> bool:
    here, there = _district(alert.subject.region, grounds), _district(incident.region, grounds)
    if here is None or there is None or here == there:
        return True
    return there in grounds.neighbours.get(here, ()) or here in grounds.neighbours.get(there, ())


def _anywhere(_: Alert, __: Incident, ___: AlertingConfig) -> bool:
    return True


def _district(region: int, grounds: AlertingConfig) -> int | None:
    """The district a region lies in; None for the city itself, which is near everything."""
    around = grounds.regions.around(region)
    return next((code for code in around if grounds.regions[code].level == "district"), None)


_NEAR: Mapping[Reach, Callable[[Alert, Incident, AlertingConfig], bool]] = {
    "place": _same_place,
    "region": _same_region,
    "district": _same_district,
    "neighbours": _beside,
    "city": _anywhere,
}
