"""A batch is one delivery: one file or feed, landed in one transaction, whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Connection, func, insert, select

from data.core.clock import to_epoch
from data.pipeline.ledger import Ledger
from data.storage.engines import capabilities
from data.storage.sqlite_database import Database
from data.warehouse.tables import batch, batch_measure, measure_key, quarantine, source
from indicators.catalogue.catalogue import Catalogue

LEDGER = Ledger(
    batch,
    quarantine,
    "batch",
    {"number": "id", "source": "source_id", "name": "file_name", "digest": "file_hash"},
    {"landed": True},
)


@dataclass(frozen=True)
class Warehouse(Database):
    """The warehouse as a place where deliveries land."""

    lock: ClassVar[str] = "warehouse"
    ledger: ClassVar[Ledger] = LEDGER


def register_source(
    connection: Connection, source_id: str, name_zh: str, name_en: str, grade: str = "", url: str = ""
) -> None:
    """Remember who a source is, with the name it has now; a known source is brought up to date."""
    values = {"name_zh": name_zh, "name_en": name_en, "grade": grade, "url": url}
    statement = capabilities(connection).upsert(source).values(id=source_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def register_department(connection: Connection, catalogue: Catalogue, source_id: str) -> None:
    """Remember who delivers: a source or a unit of the catalogue by its name there, any other by its id."""
    known, unit = catalogue.sources.get(source_id), catalogue.units.get(source_id)
    if known is None and unit is not None:
        register_source(connection, source_id, unit.name.zh, unit.name.en)
    elif known is None:
        register_source(connection, source_id, source_id, source_id)
    else:
        register_source(connection, source_id, known.name.zh, known.name.en, known.grade or "", known.url or "")


def measure_numbers(connection: Connection, measures: Iterable[str]) -> dict[str, int]:
    """The warehouse's number of each measure; measures met for the first time get the next one."""
    known = {row.id: row.no for row in connection.execute(select(measure_key))}
    new = [measure for measure in dict.fromkeys(measures) if measure not in known]
    if new:
        first = max(known.values(), default=0) + 1
        numbers = {measure: number for number, measure in enumerate(new, first)}
        connection.execute(insert(measure_key), [{"no": number, "id": measure} for measure, number in numbers.items()])
        known |= numbers
    return known


def mark_touched(connection: Connection, batch_no: int, numbers: Iterable[int]) -> None:
    """Note which measures a batch brought, so that a refresh finds them without looking at facts."""
    rows = [{"batch": batch_no, "measure": number} for number in sorted(set(numbers))]
    if rows:
        connection.execute(insert(batch_measure), rows)


def measures_since(connection: Connection, last_batch: int) -> frozenset[str]:
    """Measures that batches after this one brought."""
    query = (
        select(measure_key.c.id)
        .join(batch_measure, batch_measure.c.measure == measure_key.c.no)
        .where(batch_measure.c.batch > last_batch)
        .group_by(measure_key.c.id)
    )
    return frozenset(connection.execute(query).scalars())


def last_batch(connection: Connection, known_at: datetime | None = None) -> int:
    """The newest batch, or the newest of those loaded by a moment; 0 when there is none."""
    query = select(func.coalesce(func.max(batch.c.id), 0))
    if known_at is not None:
        query = query.where(batch.c.loaded_at <= to_epoch(known_at))
    number: int = connection.execute(query).scalar_one()
    return number
