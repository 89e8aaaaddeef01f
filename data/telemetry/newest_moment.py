"""The newest moment of the city's clock that something about readings was recorded at."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from data.telemetry.tables import arrival, channel, device, live


def latest(connection: Connection) -> int | None:
    """Epoch seconds at which readings came in last, or the watch looked last; None where neither ever was.

    Not what devices say: their clocks may be ahead.
    """
    received = connection.execute(select(func.max(arrival.c.received_at))).scalar()
    looked = connection.execute(select(live.c.looked_at)).scalar()
    return max((int(at) for at in (received, looked) if at is not None), default=None)


def newest_of(connection: Connection, basis: int) -> int | None:
    """Epoch seconds of the newest reading of devices of a basis; None where none ever came."""
    query = select(func.max(channel.c.last_at)).join(device, device.c.no == channel.c.device)
    found: int | None = connection.execute(query.where(device.c.basis == basis, channel.c.last_at > 0)).scalar()
    return found
