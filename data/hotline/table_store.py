"""The barometer's tables to take away, kept ready: making one of the whole city takes seconds of a processor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Engine, delete, insert, select

from data.core.scope import Scope
from data.hotline.grid_table import GridTableSource, Row, grid_table
from data.hotline.grids import WEEK
from data.storage.engines import capabilities, reading
from data.warehouse.hotline_tables import voice_table

Form = Callable[[Sequence[str], Sequence[Row]], bytes]
Forms = Mapping[str, Form]
EVERYTHING = Scope.everything()


def keep_tables(engine: Engine, source: GridTableSource, run: int, forms: Forms) -> bool:
    """Make the tables of a run for every region, instead of those of older runs; says False when they are there."""
    grids = source.grids.file(EVERYTHING).name
    here = voice_table.c
    with reading(engine).connect() as connection:
        query = select(here.run).where(here.run == run, here.grids == grids).limit(1)
        if connection.execute(query).first() is not None:
            return False
    rows = [
        {"run": run, "region": region, "days": days, "form": name, "grids": grids, "body": form(heads, cells)}
        for region in source.catalogue.regions.codes
        for days in sorted({WEEK, source.rules.repeats.days})
        for heads, cells in [grid_table(source, run, region, days)]
        for name, form in forms.items()
    ]
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        connection.execute(delete(voice_table))
        connection.execute(insert(voice_table), rows)
    return True
