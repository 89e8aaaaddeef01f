"""Writing alerts and incidents with their logs, many at once, in the transaction of the one writer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from data.operations.alerts.alert_rows import alert_row, event_row, incident_row
from data.operations.alerts.alert_tables import alert, alert_log, incident, incident_log
from data.operations.core.change_counters import bump
from indicators.alerts import Alert, AlertLogEntry
from indicators.incidents import Incident

PULSE = "alerts"
_AT_ONCE = 500  # numbers in one question
T = TypeVar("T", Alert, Incident)


class StaleVersion(RuntimeError):
    """Somebody else changed it in between; read it again."""

    code = "overtaken"


@dataclass(frozen=True)
class PendingWrite(Generic[T]):
    """What becomes of an alert or incident: as it was read (None: it is new), as it is to be stored, what happened."""

    before: T | None
    after: T
    events: tuple[AlertLogEntry, ...] = ()


def next_number(connection: Connection, table: Table) -> int:
    """The number of the next new row; only the one writer may ask."""
    highest: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return highest + 1


def write_alerts(connection: Connection, written: Sequence[PendingWrite[Alert]]) -> list[Alert]:
    """Store alerts with their logs and tell the open screens; returns them as stored, in order.

    A version grows when something happened, not when a value merely moved on. Overtaken, with nothing written, when
    one of them is no longer in the version it was read in.
    """
    stored = [_versioned(each) for each in written]
    _write(connection, alert, written, [{"id": each.id, **alert_row(each)} for each in stored])
    _append(connection, alert_log, {each.after.id: each.events for each in written if each.events})
    return stored


def write_incidents(connection: Connection, written: Sequence[PendingWrite[Incident]]) -> list[Incident]:
    """Store incidents with their logs, as `write_alerts` does; their members are alerts and are not written."""
    stored = [_versioned(each) for each in written]
    _write(connection, incident, written, [{"id": each.id, **incident_row(each)} for each in stored])
    _append(connection, incident_log, {each.after.id: each.events for each in written if each.events})
    return stored


def _versioned(written: PendingWrite[T]) -> T:
    version = 1 if written.before is None else written.before.version + bool(written.events)
    return replace(written.after, version=version)


def _write(
    connection: Connection, table: Table, written: Sequence[PendingWrite[T]], rows: list[dict[str, Any]]
) -> None:
    new = [row for each, row in zip(written, rows, strict=True) if each.before is None]
    changed = [row for each, row in zip(written, rows, strict=True) if each.before is not None]
    read = {each.before.id: each.before.version for each in written if each.before is not None}
    if read != _versions(connection, table, list(read)):
        raise StaleVersion(f"one of {table.name} {sorted(read)} has been changed in between")
    if new:
        connection.execute(insert(table), new)
    if changed:
        names = [name for name in changed[0] if name != "id"]
        statement = update(table).where(table.c.id == bindparam("number")).values({n: bindparam(n) for n in names})
        connection.execute(statement, [{**row, "number": row["id"]} for row in changed])


def _versions(connection: Connection, table: Table, numbers: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in _parts(numbers):
        query = select(table.c.id, table.c.version).where(table.c.id.in_(part))
        found |= {row.id: row.version for row in connection.execute(query)}
    return found


def _append(connection: Connection, log: Table, happened: dict[int, tuple[AlertLogEntry, ...]]) -> None:
    if not happened:
        return
    owner = log.primary_key.columns[0]
    last: dict[int, int] = {}
    for part in _parts(list(happened)):
        query = select(owner.label("owner"), func.max(log.c.no).label("no")).where(owner.in_(part)).group_by(owner)
        last |= {row.owner: row.no for row in connection.execute(query)}
    rows = [
        {owner.name: number, "no": no, **event_row(event)}
        for number, events in happened.items()
        for no, event in enumerate(events, start=last.get(number, 0) + 1)
    ]
    connection.execute(insert(log), rows)
    bump(connection, PULSE)


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = list(numbers)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
