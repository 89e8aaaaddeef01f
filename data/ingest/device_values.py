"""Single values of a device's row: coordinates, spans of time, and how it delivers each quantity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from data.pipeline.refusal import RowRefused
from data.pipeline.values import canonical, number, quantity, shown, within
from data.telemetry.device_registry import ChannelRule
from data.telemetry.reading_units import factor_between
from indicators.vitals import Quantity

LONGEST: Final = 40 * 86_400  # seconds between two readings, and of one and the same value
_DEGREES: Final = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<d>\d{1,3})\s*[°度d]\s*(?:(?P<m>\d{1,2}(?:\.\d+)?)\s*[′'’分m])?\s*"
    r"(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:″|\"|”|′′|''|秒|s))?\s*(?P<after>[NSEW])?",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([^\d\s]+)")
_TIME: Final = "time"  # the dimension of seconds
_IN_SERVICE: Final = {
    **dict.fromkeys(("在用", "在线", "正常", "启用", "运行", "in service", "in_service", "active"), True),
    **dict.fromkeys(("停用", "退役", "报废", "拆除", "注销", "retired", "out of service"), False),
}
_COUNTS: Final = {
    **dict.fromkeys(("increment", "增量", "时段值", "时段"), "increment"),
    **dict.fromkeys(("counter", "累计", "累计值", "累积", "累计量"), "counter"),
}


def coordinate(text: str, column: str) -> float:
    """A coordinate as a plain number, or in degrees, minutes and seconds (113°07′12″, 113度7分12秒)."""
    parts = _DEGREES.fullmatch(text.replace("＂", "″").strip())
    if parts is None or not (parts["m"] or "°" in text or "度" in text):
        return number(text, column)
    value = int(parts["d"]) + float(parts["m"] or 0) / 60 + float(parts["s"] or 0) / 3600
    return -value if (parts["before"] or parts["after"] or "").upper() in ("S", "W") else value


def seconds(text: str, column: str) -> float:
    """Seconds: a plain number of them, or a number with its unit (5分钟, 1 h). RowRefused: `not_a_number`."""
    said = _SPAN.fullmatch(canonical(text))
    unit = quantity(said[2]) if said else None
    if said is None or unit is None or unit.dimension != _TIME:
        return number(text, column)
    return float(said[1]) * float(unit.factor)


def state_of(text: str) -> bool | None:
    """Whether a device is in service; None where nothing is said. RowRefused: `unknown_state`."""
    said = canonical(text).casefold()
    if not said:
        return None
    if said not in _IN_SERVICE:
        raise RowRefused("unknown_state", "state", text=shown(text), known="在用, 停用, in service, retired")
    return _IN_SERVICE[said]


def channel_rules(row: Mapping[str, str], quantities: Mapping[str, Quantity]) -> dict[str, ChannelRule]:
    """How the device delivers each of its quantities, where that is not as the catalogue says.

    A column holds one value for all of them, or several such as `rainfall=counter|deck_wind=increment`.
    """
    units, counts, flat = (
        _by_quantity(row.get(name, ""), name, quantities) for name in ("unit", "counts", "flat_after")
    )
    found = {
        name: ChannelRule(
            _unit(units.get(name, ""), one),
            _counts(counts.get(name, ""), one),
            _flat(flat[name]) if flat.get(name) else 0,
        )
        for name, one in quantities.items()
    }
    return {name: rule for name, rule in found.items() if rule != ChannelRule()}


def _by_quantity(text: str, column: str, quantities: Mapping[str, Quantity]) -> dict[str, str]:
    if not text:
        return {}
    if "=" not in text:
        return dict.fromkeys(quantities, text)
    pairs = dict(pair.split("=", 1) for pair in text.split("|") if "=" in pair)
    told = {name.strip(): value.strip() for name, value in pairs.items()}
    for name in told:
        if name not in quantities:
            raise RowRefused("unknown_quantity", column, text=shown(name), known=", ".join(quantities))
    return told


def _unit(text: str, one: Quantity) -> str:
    if text and factor_between(text, (one.unit.zh, one.unit.en)) is None:
        raise RowRefused("unit_of_reading", "unit", text=shown(text), unit=f"{one.unit.zh} / {one.unit.en}")
    return text


def _counts(text: str, one: Quantity) -> str:
    said = canonical(text).casefold()
    if not said:
        return ""
    if said not in _COUNTS:
        raise RowRefused("unknown_counts", "counts", text=shown(text))
    if _COUNTS[said] == "counter" and one.counts != "increment":
        raise RowRefused("no_counter", "counts", text=one.name.zh)
    return _COUNTS[said]


def _flat(text: str) -> int:
    span = seconds(text, "flat_after")
    within(span, 60, LONGEST, "flat_after")
    return int(span)
