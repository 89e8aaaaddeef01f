"""Alerts as stored: every read keeps to a scope, every change stands in the log, of two at once one wins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, or_, select, tuple_

from data.core.scope import OutOfScope, Scope, required
from data.operations.alerts.alert_rows import alert_of, event_of
from data.operations.alerts.alert_tables import alert as alerts
from data.operations.alerts.alert_tables import alert_log
from indicators.alerts import COCKPIT, LEVELS, LIVE, Alert, AlertLogEntry, AlertState, Trigger

_KEYS_AT_ONCE = 300  # of three parts each: below every engine's limit of parameters
Key = tuple[str, str, str]
_CALLING = and_(alerts.c.state.in_(LIVE), alerts.c.waiting_since.is_not(None), alerts.c.echo.is_(False))


class AlertMissing(LookupError):
    """There is no such alert or incident."""

    code = "alert-missing"


@dataclass(frozen=True)
class AlertFilter:
    """Which alerts a list shows; None: all. `since`: raised at or after a moment.

    `echoes`: those too that go along with another one of their incident; else only where that one lies elsewhere.
    """

    levels: Collection[int] | None = None
    states: Collection[AlertState] | None = None
    regions: Collection[int] | None = None
    kind: str | None = None
    sign: str | None = None
    cause: str | None = None
    trigger: Trigger | None = None
    since: int | None = None
    waiting: bool = False
    echoes: bool = True


@dataclass(frozen=True)
class LevelCount:
    """Alerts of a level that are not closed: all, those whose trouble is on, those nobody has acknowledged.

    `calling`: those for which somebody is being called now: on, not an echo of another one, not acknowledged.
    """

    level: int
    open: int
    live: int
    unacknowledged: int
    calling: int = 0


@dataclass(frozen=True)
class AlertTimeline:
    """An alert with everything that happened to it, in order."""

    alert: Alert
    log: tuple[AlertLogEntry, ...]


def count_by_level(
    connection: Connection, scope: Scope, regions: Collection[int] | None = None
) -> tuple[LevelCount, ...]:
    """How many alerts are open in the scope (or in some regions of it), for every level from the gravest down."""
    query = (
        select(
            alerts.c.level,
            func.count().label("open"),
            func.sum(case((alerts.c.state.in_(LIVE), 1), else_=0)).label("live"),
            func.sum(case((alerts.c.waiting_since.is_not(None), 1), else_=0)).label("waiting"),
            func.sum(case((_CALLING, 1), else_=0)).label("calling"),
        )
        .where(alerts.c.closed_at.is_(None), *_within(scope, regions))
        .group_by(alerts.c.level)
    )
    found = {
        row.level: LevelCount(row.level, row.open, row.live, row.waiting, row.calling)
        for row in connection.execute(query)
    }
    return tuple(found.get(level, LevelCount(level, 0, 0, 0)) for level in range(len(LEVELS) - 1, 0, -1))


def list_alerts(
    connection: Connection, scope: Scope, wanted: AlertFilter = AlertFilter(), limit: int = 200, skip: int = 0
) -> tuple[Alert, ...]:
    """Alerts of the scope that fit: troubles that are on first, then by level, then the newest."""
    order = (alerts.c.state.in_(LIVE).desc(), alerts.c.level.desc(), alerts.c.raised_at.desc(), alerts.c.id.desc())
    query = select(alerts).where(*_fitting(scope, wanted)).order_by(*order).limit(limit).offset(skip)
    return _read(connection, query)


def count_alerts(connection: Connection, scope: Scope, wanted: AlertFilter = AlertFilter()) -> int:
    """How many alerts of the scope fit."""
    number: int = connection.execute(
        select(func.count()).select_from(alerts).where(*_fitting(scope, wanted))
    ).scalar_one()
    return number


def one_alert(connection: Connection, scope: Scope, number: int) -> Alert:
    """An alert by its id. AlertMissing when there is none, or none that one may see: the two are told apart nowhere."""
    required(scope)
    found = _read(connection, select(alerts).where(alerts.c.id == number))
    if not found or not scope.permits(found[0].subject.region):
        raise AlertMissing(f"there is no alert {number}")
    return found[0]


def alert_timeline(connection: Connection, scope: Scope, number: int) -> AlertTimeline:
    """An alert with its log. AlertMissing."""
    return AlertTimeline(one_alert(connection, scope, number), entries(connection, alert_log, number))


def alerts_of_place(connection: Connection, scope: Scope, place: str, limit: int = 50) -> tuple[Alert, ...]:
    """The alerts of a device or region (its code as text), the newest first."""
    query = select(alerts).where(alerts.c.place == place, *_within(scope, None)).order_by(alerts.c.id.desc())
    return _read(connection, query.limit(limit))


def open_alerts(connection: Connection, scope: Scope) -> tuple[Alert, ...]:
    """Every alert of the scope that is not closed, the oldest first."""
    query = select(alerts).where(alerts.c.closed_at.is_(None), *_within(scope, None)).order_by(alerts.c.id)
    return _read(connection, query)


def alerts_of_incidents(connection: Connection, incidents: Collection[int]) -> tuple[Alert, ...]:
    """The members of some incidents; the scope of an incident is kept by who asks for it."""
    return _read(connection, select(alerts).where(alerts.c.incident.in_(incidents)).order_by(alerts.c.id))


def newest(connection: Connection, scope: Scope, keys: Iterable[Key]) -> dict[Key, Alert]:
    """The newest alert of each subject (sign, place, cause) that ever had one, closed ones too."""
    subject = (alerts.c.sign, alerts.c.place, alerts.c.cause)
    found: dict[Key, Alert] = {}
    for part in _parts(list(dict.fromkeys(keys))):
        last = select(func.max(alerts.c.id)).where(tuple_(*subject).in_(part)).group_by(*subject)
        query = select(alerts).where(alerts.c.id.in_(last), *_within(scope, None))
        found |= {alert.subject.key: alert for alert in _read(connection, query)}
    return found


def unfinished_keys(connection: Connection, scope: Scope) -> frozenset[Key]:
    """The subjects whose calm readings matter, too: those with an alert that is not closed or was closed while on."""
    while_on = and_(alerts.c.recovered_at.is_(None), alerts.c.calm_since.is_(None))
    query = select(alerts.c.sign, alerts.c.place, alerts.c.cause).where(
        or_(alerts.c.closed_at.is_(None), while_on), *_within(scope, None)
    )
    return frozenset((row.sign, row.place, row.cause) for row in connection.execute(query))


def last_acts(connection: Connection, scope: Scope, numbers: Collection[int]) -> dict[int, AlertLogEntry]:
    """What a person did last about each of some alerts; nothing for those about which nobody did anything."""
    found = alert_log.join(alerts, alerts.c.id == alert_log.c.alert)
    query = (
        select(alert_log)
        .select_from(found)
        .where(alert_log.c.alert.in_(numbers), alert_log.c.account != COCKPIT.account, *_within(scope, None))
    )
    rows = connection.execute(query.order_by(alert_log.c.alert, alert_log.c.no)).mappings()
    return {row["alert"]: event_of(row) for row in rows}


def entries(connection: Connection, log: Table, number: int) -> tuple[AlertLogEntry, ...]:
    """The log of an alert or incident, in order."""
    owner = log.primary_key.columns[0]
    rows = connection.execute(select(log).where(owner == number).order_by(log.c.no)).mappings()
    return tuple(event_of(row) for row in rows)


def _read(connection: Connection, query: Select[Any]) -> tuple[Alert, ...]:
    return tuple(alert_of(row) for row in connection.execute(query).mappings())


def _fitting(scope: Scope, wanted: AlertFilter) -> Iterator[ColumnElement[bool]]:
    yield from _within(scope, wanted.regions)
    for name, values in (("level", wanted.levels), ("state", wanted.states)):
        if values is not None:
            yield alerts.c[name].in_(values)
    for name in ("kind", "sign", "cause", "trigger"):
        if (value := getattr(wanted, name)) is not None:
            yield alerts.c[name] == value
    if wanted.since is not None:
        yield alerts.c.raised_at >= wanted.since
    if wanted.waiting:
        yield alerts.c.waiting_since.is_not(None)
    if not wanted.echoes:
        yield or_(alerts.c.echo.is_(False), *_led_elsewhere(scope, wanted.regions))


def _led_elsewhere(scope: Scope, regions: Collection[int] | None) -> Iterator[ColumnElement[bool]]:
    """Of a part of the city also what goes along with an alert outside it: nobody there sees the one that leads."""
    seen = scope.regions if regions is None else regions
    if seen is None:
        return
    lead = alerts.alias("lead")
    here = and_(lead.c.incident == alerts.c.incident, lead.c.echo.is_(False), lead.c.region.in_(sorted(seen)))
    yield ~select(lead.c.id).where(here, lead.c.closed_at.is_(None)).exists()


def _within(scope: object, regions: Collection[int] | None) -> Iterator[ColumnElement[bool]]:
    """Only what lies in the scope, and in some regions of it. OutOfScope when one of them lies outside."""
    allowed = required(scope)
    for region in regions or ():
        if not allowed.permits(region):
            raise OutOfScope(region)
    within = allowed.regions if regions is None else regions
    if within is not None:
        yield alerts.c.region.in_(within)


def _parts(keys: list[Key]) -> Iterator[list[Key]]:
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        yield keys[start : start + _KEYS_AT_ONCE]
