"""Whether what the screens show is current: the answer behind /ready."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.core.clock import Clock, business_day
from data.snapshots.dependencies import touched_by
from data.snapshots.result_types import Freshness
from data.snapshots.snapshot_rows import newest
from data.snapshots.target_register import with_register
from data.warehouse.batches import last_batch, measures_since
from indicators.catalogue.catalogue import Catalogue


def freshness(engine: Engine, catalogue: Catalogue, clock: Clock) -> Freshness:
    """Up, stale or degraded, with the reasons."""
    try:
        return _look(engine, catalogue, clock)
    except SQLAlchemyError:
        return Freshness("degraded", ("warehouse-unreachable",), None, None, None)


def _look(engine: Engine, catalogue: Catalogue, clock: Clock) -> Freshness:
    with engine.connect() as connection:
        found = newest(connection)
        landed = last_batch(connection)
        if found is None:
            return Freshness("degraded", ("no-snapshot",), None, None, landed)
        checks = {
            "facts-newer-than-snapshot": bool(touched_by(catalogue, measures_since(connection, found.last_batch))),
            "catalogue-changed": with_register(connection, catalogue).fingerprint != found.catalogue,
            "snapshot-of-another-day": business_day(clock.now()) != found.day,
        }
    reasons = tuple(code for code, holds in checks.items() if holds)
    return Freshness("stale" if reasons else "up", reasons, found.version, found.made_at, landed)
