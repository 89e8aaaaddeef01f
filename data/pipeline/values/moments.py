"""Moments as people, spreadsheets and systems write them: a day with a time, perhaps a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from data.core.clock import BUSINESS_ZONE
from data.pipeline.refusal import RowRefused
from data.pipeline.values.texts import canonical, shown

FORM: Final = "2025-06-29 14:30"
_DAY: Final = (
    r"(?P<y>\d{4})(?:-(?P<m>\d\d?)-|/(?P<m2>\d\d?)/|\.(?P<m3>\d\d?)\.|年(?P<m4>\d\d?)月)(?P<d>\d\d?)(?:日|号)?"
)
_TIME: Final = (
    r"(?:[T ]*(?P<half>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<H>\d\d?)(?:[:点时](?P<M>\d\d?)?)(?:[:分](?P<S>\d\d?)?)?"
    r"(?P<f>[.,]\d{1,9})?秒?\s*(?P<ap>[aApP]\.?[mM]\.?)?)?"
)
_ZONE: Final = r"\s*(?P<z>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?"
_WRITTEN: Final = re.compile(f"{_DAY}{_TIME}{_ZONE}", re.ASCII)
_COMPACT: Final = re.compile(
    rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d)[T ]?(?:(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?)?{_ZONE}"
)
_EPOCH: Final = re.compile(r"1\d{9}(?:\.\d+|\d{3})?", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"\d\d?[-/.]\d\d?[-/.](?:\d{4}|\d\d?)(?:\s.*)?")
_EVENING: Final = frozenset({"下午", "晚上", "中午", "pm"})
_MORNING: Final = frozenset({"上午", "凌晨", "早上", "am"})


def moment(
    given: str | datetime, column: str, *, zone: tzinfo = BUSINESS_ZONE, epoch: bool = False, form: str = FORM
) -> datetime:
    """The aware moment that a text tells; one without a zone is of `zone`, a day without a time begins it.

    `epoch` takes seconds (1780000000) and milliseconds since 1970 as well. RowRefused: `bad_time` (with `form` as what
    is expected), `ambiguous_time` where day and month, or the year, may be either of two numbers.
    """
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=zone)
    said = canonical(given[:80])
    if epoch and _EPOCH.fullmatch(said):
        return datetime.fromtimestamp(float(said) / (1000 if len(said) == 13 and "." not in said else 1), UTC)
    match = _WRITTEN.fullmatch(said) or _COMPACT.fullmatch(said)
    if match is None:
        if _SHORT_YEAR.fullmatch(said):
            raise RowRefused("ambiguous_time", column, text=shown(given), form=form)
        raise RowRefused("bad_time", column, text=shown(given), form=form)
    try:
        return _made({name: part for name, part in match.groupdict().items() if part}, zone)
    except (ValueError, OverflowError) as error:
        raise RowRefused("bad_time", column, text=shown(given), form=form) from error


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
    digits = text[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(away if text[0] == "+" else -away)
