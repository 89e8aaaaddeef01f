"""Moments as people, spreadsheets and systems write them: a day with a time, perhaps a zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from data.core.clock import BUSINESS_ZONE
from data.pipeline.refusal import RowRefused
from data.pipeline.values.texts import canonical, shown

FORM: Final = "2025-06-29 14:30"
MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
_DAY: Final = (
    r"(?P<y>\d{4})(?:-(?P<m>\d\d?)-|/(?P<m2>\d\d?)/|\.(?P<m3>\d\d?)\.|年(?P<m4>\d\d?)月)(?P<d>\d\d?)(?:日|号)?"
)
_TIME: Final = (
    r"(?:[T ]*(?P<half>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<H>\d\d?)(?:[:点时](?P<M>\d\d?)?)(?:[:分](?P<S>\d\d?)?)?"
    r"(?P<f>[.,]\d{1,9})?秒?\s*(?P<ap>[aApP]\.?[mM]\.?)?)?"
)
_ZONE: Final = r"\s*(?P<z>Z|UTC|GMT|CST|BJT|北京时间|[+-]\d\d:?\d\d|[+-]\d\d)?"
_WRITTEN: Final = re.compile(f"{_DAY}{_TIME}{_ZONE}", re.ASCII)
_COMPACT: Final = re.compile(
    rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d)[T ]?(?:(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?)?{_ZONE}"
)
_EPOCH: Final = re.compile(r"1\d{9}(?:\.\d+|\d{3}|\d{6})?", re.ASCII)
_SERIAL: Final = re.compile(r"[3-6]\d{4}(?:\.\d+)?", re.ASCII)
_SERIAL_DAY: Final = datetime(1899, 12, 30)  # day 0 of the numbers that spreadsheets keep days as
_SHORT_YEAR: Final = re.compile(r"\d\d?[-/.]\d\d?[-/.](?:\d{4}|\d\d?)(?:\s.*)?")
_EVENING: Final = frozenset({"下午", "晚上", "中午", "pm"})
_MORNING: Final = frozenset({"上午", "凌晨", "早上", "am"})


@dataclass(frozen=True)
class ToldTime:
    """A moment as it was told: where its span begins, and how long the span is (seconds; 1 for a full time)."""

    at: datetime
    precision: int = 1

    @property
    def first(self) -> int:
        """The first second of the span, since 1970."""
        return int(self.at.timestamp())

    @property
    def last(self) -> int:
        """The last second of the span."""
        return self.first + self.precision - 1


def moment(
    given: str | datetime, column: str, *, zone: tzinfo = BUSINESS_ZONE, epoch: bool = False, form: str = FORM
) -> datetime:
    """The aware moment that a text tells; one without a zone is of `zone`, a day without a time begins it.

    `epoch` takes seconds (1780000000), milli- and microseconds since 1970 as well. RowRefused: `bad_time` (with `form`
    as what is expected), `ambiguous_time` where day and month, or the year, may be either of two numbers.
    """
    return told_moment(given, column, zone=zone, epoch=epoch, form=form).at


def told_moment(
    given: str | datetime,
    column: str,
    *,
    zone: tzinfo = BUSINESS_ZONE,
    epoch: bool = False,
    serial: bool = False,
    form: str = FORM,
) -> ToldTime:
    """The moment that a text tells, as `moment` reads it, and how exactly it tells it.

    `serial` takes the number that a spreadsheet keeps a day as (46178.3785). A full time of midnight counts as a day:
    so a spreadsheet writes a date.
    """
    if isinstance(given, datetime):
        return ToldTime(given if given.tzinfo else given.replace(tzinfo=zone))
    said = canonical(given[:80])
    if epoch and _EPOCH.fullmatch(said):
        return ToldTime(datetime.fromtimestamp(float(said) / 10 ** (len(said.partition(".")[0]) - 10), UTC))
    if serial and _SERIAL.fullmatch(said):
        return _of_serial(float(said), zone)
    match = _WRITTEN.fullmatch(said) or _COMPACT.fullmatch(said)
    if match is None:
        if _SHORT_YEAR.fullmatch(said):
            raise RowRefused("ambiguous_time", column, text=shown(given), form=form)
        raise RowRefused("bad_time", column, text=shown(given), form=form)
    try:
        part = {name: text for name, text in match.groupdict().items() if text}
        return ToldTime(_made(part, zone), _precision(part))
    except (ValueError, OverflowError) as error:
        raise RowRefused("bad_time", column, text=shown(given), form=form) from error


def _of_serial(days: float, zone: tzinfo) -> ToldTime:
    at = _SERIAL_DAY + timedelta(seconds=round(days * DAY))
    return ToldTime(at.replace(tzinfo=zone), DAY if days.is_integer() else 1)


def _precision(part: Mapping[str, str]) -> int:
    if "H" not in part or ("S" in part and not any(int(part.get(name, "0")) for name in ("H", "M", "S"))):
        return DAY
    return HOUR if "M" not in part else MINUTE if "S" not in part else 1


def zone_of(text: str) -> tzinfo | None:
    """The zone that a text names: a place (Asia/Shanghai), UTC, or an offset (+08:00); None where it names none."""
    said = canonical(text)
    if re.fullmatch(r"[+-]\d\d(?::?\d\d)?|Z|UTC|GMT|CST|BJT|北京时间", said, re.ASCII):
        return _zone(said, BUSINESS_ZONE)
    try:
        return ZoneInfo(said) if said else None
    except (KeyError, ValueError, OSError):
        return None


def _made(part: dict[str, str], zone: tzinfo) -> datetime:
    month = next(int(part[name]) for name in ("m", "m2", "m3", "m4") if name in part)
    fraction = int(part.get("f", ".0")[1:7].ljust(6, "0"))
    day = datetime(int(part["y"]), month, int(part["d"]), tzinfo=_zone(part.get("z", ""), zone))
    hour = _hour(int(part.get("H", 0)), part.get("half", "") or part.get("ap", "").replace(".", "").casefold())
    if hour == 24 and not (int(part.get("M", 0)) or int(part.get("S", 0))):
        return day + timedelta(days=1)  # 24:00 ends the day
    return day.replace(hour=hour, minute=int(part.get("M", 0)), second=int(part.get("S", 0)), microsecond=fraction)


def _hour(hour: int, half: str) -> int:
    if half in _EVENING and hour < 12:
        return hour if half == "中午" and hour >= 10 else hour + 12
    if half in _MORNING and hour == 12:
        return 0
    if half in ("am", "pm") and hour > 12:
        raise ValueError("an hour of the twelve")
    return hour


def _zone(text: str, default: tzinfo) -> tzinfo:
    if not text:
        return default
    if text in ("Z", "UTC", "GMT"):
        return UTC
    if text in ("CST", "BJT", "北京时间"):
        return BUSINESS_ZONE
    digits = text[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(away if text[0] == "+" else -away)
