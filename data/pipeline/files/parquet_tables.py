"""A Parquet file, batch by batch, after a look at how much its footer says there is."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from data.pipeline.refusal import too_large
from indicators.definitions.input_limits import ARCHIVE_EXPANDED, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS

_BATCH = 1000  # rows that are held beside those that were read


def parquet_lines(content: bytes) -> Iterator[Sequence[Any]]:
    """The names of the columns, then the rows. A text that many rows share stays one text. Raises DeliveryRefused."""
    from pyarrow.parquet import ParquetFile

    head = ParquetFile(io.BytesIO(content))
    rows, columns = head.metadata.num_rows, head.metadata.num_columns
    unpacked = sum(head.metadata.row_group(n).total_byte_size for n in range(head.metadata.num_row_groups))
    for what, limit, value in (
        ("columns", TABLE_COLUMNS, columns),
        ("rows", TABLE_ROWS, rows),
        ("cells", TABLE_CELLS, rows * columns),
        ("unpacked_bytes", ARCHIVE_EXPANDED, unpacked),
    ):
        if value > limit:
            raise too_large(what, limit, value)
    texts = [field.name for field in head.schema_arrow if _is_text(field.type)]
    file = ParquetFile(io.BytesIO(content), read_dictionary=texts)
    yield tuple(file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=_BATCH):
        yield from zip(*(_values(column) for column in batch.columns), strict=True)


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind))


def _values(column: Any) -> list[Any]:
    if not hasattr(column, "dictionary"):
        return list(column.to_pylist())
    shared = column.dictionary.to_pylist()
    return [None if place is None else shared[place] for place in column.indices.to_pylist()]
