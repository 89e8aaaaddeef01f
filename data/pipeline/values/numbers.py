"""Numbers as people and spreadsheets write them. What is unambiguous is read, the rest refused with its reason."""

from __future__ import annotations

import math
import re
import sys
from decimal import Decimal
from typing import Any, Final

from data.pipeline.refusal import RowRefused
from data.pipeline.values.texts import canonical, shown
from data.pipeline.values.units import Quantity, base_of, quantity, scale

_SHORT: Final = 80  # a longer text is no number
_PLAIN: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED: Final = re.compile(r"([+-]?)(\d{1,3}(?:([, ])\d{3})(?:\3\d{3})*)(\.\d+)?", re.ASCII)
_WITH_UNIT: Final = re.compile(r"([+-]?[\d., ]*\d\.?(?:[eE][+-]?\d+)?)\s*([^\d\s.,+-].*)", re.ASCII)
_BRACKETS: Final = re.compile(r"\((.*)\)")
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
_NO_FIGURE: Final = frozenset(
    {"", "-", "--", "---", "—", "——", "———", "–", "...", "......", "/", "//", "\\", "..", "空", "空白", "无", "无数据"}
    | {"暂无", "暂无数据", "未报", "缺", "缺报", "不详", "n.a.", "n/a", "na", "n.a", "null", "none", "nil", "―", "─"}
)
_ERRORS: Final = frozenset({"#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#n/a", "#spill!", "#calc!"})
_LARGEST: Final = sys.float_info.max


def is_no_figure(text: str) -> bool:
    """Whether a text says that there is no figure: a blank, a dash, dots, a slash, 空, 无, n.a. and their like."""
    return canonical(text).casefold() in _NO_FIGURE


def number(given: Any, column: str) -> float:
    """A finite number. Thousands separators where every group is whole, full width, any minus sign, (3.5) for -3.5.

    A unit or a percent sign behind it, words, and doubtful groups are `not_a_number`; a text beyond what can be
    stored is an `impossible_value`.
    """
    if isinstance(given, str):
        return _stored(decimal_of(given, column), column, given)
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise RowRefused("not_a_number", column, text=type(given).__name__)
    value = given if abs(given) <= _LARGEST else math.inf
    if not math.isfinite(value):
        raise RowRefused("not_a_number", column, text=shown(str(given)[:_SHORT]))
    return float(value)


def figure(text: str, column: str, unit: Quantity | None, given: Quantity | None = None) -> float | None:
    """A measure's value in the measure's own `unit`; None where the text says that there is no figure.

    `given` is the unit that a head, a column or a line of the file tells (else the measure's own); one behind the
    number itself goes before. RowRefused: `not_a_number`, `error_cell`, `other_unit`, `impossible_value`.
    """
    if _PLAIN.fullmatch(text) and len(text) <= _SHORT and (given is None or given == unit):
        return _stored(Decimal(text), column, text)
    if is_no_figure(text):
        return None
    said = canonical(text)
    if said.casefold() in _ERRORS:
        raise RowRefused("error_cell", column, text=shown(said))
    behind = _WITH_UNIT.fullmatch(said.translate(_MINUS))
    if behind and len(said) <= _SHORT:
        value, given = decimal_of(behind[1], column), _unit_behind(behind[2], unit, column, text)
    else:
        value = decimal_of(text, column)
    if given is not None and unit is None:
        raise RowRefused("other_unit", column, text=shown(text))
    converted = value if given is None or unit is None else given.converted(value, unit)
    if converted is None:
        raise RowRefused("other_unit", column, text=shown(text))
    return _stored(converted, column, text)


def _unit_behind(said: str, unit: Quantity | None, column: str, text: str) -> Quantity:
    """The unit that stands behind a number; 万 alone is so many of what the measure's unit is made of."""
    named = quantity(said)
    if named is None and (factor := scale(said)) is not None and unit is not None and unit.dimension != "share":
        named = Quantity(unit.dimension, base_of(unit).factor * factor)
    if named is None:
        raise RowRefused("not_a_number", column, text=shown(text))
    return named


def decimal_of(text: str, column: str) -> Decimal:
    """The exact number that a text writes. RowRefused: `not_a_number`."""
    said = canonical(text) if len(text) <= 4 * _SHORT else text
    said = said.translate(_MINUS)
    if inside := _BRACKETS.fullmatch(said):
        said = f"-{inside[1].strip()}"
    said = re.sub(r"^([+-]) ", r"\1", said)
    if len(said) <= _SHORT and _PLAIN.fullmatch(said):
        return Decimal(said)
    grouped = _GROUPED.fullmatch(said) if len(said) <= _SHORT else None
    if grouped is None:
        raise RowRefused("not_a_number", column, text=shown(text))
    return Decimal(said.replace(",", "").replace(" ", ""))


def _stored(value: Decimal, column: str, text: str) -> float:
    found = float(value) if value.is_finite() and abs(value.adjusted()) < 400 else math.inf
    if value == 0 or value.adjusted() < -330:
        return 0.0
    within(math.copysign(found, value), -_LARGEST, _LARGEST, column)
    return found


def within(value: float, least: float | None, most: float | None, column: str) -> None:
    """RowRefused as `impossible_value` for a value outside what it can be; None: no limit on that side."""
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = {"least": "-∞" if least is None else f"{least:g}", "most": "∞" if most is None else f"{most:g}"}
        raise RowRefused("impossible_value", column, value=f"{value:g}", **bounds)
