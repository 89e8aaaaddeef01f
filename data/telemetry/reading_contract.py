"""The contract of readings: rules that a row must keep. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from data.core.clock import BUSINESS_ZONE
from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import RowRefused
from data.pipeline.values import number, shown, told_moment, within
from data.telemetry.reading_units import factor_between
from indicators.vitals import RunningTotal

COLUMNS = ("device", "quantity", "at", "value", "unit")
AHEAD = 300  # seconds that a device's clock may be ahead of ours
KEPT = 8 * 24 * 3600  # seconds for which readings are kept: what is older cannot be put where it belongs
_EPOCH = re.compile(r"\d{9,10}|1\d{12}|1\d{15}|1\d{18}", re.ASCII)
_ZONED = re.compile(r"T.*(?:Z|[+-]\d\d:?\d\d)$", re.ASCII)
_ALSO = {
    **dict.fromkeys(("设备", "设备编号", "设备标识", "设施标识", "测站", "测站编码", "站号", "deviceid"), "device"),
    **dict.fromkeys(("时间", "采集时间", "监测时间", "观测时间", "上报时间", "time", "timestamp", "ts"), "at"),
    **dict.fromkeys(("数值", "值", "读数", "监测值", "val"), "value"),
    **dict.fromkeys(("感知量", "监测项", "监测指标", "指标", "metric"), "quantity"),
    **dict.fromkeys(("单位", "计量单位"), "unit"),
}
_FORM = "2025-06-29T14:30:00+08:00"
_LONGEST = 40  # characters of a time


class Reading(NamedTuple):
    """A row that kept every rule: whose it is, when it was taken (epoch seconds), and what it says."""

    channel: int
    at: int
    value: float


@dataclass(frozen=True)
class ReadingLimits:
    """What a quantity can be at all, the names of its unit, and how it is delivered (see `Quantity`)."""

    minimum: float | None = None
    maximum: float | None = None
    units: tuple[str, ...] = ()
    increments: bool = False
    most_an_hour: float | None = None
    running_total: RunningTotal | None = None


NO_LIMITS = ReadingLimits()
_COUNTERS = ReadingLimits(0.0)


@dataclass(frozen=True)
class KnownDevices:
    """What the door knows of devices: channel numbers by device id and quantity, and each quantity's limits.

    `regions` are those of the devices; a token for some regions brings readings of no others. `zones` are those of
    devices that have one, `units` and `flat_after` those of channels, `counters` the channels that bring running
    totals, and `quantities` names what each channel of increments brings.
    """

    channels: Mapping[str, Mapping[str, int]]
    regions: Mapping[str, int]
    limits: Mapping[str, ReadingLimits]
    zones: Mapping[str, tzinfo] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    flat_after: Mapping[int, int] = field(default_factory=dict)
    counters: frozenset[int] = frozenset()
    increments: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedRules:
    """What a feed says of its readings where they and their devices say nothing: zone, unit, increment or counter."""

    zone: tzinfo = BUSINESS_ZONE
    unit: str = ""
    counters: bool = False


PLAIN_FEED = FeedRules()


@dataclass(frozen=True)
class ReadingContract(Contract[Reading]):
    """Rows against the known devices at a moment (epoch seconds). `regions` are the sender's; None: all.

    `serial`: rows of a table, where a spreadsheet may have kept a time as a number. Fields that a reading does not have
    are passed over.
    """

    version: ClassVar[str] = "readings/2"
    columns: ClassVar[ContractColumns] = ContractColumns(("device", "at", "value"), ("quantity", "unit"), _ALSO)

    devices: KnownDevices
    now: int
    regions: frozenset[int] | None = None
    feed: FeedRules = PLAIN_FEED
    serial: bool = False
    _factors: dict[tuple[str, str], float] = field(init=False, repr=False, compare=False, default_factory=dict)

    @cached_property
    def counters(self) -> frozenset[int]:
        """The channels that bring running totals."""
        return self.devices.counters | (frozenset(self.devices.increments) if self.feed.counters else frozenset())

    def check(self, row: Any) -> Reading:
        if not isinstance(row, Mapping):
            raise RowRefused("not_a_row")
        get = row.get
        device = get("device")
        quantity, channel = self._channel(device, get("quantity"))
        at = self._time(get("at"), device)
        value = number(get("value"), "value")
        unit = get("unit") or self.devices.units.get(channel) or self.feed.unit
        if unit:
            value *= self._factor(quantity, unit)
        limits = _COUNTERS if channel in self.counters else self.devices.limits.get(quantity, NO_LIMITS)
        within(value, limits.minimum, limits.maximum, "value")
        return Reading(channel, at, value)

    def _factor(self, quantity: str, unit: Any) -> float:
        """How many of the quantity's own unit one of a unit is."""
        text = unit if isinstance(unit, str) else type(unit).__name__
        if (quantity, text) not in self._factors:
            own = self.devices.limits.get(quantity, NO_LIMITS).units
            factor = factor_between(text, own)
            if factor is None:
                raise RowRefused("unit_of_reading", "unit", text=shown(text), unit=" / ".join(own) or "–")
            self._factors[quantity, text] = factor
        return self._factors[quantity, text]

    def key(self, record: Reading) -> Hashable:
        return record[:2]

    def again(self, first: Reading, record: Reading, place: int) -> None:
        """The same value again is a repetition; another one is refused, and what came first stands."""
        if first.value != record.value:
            raise contradiction(first.value)

    def _channel(self, device: Any, quantity: Any) -> tuple[str, int]:
        known = self.devices.channels.get(device) if isinstance(device, str) else None
        if known is None:
            raise RowRefused("unknown_device", "device", text=_said(device))
        if self.regions is not None and self.devices.regions[device] not in self.regions:
            raise RowRefused("not_yours", "device", text=device)
        if quantity in (None, "") and len(known) == 1:
            return next(iter(known.items()))
        if not isinstance(quantity, str) or quantity not in known:
            raise RowRefused("unknown_quantity", "quantity", text=_said(quantity), known=", ".join(known))
        return quantity, known[quantity]

    def _time(self, given: Any, device: Any) -> int:
        at = moment(given, self.devices.zones.get(device, self.feed.zone), serial=self.serial)
        if at > self.now + AHEAD:
            raise RowRefused("in_the_future", "at", text=str(given))
        if at < self.now - KEPT:
            raise RowRefused("too_old", "at", text=str(given), days=KEPT // 86400)
        return at


def contradiction(standing: float) -> RowRefused:
    """The refusal of another value of a device and time for which one stands."""
    return RowRefused("contradicts", "value", standing=f"{standing:g}")


def moment(given: Any, zone: tzinfo = BUSINESS_ZONE, *, serial: bool = False) -> int:
    """Epoch seconds of a time: a number since 1970 (seconds, milli-, micro- or nanoseconds), or a text as people and
    systems write it, of `zone` where it names none. Refused: `bad_time`, `ambiguous_time`."""
    if (isinstance(given, float) and given.is_integer()) or (isinstance(given, int) and not isinstance(given, bool)):
        given = str(int(given))
    elif isinstance(given, float) and math.isfinite(given):
        given = str(math.floor(given))
    if not isinstance(given, str) or len(given) > _LONGEST:
        raise RowRefused("bad_time", "at", text=_said(given), form=_FORM)
    if _EPOCH.fullmatch(given):
        return int(given[:-9]) if len(given) == 19 else int(given[:10]) if len(given) > 10 else int(given)
    if _ZONED.search(given):
        with suppress(ValueError, OverflowError):
            return int(datetime.fromisoformat(given).timestamp())
    return told_moment(given, "at", zone=zone, serial=serial, form=_FORM).first


def _said(given: Any) -> str:
    """What stands where a text or a number should."""
    return shown(given) if isinstance(given, str | int | float) or given is None else type(given).__name__
