"""Single values as they are delivered: texts, numbers, regions. Each is read in one place for all kinds of delivery."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

from data.core.texts import storable, storable_text
from data.pipeline.refusal import RowRefused
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.input_limits import CELL_CHARACTERS

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SHOWN = 80  # characters of a text that a message repeats
_LARGEST = sys.float_info.max


def keepable(row: Mapping[str, str]) -> None:
    """RowRefused for a row with a text that is too long, or that no database would take.

    Half a surrogate pair cannot be written as UTF-8, and PostgreSQL takes no NUL.
    """
    for column, text in row.items():
        if len(text) > CELL_CHARACTERS:
            raise RowRefused("too_long", storable_text(column[:40]), limit=CELL_CHARACTERS, length=len(text))
        if not storable(text) or not storable(column):
            raise RowRefused("bad_characters", storable_text(column[:40]))


def number(given: Any, column: str) -> float:
    """A finite number, or its plain notation. Thousands separators, percent signs and words are `not_a_number`.

    A text beyond what can be stored is an `impossible_value`.
    """
    if isinstance(given, str):
        if len(given) > _SHOWN or not _NUMBER.fullmatch(given):
            raise RowRefused("not_a_number", column, text=shown(given))
        value = float(given)
        within(value, -_LARGEST, _LARGEST, column)
    elif isinstance(given, int | float) and not isinstance(given, bool):
        value = given if abs(given) <= _LARGEST else math.inf
    else:
        raise RowRefused("not_a_number", column, text=type(given).__name__)
    if not math.isfinite(value):
        raise RowRefused("not_a_number", column, text=shown(str(given)[:_SHOWN]))
    return float(value)


def within(value: float, least: float | None, most: float | None, column: str) -> None:
    """RowRefused as `impossible_value` for a value outside what it can be; None: no limit on that side."""
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = {"least": "-∞" if least is None else f"{least:g}", "most": "∞" if most is None else f"{most:g}"}
        raise RowRefused("impossible_value", column, value=f"{value:g}", **bounds)


def shown(text: object) -> str:
    """As much of a text as a message repeats."""
    return storable_text(str(text)[:_SHOWN])


def region_names(catalogue: Catalogue) -> dict[str, int]:
    """Every way to write a region: its code, its names. A name that two regions share names neither."""
    named = [(name, one.code) for one in catalogue.regions for name in (one.name.zh, one.name.en)]
    counts = Counter(name for name, _ in named)
    unique = {name: code for name, code in named if counts[name] == 1}
    return unique | {str(code): code for code in catalogue.regions.codes}


def region(text: str, names: Mapping[str, int], column: str = "region") -> int:
    """The region that a text names. RowRefused: `unknown_region`."""
    if text not in names:
        raise RowRefused("unknown_region", column, text=shown(text))
    return names[text]
