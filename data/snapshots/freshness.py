"""Whether what the screens show is current: the answer behind /ready, and the mark in the frame of every page."""

from datetime import date

from sqlalchemy import Connection

from data.snapshots.dependencies import touched_by
from data.snapshots.result_types import Freshness, SnapshotInfo
from data.snapshots.target_register import with_register
from data.warehouse.batches import measures_since
from indicators.catalogue.catalogue import Catalogue

UNREACHABLE = Freshness("degraded", ("warehouse-unreachable",), None, None, None)


def judged(
    connection: Connection, catalogue: Catalogue, today: date, found: SnapshotInfo | None, landed: int
) -> Freshness:
    """How current the newest snapshot is on a business day, when `landed` is the last batch.

    It depends on nothing else: the register of targets changes with a batch, too.
    """
    if found is None:
        return Freshness("degraded", ("no-snapshot",), None, None, landed)
    newer = landed > found.last_batch and touched_by(catalogue, measures_since(connection, found.last_batch))
    checks = {
        "facts-newer-than-snapshot": bool(newer),
        "catalogue-changed": with_register(connection, catalogue).fingerprint != found.catalogue,
        "snapshot-of-another-day": today != found.day,
    }
    reasons = tuple(code for code, holds in checks.items() if holds)
    return Freshness("stale" if reasons else "up", reasons, found.version, found.made_at, landed)
