"""What screens read of the register of devices: who there is, who has fallen silent, how each stands now."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from data.core.clock import Clock, to_epoch
from data.core.lru import LruCache
from data.core.scope import Scope, required, required_region
from data.pipeline.ledger import refusal_of
from data.pipeline.refusal import RefusalReason
from data.telemetry.device_registry import RegisteredDevice, devices, edition
from data.telemetry.engine import Readings
from data.telemetry.tables import arrival, channel, device_clash, point, reading, refused_reading

MINUTE = 60  # seconds after which the register is read anew, also when no device came or went
EVERYTHING = Scope.everything()


@dataclass(frozen=True)
class NewestDeviceReading:
    """The newest reading of a quantity of a device, and the feed that brought it."""

    quantity: str
    at: int
    value: float
    feed: str


@dataclass(frozen=True)
class RefusedReading:
    """A reading that was refused: when, from whom, why, and what stood in it (as JSON)."""

    at: int
    feed: str
    refusal: RefusalReason
    content: str

    @property
    def device(self) -> str:
        """The device that it names; empty where it names none."""
        try:
            given = json.loads(self.content)
        except ValueError:  # a long row is kept cut off
            return ""
        return str(given.get("device", "")) if isinstance(given, dict) else ""


@dataclass(frozen=True)
class Clash:
    """A claim to an id that is taken: what was claimed (the fields of a device), when, and who holds the id."""

    id: str
    claim: str
    claimed_at: int
    claimed: Mapping[str, Any]
    holder: RegisteredDevice


class DeviceRegistryQueries:
    """Reads the register, and settles claims to an id that is taken. Its entries are remembered.

    Safe to share between threads.
    """

    def __init__(self, readings: Readings, clock: Clock) -> None:
        self._readings, self._clock = readings, clock
        self._kept = LruCache[dict[int, RegisteredDevice]](2)
        self._made = LruCache[Any](40)

    def all(self, scope: Scope) -> tuple[RegisteredDevice, ...]:
        """The devices in service that may be seen, in the order of entry.

        Their `last_at` is up to a minute old: `last_heard` says it as it is.
        """
        permits = required(scope).permits
        with self._readings.reading() as connection:
            return tuple(one for one in self._known(connection).values() if permits(one.device.region))

    def made_of(self, scope: Scope, name: str, make: Callable[[tuple[RegisteredDevice, ...]], Any]) -> Any:
        """Something made of the devices that may be seen, under a name, remembered as long as the register is."""
        with self._readings.reading() as connection:
            key = (name, required(scope).regions, *self._key(connection))
        return self._made.get(key, lambda: make(self.all(scope)))

    def by_id(self, scope: Scope, name: str) -> RegisteredDevice | None:
        """The device in service with a unified id; None when there is none. OutOfScope when it may not be seen."""
        required(scope)
        with self._readings.reading() as connection:
            found = next((one for one in self._known(connection).values() if one.device.id == name), None)
        if found is not None:
            required_region(scope, found.device.region)
        return found

    def by_number(self, scope: Scope, numbers: Collection[int]) -> dict[int, RegisteredDevice]:
        """Those of some devices that are in service and may be seen, by number."""
        permits = required(scope).permits
        with self._readings.reading() as connection:
            known = self._known(connection)
        return {no: known[no] for no in numbers if no in known and permits(known[no].device.region)}

    def last_heard(self, scope: Scope) -> dict[int, int]:
        """When each device's newest reading was taken, by number; 0 where none ever came. Whoever may be seen."""
        seen = {one.no for one in self.all(scope)}
        query = select(channel.c.device, func.max(channel.c.last_at)).group_by(channel.c.device)
        with self._readings.reading() as connection:
            return {no: at for no, at in connection.execute(query) if no in seen}

    def levels(self, scope: Scope, judged: Collection[str]) -> dict[int, int | None]:
        """The highest level that each device stands at by the signs of `judged`; None where nothing is known of it.

        Devices without a point are left out.
        """
        permits = required(scope).permits
        counted = case((point.c.sign.in_(list(judged)), point.c.level), else_=0)
        known = case((point.c.stale, -1), else_=counted)
        query = select(point.c.device, point.c.region, func.max(known)).group_by(point.c.device, point.c.region)
        with self._readings.reading() as connection:
            rows = connection.execute(query)
            return {no: None if level < 0 else level for no, region, level in rows if permits(region)}

    def newest(self, scope: Scope, device: RegisteredDevice) -> tuple[NewestDeviceReading, ...]:
        """The newest reading of each quantity of a device that has one."""
        required_region(scope, device.device.region)
        query = (
            select(channel.c.quantity, reading.c.at, reading.c.value, arrival.c.feed)
            .join(reading, (reading.c.channel == channel.c.no) & (reading.c.at == channel.c.last_at))
            .join(arrival, arrival.c.no == reading.c.arrival)
            .where(channel.c.device == device.no)
            .order_by(channel.c.no)
        )
        with self._readings.reading() as connection:
            return tuple(NewestDeviceReading(*row) for row in connection.execute(query))

    def last_readings(
        self, scope: Scope, device: RegisteredDevice, quantity: str, count: int
    ) -> tuple[tuple[int, float], ...]:
        """(moment, value) of the last so many readings of a quantity, the newest first."""
        required_region(scope, device.device.region)
        here = reading.c.channel == device.channels[quantity]
        query = select(reading.c.at, reading.c.value).where(here).order_by(reading.c.at.desc()).limit(count)
        with self._readings.reading() as connection:
            return tuple((at, value) for at, value in connection.execute(query))

    def refused(self, scope: Scope, since: int, count: int) -> tuple[RefusedReading, ...]:
        """The last readings that were refused since a moment, the newest first, as far as the scope reaches.

        A row of a device that nobody knows belongs to no region: only those who see everything see it.
        """
        permits = required(scope).permits
        query = (
            select(arrival.c.received_at, arrival.c.feed, refused_reading)
            .join(arrival, arrival.c.no == refused_reading.c.arrival)
            .where(arrival.c.received_at >= since)
            .order_by(refused_reading.c.arrival.desc(), refused_reading.c.row)
            .limit(count)
        )
        with self._readings.reading() as connection:
            regions = {one.device.id: one.device.region for one in self._known(connection).values()}
            rows = connection.execute(query).mappings()
            found = [RefusedReading(r["received_at"], r["feed"], refusal_of(dict(r)), r["content"]) for r in rows]
        if scope.regions is None:
            return tuple(found)
        return tuple(one for one in found if permits(regions.get(one.device, -1)))

    def clashes(self, scope: Scope) -> tuple[Clash, ...]:
        """The claims to an id that somebody else holds and that nobody has settled, the oldest first.

        They are seen by whoever sees the holder.
        """
        permits = required(scope).permits
        columns = (device_clash.c.id, device_clash.c.claim, device_clash.c.claimed_at, device_clash.c.content)
        query = select(*columns).where(device_clash.c.settled.is_(False)).order_by(device_clash.c.claimed_at)
        with self._readings.reading() as connection:
            holders = {one.device.id: one for one in self._known(connection).values()}
            rows = connection.execute(query).all()
        return tuple(
            Clash(name, claim, at, json.loads(content), holders[name])
            for name, claim, at, content in rows
            if name in holders and permits(holders[name].device.region)
        )

    def settle(self, scope: Scope, name: str, claim: str) -> bool:
        """The holder keeps the id, and the claim waits no longer; False when there is no such claim (any more)."""
        if not any((one.id, one.claim) == (name, claim) for one in self.clashes(scope)):
            return False
        which = (device_clash.c.id == name) & (device_clash.c.claim == claim)
        with self._readings.writing() as connection:
            connection.execute(update(device_clash).where(which).values(settled=True))
        return True

    def _known(self, connection: Connection) -> dict[int, RegisteredDevice]:
        """The register by number: read anew when a device has come or gone, and every minute for what was changed."""
        return self._kept.get(self._key(connection), lambda: {one.no: one for one in devices(EVERYTHING, connection)})

    def _key(self, connection: Connection) -> tuple[object, ...]:
        return edition(connection), to_epoch(self._clock.now()) // MINUTE
