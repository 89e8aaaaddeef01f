"""The current state as it is stored: points, time buckets, signs, healths, and the version that tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, case, delete, select

from data.core.json_records import from_json, to_json
from data.storage.engines import capabilities
from data.telemetry.state_types import HealthState, SignState, TimeBucket
from data.telemetry.tables import (
    arrival,
    health_now,
    health_slot,
    live,
    point,
    point_slot,
    reading,
    refused_reading,
    sign_now,
    sign_slot,
)

RAW_DAYS, PICTURE_DAYS = 8, 60  # how long readings and points' slots are kept, and those of signs and healths


def put_points(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """The state of points: rows of the columns of `point`."""
    _put(connection, point, ("sign", "device"), rows)


def kept_points(connection: Connection) -> dict[tuple[str, int], str]:
    """The record of each point's signal, by sign and device."""
    rows = connection.execute(select(point.c.sign, point.c.device, point.c.record)).all()
    return {(row.sign, row.device): row.record for row in rows}


def kept_signs(connection: Connection) -> list[SignState]:
    """All signs in regions as they stood last."""
    return [from_json(SignState, record) for record in connection.execute(select(sign_now.c.record)).scalars()]


def sign_values(
    connection: Connection, sign: str, region: int, since: int, until: int
) -> tuple[list[int], list[float]]:
    """The values of a sign in a region, and where their time buckets begin, in order of time."""
    here = and_(sign_slot.c.sign == sign, sign_slot.c.region == region, sign_slot.c.slot < until)
    query = select(sign_slot.c.slot, sign_slot.c.value).where(here, sign_slot.c.slot >= since)
    rows = connection.execute(query.where(sign_slot.c.value.is_not(None)).order_by(sign_slot.c.slot)).all()
    return [row.slot for row in rows], [row.value for row in rows]


def put_buckets(connection: Connection, slots: Mapping[tuple[str, int, int], TimeBucket]) -> None:
    """Slots of points, joined with what they held before, in whatever order they come."""
    rows = [
        {
            "sign": sign,
            "device": device,
            "slot": begins,
            "low": slot.low,
            "high": slot.high,
            "last": slot.last,
            "last_at": int(slot.last_at),
            "level": slot.level,
        }
        for (sign, device, begins), slot in slots.items()
    ]
    if not rows:
        return
    statement: Any = capabilities(connection).upsert(point_slot)
    new, old = statement.excluded, point_slot.c
    later = new.last_at >= old.last_at
    joined = {
        "low": case((new.low < old.low, new.low), else_=old.low),
        "high": case((new.high > old.high, new.high), else_=old.high),
        "last": case((later, new.last), else_=old.last),
        "last_at": case((later, new.last_at), else_=old.last_at),
        "level": case((new.level > old.level, new.level), else_=old.level),
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["sign", "device", "slot"], set_=joined), rows)


def put_signs(
    connection: Connection, signs: Iterable[SignState], slots: Mapping[tuple[str, int, int], SignState]
) -> None:
    """Signs in regions as they stand, and how they stood in slots (by sign, region, and where the slot begins)."""
    records = [{"sign": one.sign, "region": one.region, "record": to_json(one)} for one in signs]
    _put(connection, sign_now, ("sign", "region"), records)
    rows = [
        {"sign": sign, "region": region, "slot": begins, "value": one.value, "level": one.level}
        for (sign, region, begins), one in slots.items()
    ]
    _put(connection, sign_slot, ("sign", "region", "slot"), rows)


def put_healths(
    connection: Connection, healths: Iterable[HealthState], slots: Mapping[tuple[int, str, int], HealthState]
) -> None:
    """Healths as they stand, and how they stood in slots (by region, kind, and where the slot begins)."""
    records = [{"region": one.region, "kind": one.kind, "record": to_json(one)} for one in healths]
    _put(connection, health_now, ("region", "kind"), records)
    rows = [
        {"region": region, "kind": kind, "slot": begins, "value": one.value}
        for (region, kind, begins), one in slots.items()
    ]
    _put(connection, health_slot, ("region", "kind", "slot"), rows)


def put_version(connection: Connection, upto: int, at: int, *, changed: bool) -> None:
    """Say how far the watch has seen and when it looked; a picture that differs is a new version."""
    statement: Any = capabilities(connection).upsert(live).values(id=1, version=1, looked_at=at, upto=upto)
    grown = {"version": live.c.version + 1} if changed else {}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={**grown, "looked_at": at, "upto": upto})
    )


def seen_upto(connection: Connection) -> int:
    """The newest arrival that the watch has seen; 0 at first."""
    return connection.execute(select(live.c.upto)).scalar() or 0


def prune(connection: Connection, now: int) -> None:
    """Let go what is older than it is kept for."""
    raw, picture = now - RAW_DAYS * 86_400, now - PICTURE_DAYS * 86_400
    old = select(arrival.c.no).where(arrival.c.received_at < raw)
    connection.execute(delete(reading).where(reading.c.at < raw))
    connection.execute(delete(point_slot).where(point_slot.c.slot < raw))
    connection.execute(delete(refused_reading).where(refused_reading.c.arrival.in_(old)))
    connection.execute(delete(arrival).where(arrival.c.received_at < raw))
    connection.execute(delete(sign_slot).where(sign_slot.c.slot < picture))
    connection.execute(delete(health_slot).where(health_slot.c.slot < picture))


def _put(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    statement: Any = capabilities(connection).upsert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed), list(rows))
