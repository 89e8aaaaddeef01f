"""What screens read of the picture of now and of the last days. Every method takes the scope of who asks first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select, tuple_

from data.core.clock import Clock, to_epoch
from data.core.json_records import from_json
from data.core.lru import LruCache
from data.core.scope import Scope, required, required_region
from data.telemetry.batches import feeds_now
from data.telemetry.device_locations import DeviceLocation, count_around, device_locations
from data.telemetry.device_registry import RegisteredDevice, devices
from data.telemetry.engine import Readings
from data.telemetry.state_types import BucketValue, FeedState, HealthState, PointState, SignState
from data.telemetry.state_version import is_late, version_of
from data.telemetry.tables import health_now, health_slot, live, point, point_slot, sign_now, sign_slot

CITY = "city"
SLOT = 300  # seconds of a slot
DAY = 24 * 3600


class CurrentStateRepository:
    """Reads the picture of now. Safe to share between threads."""

    def __init__(self, readings: Readings, clock: Clock) -> None:
        self._readings, self._clock = readings, clock
        self._days = LruCache[dict[str, list[tuple[int, float]]]](40)

    def version(self, scope: Scope) -> int:
        """How often the picture has changed so far."""
        required(scope)
        with self._readings.reading() as connection:
            return version_of(connection)

    def looked_at(self, scope: Scope) -> int | None:
        """When the watch looked last (epoch seconds); None when it never did."""
        required(scope)
        with self._readings.reading() as connection:
            found: int | None = connection.execute(select(live.c.looked_at)).scalar()
        return found

    def late(self, scope: Scope) -> bool:
        """Whether the watch has fallen silent, so that all that it said is of its last look."""
        return is_late(self.looked_at(scope), to_epoch(self._clock.now()))

    def feeds(self, scope: Scope) -> tuple[FeedState, ...]:
        """Who brings readings, and who has fallen silent."""
        required(scope)
        with self._readings.reading() as connection:
            return feeds_now(connection, to_epoch(self._clock.now()))

    def signs(self, scope: Scope, region: int) -> dict[str, SignState]:
        """Every sign that is known of a region, by its id."""
        required_region(scope, region)
        with self._readings.reading() as connection:
            rows = connection.execute(select(sign_now.c.record).where(sign_now.c.region == region)).scalars()
            found = [from_json(SignState, text) for text in rows]
        return {one.sign: one for one in found}

    def sign(self, scope: Scope, sign: str, regions: Collection[int]) -> dict[int, SignState]:
        """One sign in several regions, by region."""
        for region in regions:
            required_region(scope, region)
        query = select(sign_now.c.record).where(sign_now.c.sign == sign, sign_now.c.region.in_(list(regions)))
        with self._readings.reading() as connection:
            found = [from_json(SignState, text) for text in connection.execute(query).scalars()]
        return {one.region: one for one in found}

    def healths(self, scope: Scope, region: int) -> dict[str, HealthState]:
        """The health of each kind in a district or the city, and of all together under "city"."""
        required_region(scope, region)
        with self._readings.reading() as connection:
            rows = connection.execute(select(health_now.c.record).where(health_now.c.region == region)).scalars()
            found = [from_json(HealthState, text) for text in rows]
        return {one.kind: one for one in found}

    def health_history(self, scope: Scope, region: int, since: int) -> dict[str, list[tuple[int, float]]]:
        """(slot, health) by kind from a moment on, oldest first."""
        required_region(scope, region)
        query = select(health_slot).where(health_slot.c.region == region, health_slot.c.slot >= since)
        found: dict[str, list[tuple[int, float]]] = {}
        with self._readings.reading() as connection:
            for row in connection.execute(query.order_by(health_slot.c.kind, health_slot.c.slot)):
                found.setdefault(row.kind, []).append((row.slot, row.value))
        return found

    def health_day(self, scope: Scope, region: int) -> dict[str, list[tuple[int, float]]]:
        """The last 24 hours of health by kind, remembered until a slot begins: the newest may be as old as that."""
        required_region(scope, region)
        since = to_epoch(self._clock.now()) // SLOT * SLOT - DAY
        return self._days.get((region, since), lambda: self.health_history(scope, region, since))

    def sign_history(self, scope: Scope, sign: str, region: int, since: int, until: int) -> tuple[BucketValue, ...]:
        """A sign in a district or the city by five minutes, oldest first, without those in which nothing was known."""
        required_region(scope, region)
        with self._readings.reading() as connection:
            return tuple(_sign_slots(connection, [sign], region, since, until).get(sign, ()))

    def sign_histories(
        self, scope: Scope, signs: Sequence[str], region: int, since: int
    ) -> dict[str, list[BucketValue]]:
        """The same of several signs, until now."""
        required_region(scope, region)
        with self._readings.reading() as connection:
            return _sign_slots(connection, signs, region, since, to_epoch(self._clock.now()))

    def raised(self, scope: Scope, regions: Collection[int], signs: Collection[str]) -> tuple[PointState, ...]:
        """The points of some signs in some regions that stand above normal; worst first, then oldest.

        One that fell silent there is among them: nothing has cleared its level.
        """
        permits = required(scope).permits
        here = point.c.region.in_(list(regions)) & point.c.sign.in_(list(signs))
        query = select(point).where(here, point.c.level > 0)
        query = query.order_by(point.c.level.desc(), point.c.since, point.c.sign, point.c.device)
        with self._readings.reading() as connection:
            return tuple(_point(row) for row in connection.execute(query) if permits(row.region))

    def points(
        self, scope: Scope, sign: str | None = None, region: int | None = None, inside: Collection[int] | None = None
    ) -> tuple[PointState, ...]:
        """The points of a sign (or all), of one region or several; worst first, then by device."""
        permits = required(scope).permits
        query = select(point)
        if sign is not None:
            query = query.where(point.c.sign == sign)
        if region is not None:
            required_region(scope, region)
            query = query.where(point.c.region == region)
        if inside is not None:
            query = query.where(point.c.region.in_(list(inside)))
        query = query.order_by(point.c.stale, point.c.level.desc(), point.c.sign, point.c.device)
        with self._readings.reading() as connection:
            return tuple(_point(row) for row in connection.execute(query) if permits(row.region))

    def points_of_device(self, scope: Scope, device: int) -> tuple[PointState, ...]:
        """All signs at one device."""
        permits = required(scope).permits
        query = select(point).where(point.c.device == device).order_by(point.c.sign)
        with self._readings.reading() as connection:
            return tuple(_point(row) for row in connection.execute(query) if permits(row.region))

    def values_before(
        self, scope: Scope, keys: Collection[tuple[str, int]], moment: int
    ) -> dict[tuple[str, int], float]:
        """The last value of points (sign, device) in the slot of a moment or the one before; for those that had one."""
        permits = required(scope).permits
        slot = moment // SLOT * SLOT
        near = point_slot.c.slot.in_([slot - SLOT, slot])
        here = tuple_(point_slot.c.sign, point_slot.c.device).in_(list(keys))
        where = (point.c.sign == point_slot.c.sign) & (point.c.device == point_slot.c.device)
        query = select(point_slot, point.c.region).join(point, where).where(here, near).order_by(point_slot.c.slot)
        with self._readings.reading() as connection:
            rows = connection.execute(query).all() if keys else []
        return {(row.sign, row.device): row.last for row in rows if permits(row.region)}

    def point_days(
        self, scope: Scope, sign: str, numbers: Collection[int], since: int
    ) -> dict[int, list[tuple[int, float]]]:
        """(slot, last value) of a sign at several devices, oldest first, by device."""
        permits = required(scope).permits
        here = (point.c.sign == sign) & point.c.device.in_(list(numbers))
        with self._readings.reading() as connection:
            places = connection.execute(select(point.c.device, point.c.region).where(here))
            seen = [no for no, region in places if permits(region)]
            mine = (point_slot.c.sign == sign) & point_slot.c.device.in_(seen) & (point_slot.c.slot >= since)
            query = select(point_slot.c.device, point_slot.c.slot, point_slot.c.last).where(mine)
            found: dict[int, list[tuple[int, float]]] = {}
            for no, slot, last in connection.execute(query.order_by(point_slot.c.device, point_slot.c.slot)):
                found.setdefault(no, []).append((slot, last))
        return found

    def point_history(self, scope: Scope, sign: str, device: int, since: int, until: int) -> tuple[BucketValue, ...]:
        """A sign at a device by five minutes with its range, oldest first."""
        permits = required(scope).permits
        here = and_(point_slot.c.sign == sign, point_slot.c.device == device)
        query = select(point_slot).where(here, point_slot.c.slot >= since, point_slot.c.slot <= until)
        with self._readings.reading() as connection:
            where = connection.execute(
                select(point.c.region).where(point.c.sign == sign, point.c.device == device)
            ).scalar()
            if where is None or not permits(where):
                return ()
            rows = connection.execute(query.order_by(point_slot.c.slot)).all()
        return tuple(BucketValue(row.slot, row.last, row.level, row.low, row.high) for row in rows)

    def devices(self, scope: Scope) -> tuple[RegisteredDevice, ...]:
        """The register of devices in service, in the order of entry."""
        with self._readings.reading() as connection:
            return devices(scope, connection)

    def named(self, scope: Scope, ids: Collection[str]) -> dict[str, RegisteredDevice]:
        """Some devices by their ids, retired ones too, as far as the scope reaches."""
        if not ids:
            return {}
        with self._readings.reading() as connection:
            return {one.device.id: one for one in devices(scope, connection, in_service=False, ids=ids)}

    def standing(
        self, scope: Scope, ids: Collection[str] = (), numbers: Collection[int] = ()
    ) -> tuple[DeviceLocation, ...]:
        """Devices by their ids or numbers, with where they stand."""
        with self._readings.reading() as connection:
            return device_locations(connection, scope, ids, numbers)

    def count_around(self, scope: Scope, west: float, south: float, east: float, north: float) -> dict[str, int]:
        """How many devices stand inside a box of degrees, by what they deliver."""
        with self._readings.reading() as connection:
            return count_around(connection, scope, west, south, east, north)

    def counts(self, scope: Scope, region: int) -> tuple[int, int]:
        """How many points of a region and inside it are known now, and how many are stale."""
        required_region(scope, region)
        found = self.signs(scope, region).values()
        return sum(one.counted for one in found), sum(one.stale for one in found)

    def newest(self, scope: Scope) -> int | None:
        """When the newest reading of all was taken; None when there is none."""
        required(scope)
        with self._readings.reading() as connection:
            found: int | None = connection.execute(select(func.max(point.c.at))).scalar()
        return found


def _sign_slots(
    connection: Connection, signs: Sequence[str], region: int, since: int, until: int
) -> dict[str, list[BucketValue]]:
    here = and_(sign_slot.c.region == region, sign_slot.c.sign.in_(list(signs)))
    query = select(sign_slot).where(here, sign_slot.c.slot >= since, sign_slot.c.slot <= until)
    found: dict[str, list[BucketValue]] = {}
    for row in connection.execute(query.order_by(sign_slot.c.sign, sign_slot.c.slot)):
        found.setdefault(row.sign, []).append(BucketValue(row.slot, row.value, row.level))
    return found


def _point(row: Any) -> PointState:
    return PointState(row.sign, row.device, row.region, row.at, row.value, row.level, row.since, row.stale)
