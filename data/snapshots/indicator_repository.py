"""What screens call. Every method takes the scope of the person who asks first, and keeps to it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.core.clock import Clock, business_day
from data.core.lru import LruCache
from data.core.qualifier import Qualifier
from data.core.scope import Scope, required, required_region
from data.snapshots import deliveries, freshness, history, provenance, snapshot_rows
from data.snapshots.qualifiers import Qualifiers, history_of, read_qualifiers, with_qualifiers
from data.snapshots.result_types import (
    Freshness,
    NewestSnapshot,
    NoSnapshot,
    NotComputed,
    Provenance,
    PublishedFact,
    RegionSeries,
    SnapshotInfo,
    Vintage,
)
from data.snapshots.snapshot import StoredPart, parts_of
from data.snapshots.target_register import with_register
from data.storage.engines import reading
from data.warehouse.loads import DeliveryRecord, first_load, loads
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import Attention, GroupScore, IndicatorValue

_REMEMBERED = 8  # versions whose lists of parts a reader keeps: they never change
_REGIONS = 64  # regions of some version whose cells or scores it keeps: some 15 MB


class IndicatorRepository:
    """Reads snapshots and facts within a scope. One for each process; safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue, clock: Clock) -> None:
        self._engine = reading(engine)
        self._catalogue = catalogue
        self._clock = clock
        self._parts: dict[int, Mapping[str, StoredPart]] = {}
        self._cells: LruCache[tuple[IndicatorValue, ...]] = LruCache(_REGIONS)
        self._wordings: LruCache[Qualifiers] = LruCache(_REMEMBERED)
        self._scores: LruCache[tuple[GroupScore, ...]] = LruCache(_REGIONS)
        self._judged: LruCache[Freshness] = LruCache(_REMEMBERED)
        self._catalogues: LruCache[Catalogue] = LruCache(_REMEMBERED)

    def newest(self, scope: Scope) -> NewestSnapshot:
        """The newest snapshot and how current it is: one statement, as long as nothing has landed."""
        required(scope)
        today = business_day(self._clock.now())
        with self._engine.connect() as connection:
            found, landed, foreseen = snapshot_rows.newest_and_batch(connection)

            def judge() -> Freshness:
                return freshness.judged(connection, self._catalogue, today, found, landed)

            return NewestSnapshot(found, self._judged.get((found, landed, today), judge), foreseen)

    def version(self, scope: Scope) -> int:
        """The newest version. Raises NoSnapshot before the first refresh."""
        return self.about(scope).version

    def about(self, scope: Scope, version: int | None = None) -> SnapshotInfo:
        """When a version (the newest one by default) was made, from what."""
        required(scope)
        with self._engine.connect() as connection:
            found = snapshot_rows.newest(connection) if version is None else snapshot_rows.one(connection, version)
        if found is None:
            raise NoSnapshot("there is no snapshot yet" if version is None else f"there is no snapshot {version}")
        return found

    def catalogue(self, scope: Scope, shown: SnapshotInfo) -> Catalogue:
        """The catalogue that a version was computed with: the city's own register of targets is laid over it."""
        required(scope)
        if shown.catalogue == self._catalogue.fingerprint:
            return self._catalogue

        def read() -> Catalogue:
            with self._engine.connect() as connection:
                return with_register(connection, self._catalogue, last_batch=shown.last_batch)

        return self._catalogues.get((shown.catalogue, shown.last_batch), read)

    def version_at(self, scope: Scope, moment: datetime) -> int:
        """The stored version that tells what was known at an aware moment.

        Raises NothingKnown for a moment before the records begin, and NotComputed when it has not been computed.
        """
        required(scope)
        if moment >= self._clock.now():
            return self.version(scope)
        with self._engine.connect() as connection:
            found = history.version_known_at(connection, self._catalogue, moment)
        if found is None:
            raise NotComputed(f"what was known at {moment.isoformat()} has not been computed")
        return found

    def cells(self, scope: Scope, version: int, region: int) -> tuple[IndicatorValue, ...]:
        """The latest value of every indicator in one region, in the catalogue's order."""
        required_region(scope, region)
        return self._cells.get((version, region), lambda: self._read_cells(version, region))

    def _read_cells(self, version: int, region: int) -> tuple[IndicatorValue, ...]:
        with self._engine.connect() as connection:
            parts = self._parts_of(connection, version)
            found = snapshot_rows.values_of_parts(connection, [part.cells for part in parts.values()], [region])
            found = with_qualifiers(self._catalogue, self._worded(connection, version), found)
        order = {name: place for place, name in enumerate(self._catalogue.indicators)}
        return tuple(sorted(found, key=lambda cell: order.get(cell.indicator, len(order))))

    def cell(self, scope: Scope, version: int, indicator: str, region: int) -> IndicatorValue | None:
        """The latest value of one indicator in one region; None when it is not reckoned for that region."""
        required_region(scope, region)
        found = self._cells_of(version, indicator, [region])
        return found[0] if found else None

    def cells_of(self, scope: Scope, version: int, indicator: str) -> tuple[IndicatorValue, ...]:
        """The latest value of one indicator in every region of the scope, in the order of regions."""
        found = self._cells_of(version, indicator, self._regions(scope))
        order = {code: place for place, code in enumerate(self._catalogue.regions.codes)}
        return tuple(sorted(found, key=lambda cell: order.get(cell.region, len(order))))

    def many_cells(
        self, scope: Scope, version: int, indicators: Collection[str], regions: Collection[int]
    ) -> dict[tuple[str, int], IndicatorValue]:
        """The latest values of several indicators in several regions, by indicator and region: one query."""
        for region in regions:
            required_region(scope, region)
        with self._engine.connect() as connection:
            parts = self._parts_of(connection, version)
            wanted = [parts[name].cells for name in indicators if name in parts]
            found = snapshot_rows.values_of_parts(connection, wanted, regions)
            found = with_qualifiers(self._catalogue, self._worded(connection, version), found)
        return {(cell.indicator, cell.region): cell for cell in found}

    def series(self, scope: Scope, version: int, indicator: str, region: int, grain: str) -> RegionSeries:
        """One indicator's history in one region at one grain; without any period when nothing was ever known."""
        return self.many_series(scope, version, [indicator], region, grain)[indicator]

    def many_series(
        self,
        scope: Scope,
        version: int,
        indicators: Collection[str],
        region: int,
        grain: str,
        last_n: int | None = None,
    ) -> dict[str, RegionSeries]:
        """The histories (or their newest `last_n` periods) of several indicators in one region."""
        required_region(scope, region)
        with self._engine.connect() as connection:
            parts = self._parts_of(connection, version)
            wanted = {parts[name].series: name for name in indicators if name in parts}
            rows = snapshot_rows.series(connection, wanted, grain, [region])
        found = {row.indicator: row if last_n is None else row.last(last_n) for row in rows}
        return {name: found.get(name) or snapshot_rows.empty_series(name, region, grain) for name in indicators}

    def series_in(
        self, scope: Scope, version: int, indicators: Collection[str], regions: Collection[int], grain: str
    ) -> dict[tuple[str, int], RegionSeries]:
        """The histories of several indicators in several regions, by indicator and region: one query."""
        for region in regions:
            required_region(scope, region)
        with self._engine.connect() as connection:
            parts = self._parts_of(connection, version)
            wanted = {parts[name].series: name for name in indicators if name in parts}
            rows = snapshot_rows.series(connection, wanted, grain, regions)
        return {(row.indicator, row.region): row for row in rows}

    def series_of(self, scope: Scope, version: int, indicator: str, grain: str) -> dict[int, RegionSeries]:
        """One indicator's history in every region of the scope that has one."""
        with self._engine.connect() as connection:
            part = self._parts_of(connection, version).get(indicator)
            wanted = {} if part is None else {part.series: indicator}
            rows = snapshot_rows.series(connection, wanted, grain, self._regions(scope))
        return {row.region: row for row in rows}

    def scores(
        self,
        scope: Scope,
        version: int,
        region: int | None = None,
        subject_kind: str | None = None,
        subject: str | None = None,
    ) -> tuple[GroupScore, ...]:
        """Scores of the city, functions, goals, topics and pillars, of one region or all in the scope."""
        regions = self._regions(scope) if region is None else self._only(scope, region)

        def read() -> tuple[GroupScore, ...]:
            with self._engine.connect() as connection:
                return tuple(snapshot_rows.scores(connection, version, regions, subject_kind, subject))

        return self._scores.get((version, tuple(regions), subject_kind, subject), read)

    def attention(self, scope: Scope, version: int, limit: int, region: int | None = None) -> tuple[Attention, ...]:
        """What needs attention, most urgent first, in the scope or what of it lies in one region.

        Each indicator once, where it stands worst.
        """
        regions = self._regions(scope)
        if region is not None:
            required_region(scope, region)
            inside = set(self._catalogue.regions.within(region))
            regions = [code for code in regions if code in inside]
        with self._engine.connect() as connection:
            return tuple(snapshot_rows.attention(connection, version, regions, limit))

    def vintages(self, scope: Scope, version: int, indicator: str, region: int, period: str) -> tuple[Vintage, ...]:
        """Every delivered value of the measures behind an indicator, for one region and period, oldest first.

        Those that the version knew; forecasts and plans stand among them as what they are.
        """
        required_region(scope, region)
        about = self.about(scope, version)
        with self._engine.connect() as connection:
            return deliveries.vintages(connection, self._catalogue, about, indicator, region, period)

    def corrected(self, scope: Scope, version: int, indicator: str, region: int) -> tuple[Vintage, ...]:
        """The vintages of the value behind an indicator that was corrected last, in the region or inside it."""
        required_region(scope, region)
        about = self.about(scope, version)
        permits = required(scope).permits
        inside = [code for code in self._catalogue.regions.within(region) if permits(code)]
        with self._engine.connect() as connection:
            found = deliveries.corrected(connection, self._catalogue, about, indicator, inside)
            return deliveries.vintages(connection, self._catalogue, about, indicator, *found) if found else ()

    def provenance(self, scope: Scope, version: int, indicator: str, region: int, period: str) -> Provenance:
        """How a number was found: its formula, its parts, and the facts and deliveries behind each measure."""
        required_region(scope, region)
        about = self.about(scope, version)
        with self._engine.connect() as connection:
            part = self._parts_of(connection, version).get(indicator)
            wanted = {} if part is None else {part.series: indicator}
            rows = snapshot_rows.series(connection, wanted, None, [region])
            worded = self._worded(connection, version)
            return provenance.provenance(connection, self._catalogue, about, indicator, region, period, rows, worded)

    def wordings(self, scope: Scope, version: int, indicator: str, region: int, grain: str) -> dict[str, Qualifier]:
        """How far an indicator's values hold in one region, by period id, where not exactly."""
        required_region(scope, region)
        with self._engine.connect() as connection:
            worded = self._worded(connection, version)
        return history_of(self._catalogue, worded, indicator, region, grain)

    def published(
        self, scope: Scope, version: int, measure: str, region: int | None = None
    ) -> tuple[PublishedFact, ...]:
        """The published facts of a measure that stood when a version was made, by region and period.

        Of one region or all in the scope.
        """
        regions = self._regions(scope) if region is None else self._only(scope, region)
        about = self.about(scope, version)
        with self._engine.connect() as connection:
            return deliveries.published(connection, about, measure, regions)

    def loads(self, scope: Scope, since: datetime, until: datetime) -> tuple[DeliveryRecord, ...]:
        """What was loaded from a moment (included) to another (not included), the newest first."""
        required(scope)
        with self._engine.connect() as connection:
            return loads(connection, since, until)

    def first_load(self, scope: Scope) -> datetime | None:
        """When the first delivery landed; None before any has."""
        required(scope)
        with self._engine.connect() as connection:
            return first_load(connection)

    def freshness(self, scope: Scope) -> Freshness:
        """Whether the numbers can be trusted to be current; never raises for a warehouse that is away."""
        try:
            return self.newest(scope).freshness
        except SQLAlchemyError:
            return freshness.UNREACHABLE

    def _regions(self, scope: Scope) -> list[int]:
        """The catalogue's regions inside the scope."""
        permits = required(scope).permits
        return [code for code in self._catalogue.regions.codes if permits(code)]

    def _only(self, scope: Scope, region: int) -> list[int]:
        required_region(scope, region)
        return [region]

    def _cells_of(self, version: int, indicator: str, regions: list[int]) -> list[IndicatorValue]:
        with self._engine.connect() as connection:
            part = self._parts_of(connection, version).get(indicator)
            found = [] if part is None else snapshot_rows.values_of_parts(connection, [part.cells], regions)
            return with_qualifiers(self._catalogue, self._worded(connection, version), found)

    def _worded(self, connection: Connection, version: int) -> Qualifiers:
        """How the facts of a version are worded, where not exactly; remembered, for it never changes."""

        def read() -> Qualifiers:
            about = snapshot_rows.one(connection, version)
            return {} if about is None else read_qualifiers(connection, self._catalogue, about)

        return self._wordings.get(version, read)

    def _parts_of(self, connection: Connection, version: int) -> Mapping[str, StoredPart]:
        """The parts of a version; those of the last few versions are remembered, for they never change."""
        if version not in self._parts:
            found = parts_of(connection, version)
            if not found and snapshot_rows.one(connection, version) is None:
                raise NoSnapshot(f"there is no snapshot {version}")
            while len(self._parts) >= _REMEMBERED:
                self._parts.pop(next(iter(self._parts)), None)
            self._parts[version] = found
        return self._parts[version]
