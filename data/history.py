"""What was known at a moment: the snapshot that tells it, found or computed once."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Lock

from sqlalchemy import Connection, Engine, delete, func, or_, select

from data.clock import Clock, business_day, to_epoch
from data.engines import capabilities
from data.reading_types import NoSnapshot, NothingKnown
from data.refresh import refresh
from data.register import with_register
from data.tables import (
    batch,
    snapshot,
    snapshot_attention,
    snapshot_cell,
    snapshot_part,
    snapshot_score,
    snapshot_series,
)
from indicators.catalogue import Catalogue
from indicators.cube import FIRST

KEPT = 24  # computed looks back that stay stored, some 30 MB each
PATIENCE = 20.0  # seconds to wait while another look back is being computed


class LookingBack:
    """Computes what was known, one moment at a time, and keeps the newest `kept` of what it computed.

    Without both limits anybody who can read could fill the disk and the processors by asking for day after day.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue, clock: Clock, kept: int = KEPT) -> None:
        self._engine, self._catalogue, self._clock, self._kept = engine, catalogue, clock, kept
        self._one_at_a_time = Lock()

    def compute(self, moment: datetime, found_meanwhile: Callable[[], int | None], patience: float = PATIENCE) -> int:
        """The version for `moment`, stored for the next who asks. NoSnapshot while others are being computed."""
        if not self._one_at_a_time.acquire(timeout=patience):
            raise NoSnapshot("another day is being looked back to: ask again in a minute")
        try:
            found = found_meanwhile()
            if found is None:
                found = refresh(self._engine, self._catalogue, self._clock, as_of=moment)
                forget(self._engine, self._kept)
            return found
        finally:
            self._one_at_a_time.release()


def version_known_at(connection: Connection, catalogue: Catalogue, moment: datetime) -> int | None:
    """A stored version that holds just what was known then, or None.

    It is one that had been made by then from those very batches (what people saw), or one computed later for
    that day from the same batches with today's definitions. NothingKnown before the first batch, and before
    the first year that series reach back to.
    """
    seconds = to_epoch(moment)
    known = connection.execute(select(func.count()).select_from(batch).where(batch.c.loaded_at <= seconds)).scalar_one()
    if not known or business_day(moment) < date(FIRST, 1, 1):
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
