"""The cockpit's data side put together: warehouse, definitions, clock and map, opened once for a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from data.core.actor import Actor
from data.core.change_version import ChangeSubject, ChangeVersion, VersionCollector
from data.core.clock import Clock, WallClock, business_day, to_epoch
from data.core.scope import Scope
from data.core.settings import Settings
from data.feeds.definitions import FeedDefinition, load_feeds
from data.forecast.forecast_repository import ForecastRepository
from data.forecast.forecasting import make_forecasts
from data.forecast.replay import replay_once
from data.geography.grids import Grids, load_grids
from data.geography.neighbours import neighbours
from data.geography.shapes import Shapes, load_shapes
from data.hotline.grid_table import GridTableSource
from data.hotline.hotline_repository import HotlineRepository
from data.hotline.refresh import refresh_hotline
from data.hotline.table_store import Forms, keep_tables
from data.ingest.delivery_kinds import IntakeDependencies
from data.ingest.file_loading import FileLoading
from data.ingest.load_measures import REPORTED
from data.ingest.published_figures import load_published
from data.ingest.task_measures import land_counts
from data.ingest.uploads import UploadFolder
from data.operations import Operations, open_operations
from data.operations.alerts.recipients import announcer
from data.operations.processes.heartbeats import node_of
from data.snapshots.freshness import UNREACHABLE
from data.snapshots.history import look_back
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.look_backs import LookBacks
from data.snapshots.refresh import refresh
from data.snapshots.result_types import Freshness, NewestSnapshot, NoSnapshot, NotComputed, SnapshotInfo
from data.status.liveness import LivenessReader, Snapshot
from data.storage.damage_check import StorageFault, check_at_start, check_fully, full_check_is_due, known_faults
from data.storage.engines import Engine, open_reader
from data.storage.faults import DatabaseUnavailable, or_else
from data.storage.private_files import private_folder
from data.telemetry import Readings, open_readings
from data.telemetry.current_state import CurrentStateRepository
from data.telemetry.device_queries import DeviceRegistryQueries
from data.telemetry.reading_contract import ReadingLimits
from data.telemetry.reading_ingest import ReadingIngest, limits_of
from data.telemetry.state_version import MonitorProgress
from data.warehouse.connection import open_warehouse
from data.warehouse.delivery_repository import DeliveryRepository
from indicators.alerts import AROUND_THE_CLOCK, WorkingHours, load_alert_definitions
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.catalogue.playlists import Playlist, load_playlists
from indicators.hotline import HotlineRules, load_hotline_rules
from indicators.incidents import AlertingConfig
from indicators.liveness import Liveness
from monitoring.alerting import Alerting
from monitoring.anomalies import AnomalyDetector
from queries.request_context import RequestContext
from runtime.past_contexts import PastContexts, moment_of

Announce = Callable[[str], None]
Progress = Callable[[int, int], None]  # done, of how many
NO_VERSION = 0  # of a desk whose warehouse is away


class Container:
    """Opens what the settings name, when it is first needed."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        calendar: WorkingHours = AROUND_THE_CLOCK,
        load: Callable[..., Catalogue] = load_catalogue,
    ) -> None:
        """`calendar`: when those who answer for alerts are at work. `load` reads the definitions in some folders."""
        self._load = load
        self.settings = settings
        self.calendar = calendar
        self._given_clock = clock
        self._counted: object = None
        self.damaged: frozenset[str] = frozenset()
        self.expected: tuple[str, ...] = ()  # the processes that have to work beside the web server
        private_folder(settings.home)

    @property
    def own_definitions(self) -> Path:
        """Where the city's own definitions lie, if it has any."""
        return self.settings.home / "definitions"

    @cached_property
    def clock(self) -> Clock:
        """What time it is."""
        return self._given_clock or WallClock()

    def check_storage(self, say: Announce = lambda _: None) -> tuple[StorageFault, ...]:
        """Look for damage before anything is opened; a damaged database is used by nobody until the next start."""
        found = check_at_start(self.settings, to_epoch(WallClock().now()))
        self.damaged = frozenset(fault.store for fault in found)
        for fault in found:
            say(fault.sentence)
        return found

    def check_storage_daily(self) -> None:
        """Check every database thoroughly when the last time is a day ago; what is found is kept and logged."""
        now = to_epoch(WallClock().now())
        if full_check_is_due(self.settings, now):
            check_fully(self.settings, now)

    def storage_faults(self) -> tuple[StorageFault, ...]:
        """The damage that the last checks found."""
        return known_faults(self.settings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The definitions: those shipped, and the city's own from `definitions/` in the data folder."""
        return self._load(*self.definitions).without_demonstration()

    @property
    def definitions(self) -> tuple[Path, ...]:
        """The folders that definitions are read from: those shipped, then the city's own where there are some."""
        own = self.own_definitions
        return (CATALOGUE, own) if own.is_dir() else (CATALOGUE,)

    @cached_property
    def grounds(self) -> AlertingConfig:
        """What alerts are judged and grouped by."""
        found = load_alert_definitions(*self.definitions, signs=self.catalogue.vitals.signs.keys())
        return AlertingConfig(found.rules, found.causes, self.catalogue.regions, neighbours(self.shapes))

    @cached_property
    def playlists(self) -> Mapping[str, Playlist]:
        """What walls show, by name."""
        return load_playlists(self.catalogue, *self.definitions)

    def alerting(self) -> Alerting:
        """A listener of the watch that makes alerts of what it sees."""
        unusual = AnomalyDetector(self.readings, self.grounds.rules)
        announce = announcer(self.operations)
        return Alerting(self.operations, self.grounds, self.catalogue.vitals, self.calendar, unusual, announce)

    @cached_property
    def engine(self) -> Engine:
        """The warehouse, for writing; its tables are made when they are missing."""
        return open_warehouse(self.settings.warehouse_url, damaged="warehouse" in self.damaged)

    @cached_property
    def operations(self) -> Operations:
        """What people do: accounts, alerts, tasks, the record."""
        return open_operations(self.settings.operations_url, damaged="operations" in self.damaged)

    @cached_property
    def readings(self) -> Readings:
        """Devices, their readings, and the picture of now."""
        return open_readings(self.settings.readings_url, damaged="readings" in self.damaged)

    def databases(self) -> tuple[Engine, Operations, Readings]:
        """All databases, opened for writing; each is made or upgraded where it has to be. SchemaError as told there.

        What cannot be reached is told in the log; every use of it says so.
        """
        return self.engine, self.operations, self.readings

    @cached_property
    def picture(self) -> CurrentStateRepository:
        """The city as it is now: signs, healths, devices."""
        return CurrentStateRepository(self.readings, self.clock)

    @cached_property
    def limits(self) -> Mapping[str, ReadingLimits]:
        """Between which values a reading of each quantity is taken."""
        return limits_of(self.catalogue.vitals.quantities)

    @cached_property
    def door(self) -> ReadingIngest:
        """Where readings come in."""
        return ReadingIngest(self.readings, self.limits, self.clock)

    @cached_property
    def feeds(self) -> Mapping[str, FeedDefinition]:
        """What is fetched from departments' systems, by name: as the city's own definitions declare it."""
        return load_feeds(self.catalogue, self.own_definitions)

    @cached_property
    def intake(self) -> IntakeDependencies:
        """Where deliveries come in that are no files."""
        return IntakeDependencies(
            self.engine,
            self.readings,
            self.catalogue,
            lambda: self.grids,
            self.limits,
            self.clock,
            self.basis,
            self.settings.home,
        )

    @cached_property
    def _taker(self) -> VersionCollector:
        return VersionCollector(self._snapshots, self._signs, self._people, self._alive)

    def pulse(self) -> ChangeVersion:
        """How often what screens show has changed so far."""
        return self._taker.take()

    def _changes(
        self,
        newest: NewestSnapshot | None,
        counters: Mapping[str, int] | None,
        looked: MonitorProgress | None,
        alive: Liveness,
    ) -> ChangeVersion:
        """The same for a request, with what it has read already."""
        info = None if newest is None else newest.info
        return self._taker.collect(
            [
                lambda: {} if info is None else {"snapshot": info.version},
                lambda: self._signs_of(looked),
                self._people if counters is None else lambda: _of_people(counters),
                lambda: {"liveness": alive.version},
            ]
        )

    def _snapshots(self) -> dict[ChangeSubject, int]:
        try:
            return {"snapshot": self.reader.version(Scope.everything())}
        except NoSnapshot:
            return {}

    def _signs(self) -> dict[ChangeSubject, int]:
        return self._signs_of(self._liveness.look())

    def _signs_of(self, looked: MonitorProgress | None) -> dict[ChangeSubject, int]:
        if looked is None:
            raise DatabaseUnavailable("readings", "unreachable")
        return {"signs": looked.beat(to_epoch(self.clock.now()))}

    def _people(self) -> dict[ChangeSubject, int]:
        return _of_people(self.operations.pulses())

    def _alive(self) -> dict[ChangeSubject, int]:
        return {"liveness": self.liveness().version}

    def liveness(self) -> Liveness:
        """Whether what the screens show is of now."""
        return self._liveness.read()

    @cached_property
    def _liveness(self) -> LivenessReader:
        node = node_of(self.settings.home)
        return LivenessReader(self.clock, self.readings, self.operations, node, self.expected, self._newest_snapshot)

    def _newest_snapshot(self) -> Snapshot:
        return _as_snapshot(self.freshness())

    @cached_property
    def reader(self) -> IndicatorRepository:
        """What screens read through: connections that cannot write."""
        return IndicatorRepository(self._read_only, self.catalogue, self.clock)

    @cached_property
    def look_backs(self) -> LookBacks:
        """Where what was known at a moment is asked for when nobody asked for it before."""
        return LookBacks(self.operations)

    def look_back(self, moment: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Compute and store what was known at a moment: for the process that works the queue off."""
        return look_back(self.engine, self.catalogue, self.clock, moment, progress)

    @cached_property
    def voice_rules(self) -> HotlineRules:
        """When the barometer lists something: the shipped rules, or the city's own from `definitions/`."""
        own = self.settings.home / "definitions"
        return load_hotline_rules(CATALOGUE, *([own] if own.is_dir() else []))

    @cached_property
    def voice(self) -> HotlineRepository:
        """What the barometer says."""
        return HotlineRepository(self._read_only, self.catalogue)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        """What should have come, and what did."""
        return DeliveryRepository(self._read_only, self.catalogue)

    @cached_property
    def loading(self) -> FileLoading:
        """Files that people hand in, and what becomes of them."""
        waiting = UploadFolder(self.settings.home / "uploads")
        return FileLoading(lambda: self.engine, self.catalogue, self.clock, waiting)

    @cached_property
    def _read_only(self) -> Engine:
        return open_reader(self.settings.warehouse_url, damaged="warehouse" in self.damaged)

    @cached_property
    def register(self) -> DeviceRegistryQueries:
        """What screens read of devices."""
        return DeviceRegistryQueries(self.readings, self.clock)

    def dispose(self) -> None:
        """Close all connections until the next use: none may be open when the server parts into workers."""
        for name in ("engine", "_read_only"):
            if name in self.__dict__:
                self.__dict__[name].dispose()
        for name in ("operations", "readings"):
            if name in self.__dict__:
                self.__dict__[name].dispose()

    @cached_property
    def shapes(self) -> Shapes:
        """The map: the city's own layers where they were imported, else the shipped outlines."""
        return load_shapes(self.settings.home)

    @cached_property
    def grids(self) -> Grids:
        """The grids: the city's own where they were imported, else the demonstration's fishnet."""
        return load_grids(self.settings.home)

    def freshness(self) -> Freshness:
        """Whether the numbers can be trusted to be current."""
        return _with_damage(self.reader.freshness(Scope.everything()), self.storage_faults())

    def context(
        self, actor: Actor, as_of: str | None = None, counters: Mapping[str, int] | None = None
    ) -> RequestContext:
        """A place to read from: the newest snapshot, or what was known at `as_of` (a day or a local time).

        `counters`: how often what people do has changed, where that was read for this request already.

        NotAMoment, NotYet or NothingKnown for what cannot be looked back to; BeingComputed, NotComputable or
        TooManyLookBacks for what nobody asked for before.
        """
        scope, faults = actor.scope, self.storage_faults()
        newest = or_else(lambda: self.reader.newest(scope), None)
        freshness = _with_damage(UNREACHABLE if newest is None else newest.freshness, faults)
        looked = self._liveness.look()
        alive = self._liveness.judge(looked, _as_snapshot(freshness))
        changes = self._changes(newest, counters, looked, alive)
        then = None if as_of is None else moment_of(as_of, self.clock)
        try:
            shown = self._shown(newest, actor, then)
            catalogue = self.catalogue if shown is None else self.reader.catalogue(scope, shown)
        except DatabaseUnavailable:  # what needs no warehouse goes on; what does says so itself
            shown, catalogue = None, self.catalogue
        present = RequestContext(
            self.reader,
            self.picture,
            self.register,
            self.operations,
            actor,
            catalogue,
            self.grounds,
            self.playlists,
            self.shapes if scope.regions is None else self.shapes.only(scope.permits),
            self.grids,
            self.voice,
            self.voice_rules,
            self.deliveries,
            self.loading,
            self.clock,
            NO_VERSION if shown is None else shown.version,
            "up" if as_of else freshness.state,
            data_until="—" if shown is None else f"{shown.day:%Y-%m-%d}",
            demo=self.settings.demo,
            storage_faults=faults,
            definitions=self.own_definitions,
            duty_hours=self.calendar,
            forecasts=ForecastRepository(self._read_only),
            changes=changes,
            liveness=alive,
            foreseen=0 if newest is None else newest.foreseen,
        )
        return present if then is None else self._past.of(present, then, self.readings)

    @cached_property
    def _past(self) -> PastContexts:
        return PastContexts(self.clock)

    def _shown(self, newest: NewestSnapshot | None, actor: Actor, then: datetime | None) -> SnapshotInfo | None:
        """The snapshot that is read from; None where the warehouse is away. NoSnapshot before the first refresh."""
        if then is not None:
            return self.reader.about(actor.scope, self._version_at(actor, then))
        if newest is not None and newest.info is None:
            raise NoSnapshot("there is no snapshot yet")
        return None if newest is None else newest.info

    def _version_at(self, actor: Actor, wanted: datetime) -> int:
        try:
            return self.reader.version_at(actor.scope, wanted)
        except NotComputed:
            raise self.look_backs.ask(actor, wanted) from None

    def prepare(self, progress: Progress | None = None) -> None:
        """Bring the warehouse up to date: published figures, then compute what is new. `progress` is told how far.

        Cut off at any moment, it goes on from there at the next call.
        """
        load_published(self.engine, self.catalogue, known_by=self.clock.now())
        refresh_hotline(self.engine, self.catalogue, self.voice_rules, self.clock)
        refresh(self.engine, self.catalogue, self.clock, progress=progress)

    def make_forecasts(self) -> int:
        """Forecast from the newest snapshot unless that was done; returns how many forecasts are new.

        Seconds of a processor: for the refresher.
        """
        issued = make_forecasts(self.engine, self.catalogue, self.clock)
        return issued + replay_once(self.engine, self.catalogue, self.clock)

    @property
    def basis(self) -> int:
        """What rows rest on that the cockpit counts of itself."""
        return REPORTED

    def count_tasks(self) -> int:
        """Land what the record of tasks counts to, where that may have changed since; returns how many facts."""
        mark = (self.operations.pulses().get("tasks", 0), business_day(self.clock.now()))
        if mark == self._counted:
            return 0
        landed = land_counts(self.operations, self.engine, self.catalogue, self.clock.now(), self.basis)
        self._counted = mark
        return landed

    def keep_voice_tables(self, forms: Forms) -> bool:
        """Make the barometer's tables to take away for the newest run, unless they are there; says whether it did."""
        everything = Scope.everything()
        run = self.voice.run_of(everything, self.reader.version(everything))
        source = GridTableSource(self.catalogue, self.grids, self.voice, self.voice_rules)
        return run is not None and keep_tables(self.engine, source, run.run, forms)


def _of_people(counters: Mapping[str, int]) -> dict[ChangeSubject, int]:
    return {"alerts": counters.get("alerts", 0), "tasks": counters.get("tasks", 0)}


def _as_snapshot(found: Freshness) -> Snapshot:
    return found.state, None if found.made_at is None else to_epoch(found.made_at)


def _with_damage(found: Freshness, faults: tuple[StorageFault, ...]) -> Freshness:
    damaged = tuple(f"storage-damaged:{fault.store}" for fault in faults)
    return replace(found, state="degraded", reasons=(*found.reasons, *damaged)) if damaged else found
