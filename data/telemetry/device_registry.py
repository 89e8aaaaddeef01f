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
_COPIED = ("id", "name_zh", "name_en", "region", "grid", "lon", "lat", "owner", "every", "basis", "zone")


@dataclass(frozen=True)
class ChannelRule:
    """How a device delivers a quantity, where it is not as the catalogue says: in which unit, as `increment` or as
    running total (`counter`), and after how many seconds of one and the same value it is odd (0: never)."""

    unit: str = ""
    counts: str = ""
    flat_after: int = 0


_AS_CATALOGUE = ChannelRule()
NO_RULES = MappingProxyType[str, ChannelRule]({})


@dataclass(frozen=True)
class SensorDevice:
    """A device (or a system that delivers like one). `quantities` are what it delivers, each a channel of its own.

    `region` is the town it stands in, or the region it speaks for; `lon`, `lat` are WGS84 degrees; `every` seconds
    lie between two readings; `facts` is what its signs have to know of the place (the noise class, a limit). `zone` is
    that of times without one, empty for the feed's; `rules` are by quantity.
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
    zone: str = ""
    rules: Mapping[str, ChannelRule] = field(default_factory=lambda: NO_RULES)


@dataclass(frozen=True)
class RegisteredDevice:
    """A device with its number, the numbers of its channels, and the register's dates (epoch seconds)."""

    no: int
    device: SensorDevice
    channels: Mapping[str, int]
    registered_at: int
    retired_at: int | None
    last_at: int  # of its newest reading; 0: none ever came


def register(
    connection: Connection, devices: Sequence[SensorDevice], at: int, *, hand_over: bool = False
) -> tuple[SensorDevice, ...]:
    """Enter devices; returns those whose id somebody else holds already.

    The same device again is brought up to date, its name included. Another region or owner
    under an id that is taken is a clash: it is written down for the steward (and counted by a sign), and the first
    holder keeps the id. With `hand_over` it is the same device under new hands.
    """
    standing = {row.id: row for row in connection.execute(select(device))}
    holders = {name: (row.region, row.owner) for name, row in standing.items()}
    free = connection.execute(select(func.coalesce(func.max(device.c.no), 0))).scalar_one() + 1
    if hand_over:
        holders |= {one.id: _holder(one) for one in devices if one.id in standing}
    clashes = [one for one in devices if holders.setdefault(one.id, _holder(one)) != _holder(one)]
    entering = {one.id: one for one in devices if holders[one.id] == _holder(one)}
    fresh = [name for name in entering if name not in standing]
    numbers = {name: row.no for name, row in standing.items()} | {name: free + n for n, name in enumerate(fresh)}
    for one in clashes:
        _write_clash(connection, one, at)
    for name in entering.keys() - set(fresh):
        changed = {**_row(entering[name]), "edits": device.c.edits + 1}
        connection.execute(update(device).where(device.c.no == numbers[name]).values(**changed))
    if fresh:
        rows = [{"no": numbers[name], "registered_at": at, **_row(entering[name])} for name in fresh]
        connection.execute(insert(device), rows)
    wanted = {
        (numbers[name], q): one.rules.get(q, _AS_CATALOGUE) for name, one in entering.items() for q in one.quantities
    }
    _open_channels(connection, wanted)
    return tuple(clashes)


def _holder(one: SensorDevice) -> tuple[int, str]:
    return one.region, one.owner


def _row(one: SensorDevice) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _COPIED}
    facts = json.dumps(dict(one.facts), ensure_ascii=False, sort_keys=True)
    return {**values, "facts": facts}


def _write_clash(connection: Connection, one: SensorDevice, at: int) -> None:
    rules = {name: vars(rule) for name, rule in one.rules.items()}
    said = {**vars(one), "facts": dict(one.facts), "rules": rules}
    content = json.dumps(said, ensure_ascii=False, sort_keys=True)
    claim = hashlib.sha256(content.encode()).hexdigest()
    statement = capabilities(connection).upsert(device_clash)
    row = statement.values(id=one.id, claim=claim, claimed_at=at, content=content, settled=False)
    connection.execute(row.on_conflict_do_nothing())


