"""The register of devices (物联感知设施管理): who they are, where they stand, what they deliver."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.core.scope import Scope, required
from data.storage.engines import capabilities
from data.telemetry.tables import channel, device, device_clash

NOTHING = MappingProxyType[str, Any]({})
_COPIED = ("id", "name_zh", "name_en", "region", "grid", "lon", "lat", "owner", "every", "basis")


@dataclass(frozen=True)
class SensorDevice:
    """A device (or a system that delivers like one). `quantities` are what it delivers, each a channel of its own.

    `region` is the town it stands in, or the region it speaks for; `lon`, `lat` are WGS84 degrees; `every` seconds
    lie between two readings; `facts` is what its signs have to know of the place (the noise class, a limit).
    """

    id: str
    name_zh: str
    name_en: str
    region: int
    quantities: tuple[str, ...]
    owner: str
    every: int
    lon: float | None = None
    lat: float | None = None
    grid: int = 0
    basis: int = 3
    facts: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class RegisteredDevice:
    """A device with its number, the numbers of its channels, and the register's dates (epoch seconds)."""

    no: int
    device: SensorDevice
    channels: Mapping[str, int]
    registered_at: int
    retired_at: int | None
    last_at: int  # of its newest reading; 0: none ever came


def register(connection: Connection, devices: Sequence[SensorDevice], at: int) -> tuple[SensorDevice, ...]:
    """Enter devices; returns those whose id somebody else holds already.

    The same device again is brought up to date. Another name, place or owner under an id that is taken is a clash:
    it is written down for the steward (and counted by a sign), and the first holder keeps the id.
    """
    standing = {row.id: row for row in connection.execute(select(device))}
    holders = {name: (row.name_zh, row.region, row.owner) for name, row in standing.items()}
    free = connection.execute(select(func.coalesce(func.max(device.c.no), 0))).scalar_one() + 1
    clashes = [one for one in devices if holders.setdefault(one.id, _holder(one)) != _holder(one)]
    entering = {one.id: one for one in devices if holders[one.id] == _holder(one)}
    fresh = [name for name in entering if name not in standing]
    numbers = {name: row.no for name, row in standing.items()} | {name: free + n for n, name in enumerate(fresh)}
    for one in clashes:
        _write_clash(connection, one, at)
    for name in entering.keys() - set(fresh):
        connection.execute(update(device).where(device.c.no == numbers[name]).values(**_row(entering[name])))
    if fresh:
        rows = [{"no": numbers[name], "registered_at": at, **_row(entering[name])} for name in fresh]
        connection.execute(insert(device), rows)
    _open_channels(connection, [(numbers[name], q) for name, one in entering.items() for q in one.quantities])
    return tuple(clashes)


def _holder(one: SensorDevice) -> tuple[str, int, str]:
    return one.name_zh, one.region, one.owner


def _row(one: SensorDevice) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _COPIED}
    facts = json.dumps(dict(one.facts), ensure_ascii=False, sort_keys=True)
    return {**values, "facts": facts}


def _write_clash(connection: Connection, one: SensorDevice, at: int) -> None:
    content = json.dumps({**vars(one), "facts": dict(one.facts)}, ensure_ascii=False, sort_keys=True)
    claim = hashlib.sha256(content.encode()).hexdigest()
    statement = capabilities(connection).upsert(device_clash)
    row = statement.values(id=one.id, claim=claim, claimed_at=at, content=content, settled=False)
    connection.execute(row.on_conflict_do_nothing())


def _open_channels(connection: Connection, wanted: Sequence[tuple[int, str]]) -> None:
    known = {(row.device, row.quantity) for row in connection.execute(select(channel))}
    free = connection.execute(select(func.coalesce(func.max(channel.c.no), 0))).scalar_one() + 1
    new = [pair for pair in dict.fromkeys(wanted) if pair not in known]
    if new:
        rows = [{"no": free + n, "device": number, "quantity": name} for n, (number, name) in enumerate(new)]
        connection.execute(insert(channel), rows)


def retire(connection: Connection, ids: Iterable[str], at: int) -> int:
    """Take devices out of service; their readings stay. Returns how many there were."""
    statement = update(device).where(device.c.id.in_(list(ids)), device.c.retired_at.is_(None)).values(retired_at=at)
    return int(connection.execute(statement).rowcount)


def devices(
    scope: Scope, connection: Connection, *, in_service: bool = True, ids: Collection[str] | None = None
) -> tuple[RegisteredDevice, ...]:
    """The register (or some devices of it), in the order of entry, as far as the scope reaches."""
    permits = required(scope).permits
    channels: dict[int, dict[str, int]] = {}
    last: dict[int, int] = {}
    opened, query = select(channel).order_by(channel.c.no), select(device).order_by(device.c.no)
    if ids is not None:
        query = query.where(device.c.id.in_(sorted(ids)))
        opened = opened.where(channel.c.device.in_(select(device.c.no).where(device.c.id.in_(sorted(ids)))))
    for row in connection.execute(opened):
        channels.setdefault(row.device, {})[row.quantity] = row.no
        last[row.device] = max(last.get(row.device, 0), row.last_at)
    if in_service:
        query = query.where(device.c.retired_at.is_(None))
    rows = [row for row in connection.execute(query) if permits(row.region)]
    return tuple(_registered(row, channels.get(row.no, {}), last.get(row.no, 0)) for row in rows)


def _registered(row: Any, channels: dict[str, int], last_at: int) -> RegisteredDevice:
    one = SensorDevice(
        row.id,
        row.name_zh,
        row.name_en,
        row.region,
        tuple(channels),
        row.owner,
        row.every,
        row.lon,
        row.lat,
        row.grid,
        row.basis,
        MappingProxyType(_facts(row.facts)),
    )
    return RegisteredDevice(row.no, one, channels, row.registered_at, row.retired_at, last_at)


def _facts(text: str) -> dict[str, Any]:
    """What a row says of a place; a row whose facts are no JSON object is a device without facts, and no fault."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def edition(connection: Connection) -> tuple[int, int, int]:
    """What changes when a device or a channel comes or a device goes."""
    retired = select(func.count()).where(device.c.retired_at.is_not(None)).scalar_subquery()
    newest = select(func.coalesce(func.max(channel.c.no), 0)).scalar_subquery()
    row = connection.execute(select(func.coalesce(func.max(device.c.no), 0), newest, retired)).one()
    return int(row[0]), int(row[1]), int(row[2])


def unsettled_clashes(connection: Connection) -> int:
    """How many claims to an id that somebody else holds wait for the steward."""
    query = select(func.count()).select_from(device_clash).where(device_clash.c.settled.is_(False))
    return int(connection.execute(query).scalar_one())
