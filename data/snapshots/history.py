"""What was known at a moment: the snapshot that tells it, found or computed once."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, func, or_, select

from data.core.clock import Clock, business_day, to_epoch
from data.snapshots.refresh import Progress, refresh
from data.snapshots.result_types import NothingKnown
from data.snapshots.target_register import with_register
from data.storage.engines import capabilities, reading
from data.warehouse.tables import (
    batch,
    snapshot,
    snapshot_attention,
    snapshot_cell,
    snapshot_part,
    snapshot_score,
    snapshot_series,
)
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.axes import USUAL

KEPT = 24  # computed looks back that stay stored, some 30 MB each


def look_back(
    engine: Engine,
    catalogue: Catalogue,
    clock: Clock,
    moment: datetime,
    progress: Progress | None = None,
    kept: int = KEPT,
) -> int:
    """The version for `moment`, stored for all who ask; the newest `kept` of what was computed stay stored.

    Takes seconds of a processor: for the process that works the queue off (look_backs), never for a web worker.
    """
    with reading(engine).connect() as connection:
        found = version_known_at(connection, catalogue, moment)
    if found is None:
        found = refresh(engine, catalogue, clock, as_of=moment, progress=progress)
        forget(engine, kept)
    return found


def version_known_at(connection: Connection, catalogue: Catalogue, moment: datetime) -> int | None:
    """A stored version that holds just what was known then, or None.

    It is one that had been made by then from those very batches (what people saw), or one computed later for
    that day from the same batches with today's definitions. NothingKnown before the first batch, and before
    the first year that series reach back to.
    """
    seconds = to_epoch(moment)
    known = connection.execute(select(func.count()).select_from(batch).where(batch.c.loaded_at <= seconds)).scalar_one()
    if not known or business_day(moment) < date(USUAL.finer, 1, 1):
        raise NothingKnown(f"nothing was known on {business_day(moment).isoformat()}: the records begin later")
    merged = with_register(connection, catalogue, moment)
    computed = (snapshot.c.day == int(f"{business_day(moment):%Y%m%d}")) & (snapshot.c.catalogue == merged.fingerprint)
    seen = snapshot.c.known_at.is_(None) & (snapshot.c.made_at <= seconds)
    query = select(func.max(snapshot.c.version)).where(snapshot.c.batches == known, or_(computed, seen))
    found: int | None = connection.execute(query).scalar()
    return found


def forget(engine: Engine, kept: int) -> None:
    """Remove all computed looks back but the newest `kept`; what people saw in its time is never removed."""
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        looks = select(snapshot.c.version).where(snapshot.c.known_at.is_not(None)).order_by(snapshot.c.version.desc())
        for version in connection.execute(looks.offset(kept)).scalars().all():
            _remove(connection, version)


def _remove(connection: Connection, version: int) -> None:
    """One version, with the parts that no other version shares."""
    here = snapshot_part.c
    for table, part in ((snapshot_cell, here.cells), (snapshot_series, here.series)):
        own = select(part).where(here.version == version)
        others = select(part).where(here.version != version)
        connection.execute(delete(table).where(table.c.part.in_(own), table.c.part.not_in(others)))
    for table in (snapshot_score, snapshot_attention, snapshot_part, snapshot):
        connection.execute(delete(table).where(table.c.version == version))
