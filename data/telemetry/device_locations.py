"""Where devices stand: what a picture needs of the register, without reading all of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select

from data.core.scope import Scope, required
from data.telemetry.tables import channel, device


@dataclass(frozen=True)
class DeviceLocation:
    """A device in service and where it stands; `lon` and `lat` are WGS84 degrees, None for what stands nowhere."""

    no: int
    id: str
    name_zh: str
    name_en: str
    region: int
    lon: float | None
    lat: float | None
    basis: int


def device_locations(
    connection: Connection, scope: Scope, ids: Collection[str] = (), numbers: Collection[int] = ()
) -> tuple[DeviceLocation, ...]:
    """Devices by their ids or numbers, in the order of entry, as far as the scope reaches; retired ones, too."""
    permits = required(scope).permits
    columns = [device.c[name] for name in DeviceLocation.__dataclass_fields__]
    query = select(*columns).where(or_(device.c.id.in_(list(ids)), device.c.no.in_(list(numbers))))
    found = (DeviceLocation(*row) for row in connection.execute(query.order_by(device.c.no)))
    return tuple(one for one in found if permits(one.region))


def count_around(
    connection: Connection, scope: Scope, west: float, south: float, east: float, north: float
) -> dict[str, int]:
    """How many devices in service stand inside a box of degrees, by what they deliver."""
    permits = required(scope).permits
    inside = and_(device.c.lon.between(west, east), device.c.lat.between(south, north), device.c.retired_at.is_(None))
    query = select(channel.c.quantity, device.c.region).join(device, device.c.no == channel.c.device).where(inside)
    found: dict[str, int] = {}
    for row in connection.execute(query):
        if permits(row.region):
            found[row.quantity] = found.get(row.quantity, 0) + 1
    return found
