"""The contract of readings: rules that a row must keep. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple

from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import RowRefused
from data.pipeline.values import number, shown, within

COLUMNS = ("device", "quantity", "at", "value")
AHEAD = 300  # seconds that a device's clock may be ahead of ours
KEPT = 8 * 24 * 3600  # seconds for which readings are kept: what is older cannot be put where it belongs
_EPOCH = re.compile(r"\d{9,10}", re.ASCII)
_FORM = "2025-06-29T14:30:00+08:00"
_LONGEST = 40  # characters of a time


class Reading(NamedTuple):
    """A row that kept every rule: whose it is, when it was taken (epoch seconds), and what it says."""

    channel: int
    at: int
    value: float


@dataclass(frozen=True)
class ReadingLimits:
    """What a quantity can be at all."""

    minimum: float | None = None
    maximum: float | None = None


NO_LIMITS = ReadingLimits()


@dataclass(frozen=True)
class KnownDevices:
    """What the door knows of devices: channel numbers by device id and quantity, and each quantity's limits.

    `regions` are those of the devices; a token for some regions brings readings of no others.
    """

    channels: Mapping[str, Mapping[str, int]]
    regions: Mapping[str, int]
    limits: Mapping[str, ReadingLimits]


@dataclass(frozen=True)
class ReadingContract(Contract[Reading]):
    """Rows against the known devices at a moment (epoch seconds). `regions` are the sender's; None: all."""

    version: ClassVar[str] = "readings/1"
    columns: ClassVar[ContractColumns] = ContractColumns(("device", "at", "value"), ("quantity",))

    devices: KnownDevices
    now: int
    regions: frozenset[int] | None = None

    def check(self, row: Any) -> Reading:
        if not isinstance(row, Mapping):
            raise RowRefused("not_a_row")
        for name in row:
            if name not in COLUMNS:
                raise RowRefused("unknown_column", shown(name), text=shown(name))
        quantity, channel = self._channel(row.get("device"), row.get("quantity"))
        at = self._time(row.get("at"))
        value = number(row.get("value"), "value")
        limits = self.devices.limits.get(quantity, NO_LIMITS)
        within(value, limits.minimum, limits.maximum, "value")
        return Reading(channel, at, value)

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

    def _time(self, given: Any) -> int:
        at = moment(given)
        if at > self.now + AHEAD:
            raise RowRefused("in_the_future", "at", text=str(given))
        if at < self.now - KEPT:
            raise RowRefused("too_old", "at", text=str(given), days=KEPT // 86400)
        return at


def contradiction(standing: float) -> RowRefused:
    """The refusal of another value of a device and time for which one stands."""
    return RowRefused("contradicts", "value", standing=f"{standing:g}")


def moment(given: Any) -> int:
    """Epoch seconds of a time: whole seconds since 1970, or ISO 8601 with its zone. Refused: `bad_time`."""
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or len(given) > _LONGEST:
        raise RowRefused("bad_time", "at", text=_said(given), form=_FORM)
    if _EPOCH.fullmatch(given):
        return int(given)
    try:
        read = datetime.fromisoformat(given)
        if read.tzinfo is None:
            raise ValueError("no zone")
        return int(read.astimezone(UTC).timestamp())
    except (ValueError, OverflowError):
        raise RowRefused("bad_time", "at", text=shown(given), form=_FORM) from None


def _said(given: Any) -> str:
    """What stands where a text or a number should."""
    return shown(given) if isinstance(given, str | int | float) or given is None else type(given).__name__
