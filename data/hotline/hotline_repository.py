"""What screens read of the barometer. Every method takes the scope of who asks first, and keeps to it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Engine, select

from data.core.json_records import from_json
from data.core.lru import LruCache
from data.core.scope import Scope, required, required_region
from data.hotline.grids import unpack
from data.hotline.refresh import newest_run
from data.hotline.types import RegionHotline, Repeat, RunInfo
from data.storage.engines import reading
from data.warehouse.hotline_tables import (
    voice_finding,
    voice_grids,
    voice_region,
    voice_repeat,
    voice_run,
    voice_table,
)
from data.warehouse.tables import snapshot
from indicators.catalogue.catalogue import Catalogue
from indicators.hotline import Finding

_KEPT = 64


class HotlineRepository:
    """Reads runs of the barometer. One for each process; safe to share between threads, for runs never change."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = reading(engine)
        self._catalogue = catalogue
        self._regions: LruCache[RegionHotline] = LruCache(_KEPT)
        self._findings: LruCache[tuple[Finding, ...]] = LruCache(4)
        self._repeats: LruCache[tuple[Repeat, ...]] = LruCache(4)
        self._grids: LruCache[dict[int, int]] = LruCache(16)

    def run_of(self, scope: Scope, version: int) -> RunInfo | None:
        """The run that belongs to a snapshot: the newest, or of a look back the one of that time; None without one."""
        required(scope)
        about = select(snapshot.c.known_at, snapshot.c.last_batch).where(snapshot.c.version == version)
        with self._engine.connect() as connection:
            row = connection.execute(about).one_or_none()
            known = None if row is None or row.known_at is None else row.last_batch
            run = newest_run(connection, known)
            if run is None:
                return None
            found = connection.execute(select(voice_run).where(voice_run.c.run == run)).one()
        return RunInfo(found.run, found.last_batch, found.last_day, found.made_at)

    def region(self, scope: Scope, run: int, region: int) -> RegionHotline | None:
        """What a run says of a region. Raises OutOfScope when it may not be seen."""
        required_region(scope, region)

        def read() -> RegionHotline:
            query = select(voice_region.c.record)
            query = query.where(voice_region.c.run == run, voice_region.c.region == region)
            with self._engine.connect() as connection:
                return from_json(RegionHotline, connection.execute(query).scalar_one())

        return self._regions.get((run, region), read) if region in self._catalogue.regions else None

    def findings(self, scope: Scope, run: int, region: int) -> tuple[Finding, ...]:
        """What is listed in a region and inside it, by kind, the strongest first."""
        inside = self._inside(scope, region)

        def read() -> tuple[Finding, ...]:
            query = select(voice_finding.c.record).where(voice_finding.c.run == run).order_by(voice_finding.c.rank)
            with self._engine.connect() as connection:
                return tuple(from_json(Finding, text) for text in connection.execute(query).scalars())

        return tuple(one for one in self._findings.get(run, read) if one.region in inside)

    def repeats(self, scope: Scope, run: int, region: int) -> tuple[Repeat, ...]:
        """Places in a region whose citizens say the same again and again, most first."""
        inside = self._inside(scope, region)

        def read() -> tuple[Repeat, ...]:
            query = select(voice_repeat.c.record).where(voice_repeat.c.run == run).order_by(voice_repeat.c.rank)
            with self._engine.connect() as connection:
                return tuple(from_json(Repeat, text) for text in connection.execute(query).scalars())

        return tuple(one for one in self._repeats.get(run, read) if one.region in inside)

    def by_grid(self, scope: Scope, run: int, kind: int, topic: int, days: int) -> dict[int, int]:
        """Events of a kind and topic (0: all) within the last days, by the number of the grid.

        Of all grids: whoever shows them must keep to those of `Grids.file(scope)`, which hold the towns.
        """
        required(scope)

        def read() -> dict[int, int]:
            g = voice_grids.c
            query = select(g.packed).where(g.run == run, g.kind == kind, g.topic == topic, g.days == days)
            with self._engine.connect() as connection:
                packed = connection.execute(query).scalar()
            return unpack(packed) if packed is not None else {}

        return self._grids.get((run, kind, topic, days), read)

    def table(self, scope: Scope, run: int, region: int, days: int, form: str, grids: str) -> bytes | None:
        """A table to take away as it was made beside the server; None until it is. OutOfScope where a part may not be
        seen: the table is of the whole region."""
        for inside in self._catalogue.regions.within(region):
            required_region(scope, inside)
        here = voice_table.c
        query = select(here.body).where(here.run == run, here.region == region, here.days == days)
        with self._engine.connect() as connection:
            found: bytes | None = connection.execute(query.where(here.form == form, here.grids == grids)).scalar()
        return found

    def _inside(self, scope: Scope, region: int) -> Collection[int]:
        required_region(scope, region)
        return {code for code in self._catalogue.regions.within(region) if scope.permits(code)}
