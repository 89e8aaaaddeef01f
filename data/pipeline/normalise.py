"""From the lines of a file to the rows that a contract checks: the place of everything that understands a layout.

Today's normaliser takes a file as it stands: names of columns in the first line, one row a record.
"""

from __future__ import annotations

from collections.abc import Callable

from data.pipeline.contract import ContractColumns, DeliveredRows
from data.pipeline.refusal import DeliveryRefused, RefusedRow, RowRefused
from data.pipeline.table_files import TableFile
from data.pipeline.values import keepable

NAMELESS = "column "  # begins the name of a column that the first line has no name for
Normaliser = Callable[[TableFile, ContractColumns], DeliveredRows]


def as_delivered(file: TableFile, columns: ContractColumns) -> DeliveredRows:
    """The rows below a first line of columns' names; a row with a text that cannot be kept is refused.

    Raises DeliveryRefused: `missing_column`.
    """
    heads = columns.named(file.lines.get(0, ()))
    if missing := [column for column in columns.required if column not in heads]:
        there = ", ".join(heads)[:500] or "–"
        raise DeliveryRefused.of("missing_column", file=file.name, missing=", ".join(missing), there=there)
    width = max((len(line) for number, line in file.lines.items() if number), default=0)
    heads += tuple(f"{NAMELESS}{place}" for place in range(len(heads) + 1, width + 1))
    rows: dict[int, dict[str, str]] = {}
    refused: list[RefusedRow] = []
    for number, line in file.lines.items():
        if number:
            row = dict(zip(heads, [*line, *[""] * (len(heads) - len(line))], strict=True))
            try:
                keepable(row)
                rows[number] = row
            except RowRefused as refusal:
                refused.append(RefusedRow(refusal.at(number), row))
    return DeliveredRows(rows, heads, tuple(refused))
