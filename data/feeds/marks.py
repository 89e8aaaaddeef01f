"""How far a feed has read in a column that grows: the mark is the highest value that has landed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from data.feeds.faults import FeedFault

Mark = datetime | date | int | float | str


def written(mark: Mark) -> str:
    """A mark as it is kept: with its type, so that it comes back as what it was."""
    if isinstance(mark, Decimal):
        mark = int(mark) if mark == int(mark) else float(mark)
    value = mark.isoformat() if isinstance(mark, date) else mark
    return json.dumps({"type": type(mark).__name__, "value": value})


def read(text: str) -> Mark | None:
    """A mark that was kept; None where there is none."""
    if not text:
        return None
    kept: dict[str, Any] = json.loads(text)
    value: Any = kept["value"]
    types = {"datetime": datetime.fromisoformat, "date": date.fromisoformat}
    found: Mark = types[kept["type"]](value) if kept["type"] in types else value
    return found


def until_mark(
    rows: Sequence[Mapping[str, Any]], column: str, limit: int
) -> tuple[Sequence[Mapping[str, Any]], Mark | None]:
    """The rows of one run and the mark after them (None where there are none).

    Where there are more than `limit`, the run ends before the first mark that is cut: the rest comes next time. For
    that rows have to come in the order of the mark. FeedFault: `no_mark`, `not_in_order`, `one_mark`.
    """
    marks = [_mark_of(row, column) for row in rows]
    if len(rows) > limit:
        if not _ascending(marks):
            raise FeedFault("not_in_order", again=False, column=column, limit=limit)
        cut = marks[limit]
        limit = next(place for place, mark in enumerate(marks) if mark == cut)
        if not limit:
            raise FeedFault("one_mark", again=False, column=column, mark=str(cut)[:80])
        rows, marks = rows[:limit], marks[:limit]
    return rows, _highest(marks, column) if marks else None


def _mark_of(row: Mapping[str, Any], column: str) -> Mark:
    found = row.get(column)
    if found is None or found == "" or not isinstance(found, str | int | float | date | Decimal):
        raise FeedFault("no_mark", again=False, column=column)
    return found  # type: ignore[return-value]  # a decimal is written as a number


def _order(mark: Any) -> Any:
    """What marks are compared by: numbers in texts as numbers, so that 10 comes after 9."""
    return int(mark) if isinstance(mark, str) and mark.isascii() and mark.isdecimal() else mark


def _ascending(marks: Sequence[Any]) -> bool:
    try:
        return all(one <= following for one, following in pairwise(map(_order, marks)))
    except TypeError:
        return False


def _highest(marks: Sequence[Any], column: str) -> Mark:
    try:
        found: Mark = max(marks, key=_order)
        return found
    except TypeError:
        raise FeedFault("no_mark", again=False, column=column) from None
