"""From the rows of a post or of another system, as JSON or a database has them, to rows that contracts check."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from data.pipeline.contract import ContractColumns, DeliveredRows
from data.pipeline.refusal import RefusedRow, RowRefused
from data.pipeline.values import keepable, shown

LIST_MARK = "|"  # between the parts of a list, as in files


def table_rows(given: Sequence[Any], columns: ContractColumns) -> DeliveredRows:
    """Rows as a table has them: texts by the contract's names of columns. The first row is 1.

    A row that is no object, holds something that is no value, lacks a column or holds what cannot be kept is refused
    by itself: `not_an_object`, `same_column`, `not_a_value`, `blank`, `too_long`, `bad_characters`.
    """
    rows: dict[int, Mapping[str, str]] = {}
    refused: list[RefusedRow] = []
    names: dict[str, None] = {}
    for place, one in enumerate(given, 1):
        try:
            row = _texts(one, columns)
            _complete(row, columns)
            keepable(row)
        except RowRefused as refusal:
            refused.append(RefusedRow(refusal.at(place), _as_told(one)))
        else:
            rows[place] = row
            names |= dict.fromkeys(row)
    return DeliveredRows(rows, tuple(names), tuple(refused))


def _texts(one: Any, columns: ContractColumns) -> dict[str, str]:
    if not isinstance(one, Mapping):
        raise RowRefused("not_an_object", text=shown(one))
    told = {str(name): _text(str(name), value) for name, value in one.items()}
    row = dict(zip(columns.named(list(told)), told.values(), strict=True))
    if len(row) < len(one):
        raise RowRefused("same_column", text=shown(", ".join(told)))
    return row


def _as_told(one: Any) -> dict[str, str]:
    """A refused row as texts, whatever it was: so that what is personal in it can be masked."""
    pairs = one.items() if isinstance(one, Mapping) else [("row", one)]
    return {name: value if isinstance(value, str) else _json(value) for name, value in pairs}


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return ""


def _text(name: str, value: Any) -> str:
    """A value as a file would have it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, int | date | datetime):
        return str(value)
    if isinstance(value, Mapping):
        return _json(value)
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return LIST_MARK.join(value)
    raise RowRefused("not_a_value", shown(name), text=shown(type(value).__name__))


def _number(value: float | Decimal) -> str:
    text = str(value)
    return text[:-2] if text.endswith(".0") else text


def _complete(row: dict[str, str], columns: ContractColumns) -> None:
    for name in columns.required:
        if name not in row:
            raise RowRefused("blank", name)
