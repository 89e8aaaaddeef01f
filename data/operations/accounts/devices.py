"""Devices: walls that read and feeders that deliver, each known by the digest of its token."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.operations.accounts.account_tables import device, device_region
from data.operations.accounts.account_types import AccessDevice
from data.operations.accounts.accounts import PULSE
from data.operations.core.change_counters import bump


@dataclass(frozen=True)
class NewDevice:
    """A device to be made; `digest` is that of its token."""

    name: str
    kind: str
    digest: str
    regions: tuple[int, ...]
    expires_at: int


def create(connection: Connection, new: NewDevice, by: str, at: int) -> int:
    """Make a device; returns its id."""
    made = connection.execute(
        insert(device).values(
            name=new.name,
            kind=new.kind,
            digest=new.digest,
            created_at=at,
            created_by=by,
            expires_at=new.expires_at,
        )
    )
    assert made.inserted_primary_key is not None
    number = int(made.inserted_primary_key[0])
    rows = [{"device": number, "region": region} for region in dict.fromkeys(new.regions)]
    if rows:
        connection.execute(insert(device_region), rows)
    bump(connection, PULSE)
    return number


def one(connection: Connection, number: int) -> AccessDevice | None:
    """The device with this id."""
    return next(iter(_read(connection, device.c.id == number)), None)


def by_digest(connection: Connection, digest: str) -> AccessDevice | None:
    """The device whose token has this digest."""
    return next(iter(_read(connection, device.c.digest == digest)), None)


def listed(connection: Connection) -> list[AccessDevice]:
    """All devices, the newest first."""
    return _read(connection, None)


def revoke(connection: Connection, number: int, at: int) -> bool:
    """Take a device's token away, felt by every worker at once; False when it was taken before."""
    wanted = update(device).where(device.c.id == number, device.c.revoked_at.is_(None)).values(revoked_at=at)
    taken = connection.execute(wanted).rowcount == 1
    bump(connection, PULSE)
    return taken


def touch(connection: Connection, number: int, at: int) -> None:
    """Note that a device's token was used."""
    connection.execute(update(device).where(device.c.id == number).values(used_at=at))


def _read(connection: Connection, where: Any) -> list[AccessDevice]:
    wanted = select(device).order_by(device.c.id.desc())
    rows = connection.execute(wanted if where is None else wanted.where(where)).all()
    regions: dict[int, list[int]] = defaultdict(list)
    pairs = select(device_region.c.device, device_region.c.region).order_by(device_region.c.region)
    if len(rows) == 1:
        pairs = pairs.where(device_region.c.device == rows[0].id)
    for number, region in connection.execute(pairs) if rows else ():
        regions[number].append(region)
    names = [name for name in AccessDevice.__dataclass_fields__ if name != "regions"]
    return [
        AccessDevice(regions=tuple(regions[row.id]), **{name: getattr(row, name) for name in names}) for row in rows
    ]