def _open_channels(connection: Connection, wanted: Mapping[tuple[int, str], ChannelRule]) -> None:
    known = {(row.device, row.quantity): row for row in connection.execute(select(channel))}
    free = connection.execute(select(func.coalesce(func.max(channel.c.no), 0))).scalar_one() + 1
    new = [pair for pair in wanted if pair not in known]
    if new:
        rows = [
            {"no": free + n, "device": number, "quantity": name, **vars(wanted[number, name])}
            for n, (number, name) in enumerate(new)
        ]
        connection.execute(insert(channel), rows)
    for pair, rule in wanted.items():
        if pair in known and _rule(known[pair]) != rule:
            connection.execute(update(channel).where(channel.c.no == known[pair].no).values(**vars(rule)))


def _rule(row: Any) -> ChannelRule:
    return ChannelRule(row.unit, row.counts, row.flat_after)


def retire(connection: Connection, ids: Iterable[str], at: int) -> int:
    """Take devices out of service; their readings stay. Returns how many there were."""
    which = device.c.id.in_(list(ids)), device.c.retired_at.is_(None)
    statement = update(device).where(*which).values(retired_at=at, edits=device.c.edits + 1)
    return int(connection.execute(statement).rowcount)


def take_back(connection: Connection, ids: Iterable[str]) -> int:
    """Put retired devices into service again. Returns how many there were."""
    which = device.c.id.in_(list(ids)), device.c.retired_at.is_not(None)
    statement = update(device).where(*which).values(retired_at=None, edits=device.c.edits + 1)
    return int(connection.execute(statement).rowcount)


def devices(
    scope: Scope, connection: Connection, *, in_service: bool = True, ids: Collection[str] | None = None
) -> tuple[RegisteredDevice, ...]:
    """The register (or some devices of it), in the order of entry, as far as the scope reaches."""
    permits = required(scope).permits
    channels: dict[int, dict[str, int]] = {}
    rules: dict[int, dict[str, ChannelRule]] = {}
    last: dict[int, int] = {}
    opened, query = select(channel).order_by(channel.c.no), select(device).order_by(device.c.no)
    if ids is not None:
        query = query.where(device.c.id.in_(sorted(ids)))
        opened = opened.where(channel.c.device.in_(select(device.c.no).where(device.c.id.in_(sorted(ids)))))
    for row in connection.execute(opened):
        channels.setdefault(row.device, {})[row.quantity] = row.no
        if (rule := _rule(row)) != _AS_CATALOGUE:
            rules.setdefault(row.device, {})[row.quantity] = rule
        last[row.device] = max(last.get(row.device, 0), row.last_at)
    if in_service:
        query = query.where(device.c.retired_at.is_(None))
    rows = [row for row in connection.execute(query) if permits(row.region)]
    return tuple(
        _registered(row, channels.get(row.no, {}), rules.get(row.no, NO_RULES), last.get(row.no, 0)) for row in rows
    )


def _registered(row: Any, channels: dict[str, int], rules: Mapping[str, ChannelRule], last_at: int) -> RegisteredDevice:
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
        row.zone,
        rules,
    )
    return RegisteredDevice(row.no, one, channels, row.registered_at, row.retired_at, last_at)


def _facts(text: str) -> dict[str, Any]:
    """What a row says of a place; a row whose facts are no JSON object is a device without facts, and no fault."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def edition(connection: Connection) -> tuple[int, int, int, int]:
    """What changes when a device or a channel comes, and when a device goes, comes back or is changed."""
    retired = select(func.count()).where(device.c.retired_at.is_not(None)).scalar_subquery()
    edits = select(func.coalesce(func.sum(device.c.edits), 0)).scalar_subquery()
    newest = select(func.coalesce(func.max(channel.c.no), 0)).scalar_subquery()
    row = connection.execute(select(func.coalesce(func.max(device.c.no), 0), newest, retired, edits)).one()
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def unsettled_clashes(connection: Connection) -> int:
    """How many claims to an id that somebody else holds wait for the steward."""
    query = select(func.count()).select_from(device_clash).where(device_clash.c.settled.is_(False))
    return int(connection.execute(query).scalar_one())
