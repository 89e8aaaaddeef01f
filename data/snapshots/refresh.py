"""A refresh computes what has changed since the newest snapshot and writes a new one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, func, select

from data.core.clock import Clock, business_day, to_epoch
from data.snapshots import snapshot_rows
from data.snapshots.dependencies import measures_behind, touched_by
from data.snapshots.result_types import SnapshotInfo
from data.snapshots.snapshot import SnapshotDraft, StoredPart, parts_of, write
from data.snapshots.snapshot_results import changed_regions, stored_results
from data.snapshots.snapshot_rows import newest
from data.snapshots.target_register import with_register
from data.storage.engines import capabilities, reading
from data.warehouse.batches import last_batch, measures_since
from data.warehouse.facts import read_columns
from data.warehouse.tables import batch
from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.attention import rank_attention
from indicators.compute.groups import ScoringRequest, groups_of, members_of, score_groups
from indicators.compute.indicator_values import compute
from indicators.compute.open_periods import open_column
from indicators.compute.results import Attention, GroupScore, IndicatorResult, IndicatorSeries, IndicatorValue
from indicators.measures.facts import FactTable
from indicators.measures.measure_cube import build_cube

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RefreshInput:
    """What a refresh stands on, read in one transaction."""

    catalogue: Catalogue
    previous: SnapshotInfo | None
    parts: Mapping[str, StoredPart]
    last_batch: int
    batches: int
    touched: tuple[str, ...]
    facts: FactTable
    before: Mapping[str, IndicatorResult]  # what the touched ones held, as far as it has to be compared
    kept: Mapping[str, StoredPart]


@dataclass(frozen=True)
class ScoringResult:
    """Fresh scores, and which were asked for (None: all)."""

    asked: ScoringRequest | None
    scores: Sequence[GroupScore]


def refresh(
    engine: Engine,
    catalogue: Catalogue,
    clock: Clock,
    *,
    progress: Progress | None = None,
    as_of: datetime | None = None,
) -> int:
    """Compute what facts, targets, definitions or the day have changed; returns the version that now holds.

    Nothing changed: no new version. With `as_of` everything is computed from what was known at that moment and
    stored as a version beside the current ones. `progress` is told how many of how many indicators are done.
    """
    while True:
        moment = as_of or clock.now()
        with reading(engine).connect() as connection:
            ground = _take_ground(connection, catalogue, business_day(moment), as_of)
        if ground is None:
            return _newest_version(engine)
        results = _compute(ground, business_day(moment), progress)
        scoring = _score(engine, ground, results, business_day(moment))
        draft = _draft(ground, results, scoring, clock.now(), as_of, business_day(moment))
        version = _write(engine, draft, ground)
        if version is not None:
            return version


def _take_ground(
    connection: Connection, catalogue: Catalogue, day: date, as_of: datetime | None
) -> RefreshInput | None:
    """Everything to compute from, or None when nothing changed."""
    merged = with_register(connection, catalogue, as_of)
    previous = newest(connection)
    landed = last_batch(connection, as_of)
    parts = {} if previous is None else parts_of(connection, previous.version)
    if as_of is not None or previous is None or _all_changed(previous, merged, day):
        touched = tuple(merged.indicators)
    else:
        touched = touched_by(merged, measures_since(connection, previous.last_batch))
        if not touched:
            return None
    kept = {name: part for name, part in parts.items() if name in merged.indicators and name not in touched}
    known = {name: parts[name] for name in touched if name in parts}
    return RefreshInput(
        merged,
        previous,
        parts,
        landed,
        _count_batches(connection, as_of),
        touched,
        read_columns(connection, merged, measures_behind(merged, touched), as_of),
        stored_results(connection, merged, known, day) if kept else {},
        kept,
    )


def _all_changed(previous: SnapshotInfo, catalogue: Catalogue, day: date) -> bool:
    """A new day changes what is due and what is stale; a new catalogue may change anything."""
    return previous.day != day or previous.catalogue != catalogue.fingerprint


def _count_batches(connection: Connection, as_of: datetime | None) -> int:
    query = select(func.count()).select_from(batch)
    if as_of is not None:
        query = query.where(batch.c.loaded_at <= to_epoch(as_of))
    number: int = connection.execute(query).scalar_one()
    return number


def _compute(ground: RefreshInput, day: date, progress: Progress | None) -> dict[str, IndicatorResult]:
    cube = build_cube(ground.facts, ground.catalogue, day)
    results = {}
    for done, name in enumerate(ground.touched, 1):
        results[name] = compute(name, cube, ground.catalogue)
        if progress is not None:
            progress(done, len(ground.touched))
    return results


def _score(engine: Engine, ground: RefreshInput, results: Mapping[str, IndicatorResult], day: date) -> ScoringResult:
    """The scores that fresh results may change: of the groups they count in, in the regions where they differ.

    The other members' results are read from their parts, which never change.
    """
    if not ground.kept or ground.previous is None:
        return ScoringResult(None, score_groups(results, ground.catalogue, day))
    asked = _asked(ground, results, day)
    members = members_of(asked.groups, ground.catalogue)
    parts = {name: ground.kept[name] for name in members if name in ground.kept}
    with reading(engine).connect() as connection:
        others = stored_results(connection, ground.catalogue, parts, day)
        functions = snapshot_rows.scores(connection, ground.previous.version, asked.regions, "function")
    standing = [score for score in functions if (score.kind, score.subject) not in asked.groups]
    return ScoringResult(asked, score_groups({**others, **results}, ground.catalogue, day, asked, standing))


def _asked(ground: RefreshInput, results: Mapping[str, IndicatorResult], day: date) -> ScoringRequest:
    """The groups and regions whose scores may change: all regions where another period of an indicator counts now."""
    regions: set[int] = set()
    for name, result in results.items():
        native = Grain(ground.catalogue.indicators[name].grain)
        known, after = ground.before.get(name), result.series[native]
        before = None if known is None else known.series[native]
        if before is None or _open(before, ground, day) != _open(after, ground, day):
            regions |= set(ground.catalogue.regions.codes)
        else:
            regions |= changed_regions(before, after)
    return ScoringRequest(groups_of(results, ground.catalogue), frozenset(regions))


def _open(native: IndicatorSeries, ground: RefreshInput, day: date) -> int:
    """How far from the end of its axis the last period lies that counts: axes may begin at different times."""
    return len(native.periods) - open_column(native, ground.catalogue, day)


def _draft(
    ground: RefreshInput,
    results: Mapping[str, IndicatorResult],
    scoring: ScoringResult,
    made_at: datetime,
    as_of: datetime | None,
    day: date,
) -> SnapshotDraft:
    return SnapshotDraft(
        made_at=to_epoch(made_at),
        known_at=None if as_of is None else to_epoch(as_of),
        day=int(f"{day:%Y%m%d}"),
        last_batch=ground.last_batch,
        batches=ground.batches,
        catalogue=ground.catalogue.fingerprint,
        results=results,
        kept=ground.kept,
        kept_from=None if ground.previous is None else ground.previous.version,
        scores=scoring.scores,
        scored=scoring.asked,
        attention=_attention_everywhere(results, ground.catalogue),
    )


def _attention_everywhere(results: Mapping[str, IndicatorResult], catalogue: Catalogue) -> list[Attention]:
    """What needs a hand in each region by itself, so that every scope finds its own worst."""
    cells: dict[int, list[IndicatorValue]] = {code: [] for code in catalogue.regions.codes}
    for result in results.values():
        for cell in result.cells:
            cells[cell.region].append(cell)
    return [found for inside in cells.values() for found in rank_attention(inside, catalogue)]


def _write(engine: Engine, draft: SnapshotDraft, ground: RefreshInput) -> int | None:
    """The new version's number; None when another refresh was quicker and this one has to look again."""
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        now = newest(connection)
        if draft.known_at is None and now != ground.previous:
            return None
        return write(connection, draft, ground.parts)


def _newest_version(engine: Engine) -> int:
    with reading(engine).connect() as connection:
        found = newest(connection)
    assert found is not None  # there is nothing to do only when there is a snapshot, and none is ever removed
    return found.version
