"""The contract of readings: rules that a row must keep. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CONTRACT = "readings/1"
COLUMNS = ("device", "quantity", "at", "value")
AHEAD = 300  # seconds that a device's clock may be ahead of ours
KEPT = 8 * 24 * 3600  # seconds for which readings are kept: what is older cannot be put where it belongs
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_EPOCH = re.compile(r"\d{9,10}", re.ASCII)


class ReadingRefused(Exception):
    """A row is not accepted; `code` is one of the reason codes, `detail` a sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class GoodReading:
    """A row that kept every rule: whose it is, when it was taken (epoch seconds), and what it says."""

    row: int
    channel: int
    at: int
    value: float


@dataclass(frozen=True, slots=True)
class BadReading:
    """A row that was refused: its place (the first is 1), why, and what it held."""

    row: int
    code: str
    detail: str
    content: Any


@dataclass(frozen=True)
class ReadingLimits:
    """What a quantity can be at all."""

    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class KnownDevices:
    """What the door knows of devices: channel numbers by device id and quantity, and each quantity's limits.

    `regions` are those of the devices; a token for some regions brings readings of no others.
    """

    channels: Mapping[str, Mapping[str, int]]
    regions: Mapping[str, int]
    limits: Mapping[str, ReadingLimits]


@dataclass(frozen=True)
class ReadingContract:
    """Checks rows against a register at a moment (epoch seconds). `permits` says which regions are the sender's."""

    register: KnownDevices
    now: int
    regions: frozenset[int] | None = None

    def check(self, row: int, given: Any) -> GoodReading:
        """The typed reading, or Refused with the first rule it breaks."""
        if not isinstance(given, Mapping):
            raise ReadingRefused("not_a_row", "a reading has a device, a time and a value")
        if strange := [name for name in given if name not in COLUMNS]:
            raise ReadingRefused("unknown_column", f"a reading has no {str(strange[0])[:40]!r}")
        quantity, channel = self._channel(given.get("device"), given.get("quantity"))
        at = self._time(given.get("at"))
        return GoodReading(row, channel, at, self._value(quantity, given.get("value")))

    def _channel(self, device: Any, quantity: Any) -> tuple[str, int]:
        known = self.register.channels.get(device) if isinstance(device, str) else None
        if known is None:
            raise ReadingRefused("unknown_device", f"the register has no device {str(device)[:80]!r}")
        if self.regions is not None and self.register.regions[device] not in self.regions:
            raise ReadingRefused("not_yours", f"{device} stands outside the regions of this token")
        if quantity in (None, "") and len(known) == 1:
            return next(iter(known.items()))
        if not isinstance(quantity, str) or quantity not in known:
            raise ReadingRefused(
                "unknown_quantity", f"{device} delivers {', '.join(known)}, not {str(quantity)[:40]!r}"
            )
        return quantity, known[quantity]

    def _time(self, given: Any) -> int:
        at = moment(given)
        if at > self.now + AHEAD:
            raise ReadingRefused("in_the_future", f"{given} lies more than {AHEAD} seconds ahead")
        if at < self.now - KEPT:
            raise ReadingRefused(
                "too_old", f"{given} is older than the {KEPT // 86400} days for which readings are kept"
            )
        return at

    def _value(self, quantity: str, given: Any) -> float:
        value = number(given)
        limits = self.register.limits.get(quantity, ReadingLimits())
        if limits.minimum is not None and value < limits.minimum:
            raise ReadingRefused(
                "impossible_value", f"{value:g} is below {limits.minimum:g}, the least {quantity} can be"
            )
        if limits.maximum is not None and value > limits.maximum:
            raise ReadingRefused(
                "impossible_value", f"{value:g} is above {limits.maximum:g}, the most {quantity} can be"
            )
        return value


def moment(given: Any) -> int:
    """Epoch seconds of a time: whole seconds since 1970, or ISO 8601 with its zone. Refused: `bad_time`."""
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or len(given) > 40:
        raise ReadingRefused("bad_time", "a time is whole seconds since 1970, or ISO 8601 with its zone")
    if _EPOCH.fullmatch(given):
        return int(given)
    try:
        read = datetime.fromisoformat(given)
        if read.tzinfo is None:
            raise ReadingRefused("bad_time", f"{given!r} does not say in which zone")
        return int(read.astimezone(UTC).timestamp())
    except (ValueError, OverflowError):
        raise ReadingRefused("bad_time", f"{given!r} is no time in ISO 8601") from None


def number(given: Any) -> float:
    """A finite number, or its plain notation. Refused: `not_a_number`."""
    if isinstance(given, str):
        if len(given) > 40 or not _NUMBER.fullmatch(given):
            raise ReadingRefused("not_a_number", f"{given[:40]!r} is not a plain number")
        given = float(given)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise ReadingRefused("not_a_number", "a value is a number")
    try:
        value = float(given)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ReadingRefused("not_a_number", "a value is a finite number")
    return value
