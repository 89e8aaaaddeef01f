"""A demonstration city in a temporary folder, and room for it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from data.core.settings import Settings
from data.warehouse.tables import event, fact
from demo.container import DemoContainer
from tests.performance.timing import say

BYTES_AN_EVENT = 65  # measured, with its share of the index and of the log while loading
BYTES_OF_THE_REST = 300_000_000
EVENTS = 2_100_000  # of the city at scale 1


class NoRoom(Exception):
    """The disk is too small for a city of this scale."""


@dataclass(frozen=True)
class City:
    """A city that stands in `home`, and what it took to build it (0 when it was there)."""

    home: Path
    scale: float
    events: int
    facts: int
    megabytes: float
    wall: float
    cpu: float

    def container(self) -> DemoContainer:
        """Its data side, freshly opened."""
        return container(self.home)


def container(home: Path) -> DemoContainer:
    """The data side over a folder."""
    return DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}))


@contextmanager
def built(scale: float, given: Path | None = None) -> Iterator[City]:
    """A city of `scale` times the events in a folder that is removed afterwards; `given` is copied instead."""
    needed = scale * EVENTS * BYTES_AN_EVENT * 2 + BYTES_OF_THE_REST
    with TemporaryDirectory(prefix="cockpit-bench-") as folder:
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise NoRoom(f"{scale:g} × the events needs {needed / 1e9:.1f} GB of disk, {free / 1e9:.1f} GB are free")
        home = Path(folder) / "home"
        if given is not None:
            shutil.copytree(given, home)
        say(f"building the city with {scale:g} × the events (about {scale * EVENTS:,.0f})")
        wall, cpu = time.perf_counter(), time.process_time()
        container(home).build(scale=scale)
        took = (0.0, 0.0) if given else (time.perf_counter() - wall, time.process_time() - cpu)
        yield _described(home, scale, *took)


def _described(home: Path, scale: float, wall: float, cpu: float) -> City:
    with container(home).engine.connect().execution_options(access="read") as connection:
        events, facts = (connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (event, fact))
    size = sum(file.stat().st_size for file in home.glob("warehouse.db*"))
    return City(home, scale, events, facts, size / 1e6, wall, cpu)
