"""Grouping alerts into incidents: one is announced, its echoes are attached quietly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from indicators.alerts.alert import Alert
from indicators.alerts.events import COCKPIT, Event, EventKind, Events
from indicators.alerts.incident import Incident, Member, driving, highest
from indicators.alerts.levels import LEVELS
from indicators.alerts.rules import AlertRules, Cause, Causes, Reach
from indicators.definitions import Text
from indicators.regions import Regions

ALONE = Cause(name=Text(zh="单项告警", en="On its own"), reach="place", window_minutes=60)


@dataclass(frozen=True, eq=False)
class Grounds:
    """What alerts are judged and grouped by: rules, causes, the tree of regions, which districts lie side by side."""

    rules: AlertRules
    causes: Causes
    regions: Regions
    neighbours: Mapping[int, frozenset[int]]

    def cause(self, name: str) -> Cause:
        """A cause by name; one that nobody defined groups nothing but the same place."""
        return self.causes.get(name, ALONE)


@dataclass(frozen=True)
class Grouped:
    """What became of an incident.

    `announce`: people have to be told, since it is new or graver than what they were told. `promoted`: other
    alerts that were echoes and now have to be answered for, since they lead or made it graver.
    """

    incident: Incident
    events: Events
    announce: bool
    promoted: tuple[int, ...] = ()


def gather(alert: Alert, incidents: Iterable[Incident], grounds: Grounds) -> Grouped:
    """Let a new or reopened (and stored) alert join the open incident it belongs to, or open one.

    It belongs to an incident of its cause, or of a cause whose signs name its own (unless it tells of silence), that
    is near enough and recent enough. Of several, its own cause goes first, then the graver one, then the newer.
    """
    fitting = [incident for incident in incidents if _belongs(alert, incident, grounds)]
    if not fitting:
        return _opened(alert)
    best = max(fitting, key=lambda i: (i.cause == alert.subject.cause, i.level, i.active_at, i.id))
    members = (*best.members, replace(Member.of(alert), echo=True))
    grew = _event("grew", alert, alert.seen_at, alert.trigger, alert.subject.sign, alert.subject.place)
    grouped = _settled(best, members, alert, grounds, alert.seen_at, (grew,))
    return replace(grouped, promoted=tuple(other for other in grouped.promoted if other != alert.id))


def follow(incident: Incident, alert: Alert, grounds: Grounds, now: int) -> Grouped:
    """The incident after one of its alerts has changed; trouble that returns opens a closed one again."""
    members = tuple(Member.of(alert) if member.alert == alert.id else member for member in incident.members)
    if incident.open or not alert.live:
        return _settled(incident, members, alert, grounds, now, ())
    again = replace(incident, state="open", closed_at=None)
    back = _event("reopened", alert, now, alert.trigger, "closed", "open")
    return _settled(again, members, alert, grounds, now, (back,))


def close_when_over(incident: Incident, now: int) -> tuple[Incident, Events]:
    """An incident closes by itself once all its alerts have; never while it is in wartime mode."""
    over = incident.state in ("open", "stood-down") and all(m.state == "closed" for m in incident.members)
    if not over:
        return incident, ()
    event = Event("closed", now, COCKPIT, "all-alerts-closed", incident.state, "closed")
    return replace(incident, state="closed", closed_at=now), (event,)


def attach(alert: Alert, incident: Incident) -> tuple[Alert, Events]:
    """The alert as a member of the (stored) incident that it was gathered into."""
    echo = any(member.alert == alert.id and member.echo for member in incident.members)
    event = Event("joined", alert.seen_at, COCKPIT, "echo" if echo else "lead", "", str(incident.id), alert.value_now)
    return replace(alert, incident=incident.id, echo=echo), (event,)


def promote(alert: Alert, now: int) -> tuple[Alert, Events]:
    """An echo that now has to be answered for; whoever has to is given the full time."""
    if not alert.echo:
        return alert, ()
    event = Event("promoted", now, COCKPIT, "leads-now", "echo", "lead", alert.value_now)
    return replace(alert, echo=False, waiting_since=now if alert.waits else None), (event,)


def _opened(alert: Alert) -> Grouped:
    incident = Incident(
        cause=alert.subject.cause,
        region=alert.subject.region,
        place=alert.subject.place,
        state="open",
        members=(Member.of(alert),),
        level=alert.level,
        peak_level=alert.level,
        announced=alert.level,
        lead=alert.id,
        opened_at=alert.seen_at,
        active_at=alert.seen_at,
    )
    opened = _event("opened", alert, alert.seen_at, alert.trigger, "", LEVELS[alert.level])
    return Grouped(incident, (opened,), announce=True)


def _settled(
    before: Incident, members: tuple[Member, ...], alert: Alert, grounds: Grounds, now: int, events: Events
) -> Grouped:
    """Level, lead and what is to be told, after the members have changed."""
    level = highest(members)
    lead = driving(members, grounds.cause(before.cause).rank).alert
    told = _told(before, now, grounds)
    announce = level > told
    leading = {lead, alert.id} if announce else {lead}
    promoted = tuple(sorted(m.alert for m in members if m.live and m.echo and m.alert in leading))
    changed = replace(
        before,
        members=tuple(replace(m, echo=m.echo and m.alert not in promoted) for m in members),
        level=level,
        peak_level=max(before.peak_level, level),
        announced=max(told, level),
        lead=lead,
        active_at=max(before.active_at, _trouble_until(alert)),
    )
    return Grouped(changed, (*events, *_changes(before, changed, alert, now)), announce, promoted)


def _told(incident: Incident, now: int, grounds: Grounds) -> int:
    """The level that people know of: nothing any more once all was calm for longer than a flap."""
    forgotten = not incident.level and now - incident.active_at > grounds.rules.flapping.minutes * 60
    return 0 if forgotten else incident.announced


def _trouble_until(alert: Alert) -> int:
    return alert.seen_at if alert.live else alert.recovered_at or alert.closed_at or alert.seen_at


def _changes(before: Incident, after: Incident, alert: Alert, now: int) -> Events:
    events = []
    if after.level != before.level:
        kind: EventKind = "rose" if after.level > before.level else "eased"
        events.append(_event(kind, alert, now, alert.subject.sign, LEVELS[before.level], LEVELS[after.level]))
    if after.lead != before.lead:
        events.append(_event("lead-changed", alert, now, "order-of-driving", str(before.lead), str(after.lead)))
    return tuple(events)


def _event(kind: EventKind, alert: Alert, now: int, reason: str, before: str, after: str) -> Event:
    return Event(kind, now, COCKPIT, reason, before, after, alert.value_now, alert.id)


def _belongs(alert: Alert, incident: Incident, grounds: Grounds) -> bool:
    if not incident.open or any(member.alert == alert.id for member in incident.members):
        return False
    cause = grounds.cause(incident.cause)
    shares = alert.subject.cause == incident.cause
    follows = alert.subject.sign in cause.signs and alert.trigger != "stale"
    return (shares or follows) and _recent(alert, incident, cause) and _NEAR[cause.reach](alert, incident, grounds)


def _recent(alert: Alert, incident: Incident, cause: Cause) -> bool:
    """While its trouble is on, or for a time after."""
    return bool(incident.level) or alert.seen_at - incident.active_at <= cause.window_minutes * 60


def _same_place(alert: Alert, incident: Incident, _: Grounds) -> bool:
    return alert.subject.place == incident.place


def _same_region(alert: Alert, incident: Incident, grounds: Grounds) -> bool:
    """One lies in the other: what is said of a district or the city concerns every town in it."""
    here, there = alert.subject.region, incident.region
    return here in grounds.regions.around(there) or there in grounds.regions.around(here)


def _same_district(alert: Alert, incident: Incident, grounds: Grounds) -> bool:
    here, there = _district(alert.subject.region, grounds), _district(incident.region, grounds)
    return here is None or there is None or here == there


def _beside(alert: Alert, incident: Incident, grounds: Grounds) -> bool:
    here, there = _district(alert.subject.region, grounds), _district(incident.region, grounds)
    if here is None or there is None or here == there:
        return True
    return there in grounds.neighbours.get(here, ()) or here in grounds.neighbours.get(there, ())


def _anywhere(_: Alert, __: Incident, ___: Grounds) -> bool:
    return True


def _district(region: int, grounds: Grounds) -> int | None:
    """The district a region lies in; None for the city itself, which is near everything."""
    around = grounds.regions.around(region)
    return next((code for code in around if grounds.regions[code].level == "district"), None)


_NEAR: Mapping[Reach, Callable[[Alert, Incident, Grounds], bool]] = {
    "place": _same_place,
    "region": _same_region,
    "district": _same_district,
    "neighbours": _beside,
    "city": _anywhere,
}
