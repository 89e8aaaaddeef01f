"""Opening the watch with what is usual, and anew once a day, when that is learnt again."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field

from data.core.clock import Clock, to_epoch
from data.core.jobs import Wait
from data.telemetry.baselines import Baselines, baseline_quantities, baselines, keep_hours, learn
from data.telemetry.engine import Readings
from indicators.catalogue.catalogue import Catalogue
from monitoring.loop import EVERY, run_cycles
from monitoring.monitor import EvaluationListener, Monitor, NoListener
from runtime.container import Container

DAY = 24 * 3600


def learnt(readings: Readings, catalogue: Catalogue, now: int) -> Baselines:
    """Learn what is usual from what came since, and return all of it."""
    quantities = baseline_quantities(catalogue.vitals)
    with readings.writing() as connection:
        keep_hours(connection, quantities, now)
        learn(connection, quantities, now)
        return baselines(connection)


@dataclass
class DailyMonitor:
    """A watch that is opened anew when it has watched for a day."""

    readings: Readings
    catalogue: Catalogue
    clock: Clock
    listener: EvaluationListener = field(default_factory=NoListener)

    def __post_init__(self) -> None:
        self._open()

    def turn(self) -> bool:
        """One turn; whether there is more to take at once."""
        if to_epoch(self.clock.now()) - self._opened >= DAY:
            self._open()
        return self._watch.turn()

    def _open(self) -> None:
        self._opened = to_epoch(self.clock.now())
        expected = learnt(self.readings, self.catalogue, self._opened)
        self._watch = Monitor(self.readings, self.catalogue, self.clock, self.listener, expected)


def run_monitor(container: Container, wait: Wait, every: float = EVERY) -> None:
    """Watch over the city until `wait` says no."""

    def open_watch() -> Callable[[], bool]:
        opened = DailyMonitor(container.readings, container.catalogue, container.clock, container.alerting())
        gc.freeze()  # what was read at the start stays: looking for garbage in it took a good part of each turn
        return opened.turn

    run_cycles(open_watch, lambda: wait(every))
