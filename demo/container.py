"""The demonstration put together: the container of any city, with a city that is made up and brought to life."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import click

from data.core.clock import DEMO_START, Clock, DemoClock, from_epoch, to_epoch
from data.core.jobs import Job
from data.ingest.published_figures import load_published
from data.operations.newest_moment import latest as latest_done
from data.storage.faults import or_else
from data.telemetry.newest_moment import latest as latest_seen
from demo.city.build import SEED, build_demo
from demo.city.deliveries import BASIS_DEMO
from demo.simulator import backfill, build_city, is_backfilled
from indicators.catalogue.catalogue import Catalogue
from runtime.container import Announce, Container, Progress


class DemoContainer(Container):
    """Opens the demonstration: its clock, its definitions, its rows, all of them marked as such."""

    @cached_property
    def clock(self) -> Clock:
        """What time it is: one that was shown before goes on at the last moment that anything recorded."""
        if self._given_clock is not None:
            return self._given_clock
        seen = or_else(lambda: self.readings.look(latest_seen), None)
        done = or_else(lambda: self.operations.look(latest_done), None)
        return DemoClock(from_epoch(max(to_epoch(DEMO_START), seen or 0, done or 0)))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The definitions with those of the demonstration."""
        return self._load(*self.definitions)

    @property
    def basis(self) -> int:
        """What rows rest on that the cockpit counts of itself."""
        return BASIS_DEMO

    def build(
        self, scale: float = 1.0, seed: int | None = None, say: Announce = lambda _: None, progress: bool = False
    ) -> None:
        """Make the city up and bring it to life where that has not been done, then bring the warehouse up to date.

        Cut off at any moment, it goes on from there at the next call.
        """
        first = not self._built.exists()
        seed = self.seed if seed is None else seed
        if first:
            load_published(self.engine, self.catalogue, known_by=self.clock.now())
        living = None if self._lives() else self._bring_to_life(seed, scale)
        if first:
            say("Building the demonstration city (first start only) ...")
            build_demo(self.engine, self.catalogue, seed, scale, _bar() if progress else None)
        self.prepare(_computing(_bar()) if first and progress else None)
        if first:
            self._built.write_text(json.dumps({"seed": seed, "scale": scale}))
        if living is not None:
            say("Bringing it to life (first start only) ...")
            tell = _bar() if progress else _silently
            living.wait(lambda done: tell(done, 1000, "Drawing the last day"))
            self._begin_the_morning()

    @property
    def seed(self) -> int:
        """The seed of the demonstration city: the one that it was built from."""
        if not self._built.exists():
            return SEED
        found: int | None = json.loads(self._built.read_text()).get("seed")
        return SEED if found is None else found

    @property
    def _built(self) -> Path:
        """The note that the demonstration city stands complete."""
        return self.settings.home / "demonstration.json"

    def _lives(self) -> bool:
        """Whether the demonstration has devices; one whose readings are away is not brought to life."""
        return or_else(lambda: is_backfilled(self.readings), True)

    def _begin_the_morning(self) -> None:
        """The demonstration's clock goes on where its readings end: building took time that no device saw."""
        for name in ("clock", "door", "reader", "picture", "register"):
            self.__dict__.pop(name, None)

    def _bring_to_life(self, seed: int, scale: float) -> Job:
        """Make devices, readings and a first picture, beside the building of the warehouse."""

        def work(said: Callable[[int], None]) -> None:
            gc.disable()  # this process ends with its work, a fifth of which was looking for garbage
            city = build_city(self.catalogue, seed)
            backfill(self.readings, self.catalogue, self.clock, city, said, scale, self.alerting())

        self.dispose()
        return Job("bringing the demonstration to life", work)


def _computing(bar: Callable[[int, int, str], None]) -> Progress:
    return lambda done, total: bar(done, total, "Computing indicators")


def _silently(done: int, total: int, label: str) -> None:
    """Tell nobody."""


def _bar() -> Callable[[int, int, str], None]:
    """A progress bar on the terminal, told (done, total, what)."""
    bar = click.progressbar(length=1000, width=36, show_eta=False)

    def show(done: int, total: int, label: str) -> None:
        bar.label = f"{label[:28]:28}"
        bar.update(round(1000 * done / max(total, 1)) - bar.pos)
        if done >= total:
            bar.render_finish()

    return show
