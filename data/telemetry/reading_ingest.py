"""What a web worker does with readings that came in: check them against the register it remembers, and land them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from data.core.clock import Clock, to_epoch
from data.core.scope import Scope
from data.pipeline.deliver import DeliveryReport
from data.pipeline.values import zone_of
from data.telemetry.device_registry import devices, edition
from data.telemetry.engine import Readings
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import PLAIN_FEED, FeedRules, KnownDevices, ReadingContract, ReadingLimits
from indicators.vitals import Quantity

RegistryVersion = tuple[int, int, int, int]


class ReadingIngest:
    """Lands readings. The register is read anew only when a device or a channel has come or gone."""

    def __init__(self, readings: Readings, limits: Mapping[str, ReadingLimits], clock: Clock) -> None:
        self._readings = readings
        self._limits = limits
        self._clock = clock
        self._known: tuple[RegistryVersion, KnownDevices] | None = None
        self._lock = Lock()

    def receive(
        self, sender: DataSource, regions: frozenset[int] | None, rows: Sequence[Any], feed: FeedRules = PLAIN_FEED
    ) -> DeliveryReport:
        """Land what a sender brought; `regions` are those it may speak for (None: all)."""
        contract = ReadingContract(self.register(), to_epoch(self._clock.now()), regions, feed)
        return land(self._readings, contract, sender, rows)

    def register(self) -> KnownDevices:
        """The register as it stands."""
        with self._readings.reading() as connection:
            now = edition(connection)
            with self._lock:
                if self._known is None or self._known[0] != now:
                    self._known = now, known_devices(connection, self._limits)
                return self._known[1]


def limits_of(quantities: Mapping[str, Quantity]) -> dict[str, ReadingLimits]:
    """What each quantity can be at all, as the catalogue says."""
    return {name: _limits(one) for name, one in quantities.items()}


def _limits(one: Quantity) -> ReadingLimits:
    least, most = (min(one.states), max(one.states)) if one.states else (one.minimum, one.maximum)
    increments = one.counts == "increment"
    return ReadingLimits(least, most, (one.unit.zh, one.unit.en), increments, one.most_an_hour, one.running_total)


def known_devices(connection: Connection, limits: Mapping[str, ReadingLimits]) -> KnownDevices:
    """What a door knows of the devices in service."""
    found = devices(Scope.everything(), connection)
    rules = {one.channels[name]: rule for one in found for name, rule in one.device.rules.items()}
    increments = {
        no: name
        for one in found
        for name, no in one.channels.items()
        if (name in limits and limits[name].increments) or (no in rules and rules[no].counts == "counter")
    }
    return KnownDevices(
        {one.device.id: one.channels for one in found},
        {one.device.id: one.device.region for one in found},
        limits,
        {one.device.id: zone for one in found if (zone := zone_of(one.device.zone)) is not None},
        {no: rule.unit for no, rule in rules.items() if rule.unit},
        {no: rule.flat_after for no, rule in rules.items() if rule.flat_after},
        frozenset(no for no, rule in rules.items() if rule.counts == "counter"),
        increments,
    )
