"""A run of the barometer: counts what has landed, finds what rises, lasts and is everywhere, and keeps it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy import Connection, Engine, func, select

from data.core.clock import BUSINESS_ZONE, Clock, to_epoch
from data.hotline import event_counts
from data.hotline.arrays import HOURLY_DAYS, CountLayout, newest_hours, number, whole_days
from data.hotline.event_counts import Whole
from data.hotline.grids import grid_rows, repeats
from data.hotline.regions import FLAGS, RegionVolumes, region_hotlines
from data.hotline.run_store import RunResults, write_run
from data.storage.engines import capabilities, reading
from data.warehouse.hotline_tables import voice_run
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import EventKind
from indicators.hotline import HotlineRules, listed

KIND = "hotline_order"
ON_MAPS = ("hotline_order", "grid_event", "city_case")


@dataclass(frozen=True)
class RunSpan:
    """What a run looks at: the last whole day, the newest day with its hours that have passed, and the batch."""

    last: date
    newest: date
    known: int
    batch: int


def refresh_hotline(engine: Engine, catalogue: Catalogue, rules: HotlineRules, clock: Clock) -> int | None:
    """Make a run of what events have brought since the newest one; returns the run that now holds, None without events.

    Nothing new, neither events nor rules: no new run.
    """
    kind = catalogue.events.get(KIND)
    if kind is None:
        return None
    with reading(engine).connect() as connection:
        span, digest = _span(connection, kind), _digest(catalogue, rules)
        standing = _standing(connection)
        if span is None or (standing is not None and standing[1:] == (span.batch, digest)):
            return None if span is None or standing is None else standing[0]
        found = _look(connection, catalogue, rules, kind, span)
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        now = _standing(connection)
        if now is not None and now[1:] == (span.batch, digest):
            return now[0]
        return write_run(connection, found, span.batch, number(span.last), to_epoch(clock.now()), digest)


def _standing(connection: Connection) -> tuple[int, int, str] | None:
    query = select(voice_run.c.run, voice_run.c.last_batch, voice_run.c.rules).order_by(voice_run.c.run.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.run, row.last_batch, row.rules)


def _digest(catalogue: Catalogue, rules: HotlineRules) -> str:
    return hashlib.sha256(f"{catalogue.fingerprint} {rules.model_dump_json()}".encode()).hexdigest()


def _span(connection: Connection, kind: EventKind) -> RunSpan | None:
    """Whole days end with yesterday, or today when its last hour has events."""
    newest = event_counts.newest_event(connection, kind.no)
    if newest is None:
        return None
    day = datetime.strptime(str(newest[0]), "%Y%m%d").date()
    hour = datetime.fromtimestamp(newest[1], BUSINESS_ZONE).hour + 1
    last = day if hour == 24 else day - timedelta(days=1)
    return RunSpan(last, day, hour, event_counts.last_event_batch(connection))


def _look(
    connection: Connection, catalogue: Catalogue, rules: HotlineRules, kind: EventKind, span: RunSpan
) -> RunResults:
    frame = CountLayout.of(catalogue, kind, span.last, rules.history_weeks)
    hourly_from = span.newest - timedelta(days=HOURLY_DAYS - 1)
    before = (number(frame.days[0]), number(hourly_from - timedelta(days=1)))
    masks = [_mask(kind, flags) for flags in FLAGS.values()]
    older = event_counts.by_day(
        connection, kind.no, before, [_mask(kind, ("rated",)), _mask(kind, ("rated", "satisfied"))]
    )
    hours = event_counts.by_hour(connection, kind.no, (number(hourly_from), number(span.newest)))
    counts = whole_days(frame, _known(older, frame), _known(hours, frame))
    findings = listed(counts, [newest_hours(frame, _known(hours, frame), span.newest, span.known)], rules)
    lately = (number(span.last - timedelta(days=rules.rates.days - 1)), number(span.newest))
    volumes = RegionVolumes(
        _known(event_counts.by_flags(connection, kind.no, lately, masks), frame, 0),
        _known(older, frame),
        _known(event_counts.times(connection, kind.no, lately), frame, 0),
    )
    regions = region_hotlines(frame, counts, findings, volumes, rules, number(span.last))
    mapped = [catalogue.events[name] for name in ON_MAPS if name in catalogue.events]
    grids = {one.no: _grids(connection, one, span, rules) for one in mapped}
    maps = [row for no, rows in grids.items() for row in grid_rows(no, rows, rules.repeats.days)]
    return RunResults(findings, regions, maps, repeats(grids[kind.no], kind, rules.repeats.fewest))


def _mask(kind: EventKind, flags: tuple[str, ...]) -> int:
    return sum(1 << kind.flags.index(flag) for flag in flags)


def _known(rows: Whole, frame: CountLayout, column: int = 1) -> Whole:
    """Rows of regions that the catalogue still knows."""
    return rows[np.isin(rows[:, column], frame.regions)]


def _grids(connection: Connection, kind: EventKind, span: RunSpan, rules: HotlineRules) -> Whole:
    days = (number(span.last - timedelta(days=rules.repeats.days - 1)), number(span.newest))
    again = _mask(kind, ("repeat",)) if "repeat" in kind.flags else 0
    return event_counts.by_grid(connection, kind.no, days, number(span.last - timedelta(days=6)), again)


def newest_run(connection: Connection, last_batch: int | None) -> int | None:
    """The newest run, or the newest of those that knew no batch after one."""
    query = select(func.max(voice_run.c.run))
    if last_batch is not None:
        query = query.where(voice_run.c.last_batch <= last_batch)
    found: int | None = connection.execute(query).scalar()
    return found
