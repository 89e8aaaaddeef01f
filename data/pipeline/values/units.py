"""Units as departments write them, by dimension: 万元 and 亿元 are both yuan, 万户 and 户 both households.

A unit is a scale (万, 亿, 10k, 100m) before a base; bases that name the same thing are one dimension. Units of counting
(个, 件, 家 …) are one dimension too: they differ by what is counted, which the measure says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from data.pipeline.values.texts import canonical

_TEN: Final = Decimal(10)
_SCALES: Final[Mapping[str, int]] = {
    **{"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10},
    **{"千亿": 11, "万亿": 12, "萬": 4, "億": 8},
    **{"10k ": 4, "100m ": 8, "10k": 4, "100m": 8, "thousand ": 3, "million ": 6, "billion ": 9, "100 million ": 8},
    **{"10 thousand ": 4, "ten thousand ": 4, "hundred million ": 8},
}
_DIMENSIONS: Final[Mapping[str, Mapping[str, str]]] = {  # how many of its base each unit is: the units, by |
    "yuan": {"1": "元|元人民币|人民币|人民币元|cny|yuan|rmb"},
    "share": {"1": "%|百分比|百分点|个百分点|percent|per cent|pct|pp", "0.1": "‰"},
    "persons": {"1": "人|名|persons|people"},
    "visits": {"1": "人次|visits"},
    "area": {"1": "km2|平方公里|平方千米|sq km", "0.01": "公顷|hm2", "1e-6": "m2|平方米"},
    "mu": {"1": "亩|mu"},
    "energy": {"1": "kwh|千瓦时|度", "1000": "mwh|兆瓦时"},
    "power": {"1": "kw|千瓦", "1000": "mw|兆瓦"},
    "time": {"1": "秒|seconds|s", "60": "分钟|minutes|min", "3600": "小时|hours|h", "86400": "天|日|days"},
    "length": {"1": "m|米", "1000": "km|公里|千米", "0.001": "mm|毫米", "0.01": "cm|厘米"},
    "flow": {"1": "m3/s|立方米/秒|立方米每秒"},
    "speed": {"1": "m/s|米/秒"},
    "concentration": {"1": "μg/m3|ug/m3|微克/立方米", "1000": "mg/m3|毫克/立方米"},
    "bytes": {"1": "gb", "1024": "tb", "1048576": "pb"},
}
_COUNTED: Final = frozenset("个件家项条份起宗处座台套张类种栋笔单户次支辆艘间所株部") | {
    "批次",
    "卷件",
    "班次",
    "例",
    "组",
}
_BASES: Final = {
    base: (dimension, Decimal(factor))
    for dimension, units in _DIMENSIONS.items()
    for factor, bases in units.items()
    for base in bases.split("|")
}
_BRACKETED: Final = re.compile(r"^\s*[(\[]?\s*(?:(?:计量)?(?:单位|units?)\s*[::]\s*)?(.*?)\s*[)\]]?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A unit as a dimension, and how many of the dimension's base one of it is."""

    dimension: str
    factor: Decimal

    def converted(self, value: Decimal, into: Quantity) -> Decimal | None:
        """A value of this unit in another one; None where they are of different dimensions."""
        if self.dimension != into.dimension:
            return None
        return value * self.factor / into.factor


@lru_cache(maxsize=1024)
def quantity(text: str) -> Quantity | None:
    """The unit that a text names, such as 万元, CNY 100m, %, (亿元); None for a text that names none that is known."""
    matched = _BRACKETED.match(canonical(text))
    bare = matched[1].casefold() if matched else ""
    head, _, scale = bare.partition(" ")
    if head in ("cny", "rmb", "usd") and scale:
        bare = f"{scale} {head}"
    for prefix in ("", *sorted(_SCALES, key=len, reverse=True)):
        base = bare.removeprefix(prefix)
        if bare.startswith(prefix) and (found := _base(base.strip() if prefix else base)) is not None:
            name, factor = found
            return Quantity(name, factor * _TEN ** (_SCALES[prefix] if prefix else 0))
    return None


def scale(text: str) -> Decimal | None:
    """The factor of 万, 亿 and their like alone; None for anything else."""
    power = _SCALES.get(canonical(text))
    return None if power is None else _TEN**power


def _base(text: str) -> tuple[str, Decimal] | None:
    if text in _BASES:
        return _BASES[text]
    return ("count", Decimal(1)) if text in _COUNTED else None


def base_of(unit: Quantity) -> Quantity:
    """The unit of the same dimension that 万 and 亿 stand before."""
    return Quantity(unit.dimension, Decimal(1))
