"""What was known at a moment: the snapshot that tells it, found or computed once."""

from datetime import datetime

from sqlalchemy import Connection, Engine, func, or_, select

from data.clock import Clock, business_day, to_epoch
from data.refresh import refresh
from data.register import with_register
from data.tables import batch, snapshot
from indicators.catalogue import Catalogue


def version_known_at(connection: Connection, catalogue: Catalogue, moment: datetime) -> int | None:
    """A stored version that holds just what was known then, or None.

    It is one that had been made by then from those very batches (what people saw), or one computed later for
    that day from the same batches with today's definitions.
    """
    seconds = to_epoch(moment)
    known = connection.execute(select(func.count()).select_from(batch).where(batch.c.loaded_at <= seconds)).scalar_one()
    merged = with_register(connection, catalogue, moment)
    computed = (snapshot.c.day == int(f"{business_day(moment):%Y%m%d}")) & (snapshot.c.catalogue == merged.fingerprint)
    seen = snapshot.c.known_at.is_(None) & (snapshot.c.made_at <= seconds)
    query = select(func.max(snapshot.c.version)).where(snapshot.c.batches == known, or_(computed, seen))
    found: int | None = connection.execute(query).scalar()
    return found


def compute_known_at(engine: Engine, catalogue: Catalogue, clock: Clock, moment: datetime) -> int:
    """Compute what was known at a moment from the vintages loaded by then, and store it as a version."""
    return refresh(engine, catalogue, clock, as_of=moment)
