"""Bringing the demonstration to life at its first start: devices, the day before, what is usual, a first picture."""

from __future__ import annotations

from collections.abc import Callable

from data.core.clock import Clock, FixedClock, from_epoch, to_epoch
from data.core.scope import Scope
from data.geography.grids import load_grids
from data.telemetry import Readings
from data.telemetry.baselines import baseline_inputs, baseline_quantities, baselines, write_baselines
from data.telemetry.device_registry import devices, register
from data.telemetry.landing import DataSource
from data.telemetry.reading_contract import ReadingContract
from data.telemetry.reading_ingest import known_devices, limits_of
from demo.city.deliveries import BASIS_DEMO
from demo.fleet.grid_placement import gridded
from demo.simulator.baselines import simulated_baselines
from demo.simulator.city import SimulatedCity
from demo.simulator.history import land_history
from demo.simulator.process import FEED, PROMISE
from indicators.catalogue.catalogue import Catalogue
from monitoring.monitor import EvaluationListener, Monitor, NoListener

Progress = Callable[[int], None]
"""Told how many thousandths are done."""
LANDED = 0.25  # of the whole work, what is done when the history has landed


def is_backfilled(readings: Readings) -> bool:
    """Whether the demonstration was brought to life before: what is usual is told last."""
    with readings.reading() as connection:
        return BASIS_DEMO in baseline_inputs(connection)


def backfill(
    readings: Readings,
    catalogue: Catalogue,
    clock: Clock,
    city: SimulatedCity,
    progress: Progress,
    scale: float = 1.0,
    listener: EvaluationListener | None = None,
) -> None:
    """Make it all, up to the clock's moment. Cut off, the next call makes what is missing."""
    now = to_epoch(clock.now())
    with readings.writing() as connection:
        register(connection, (*gridded(city.fleet.devices, load_grids(None)), *city.fleet.claims), now)
        contract = ReadingContract(known_devices(connection, limits_of(catalogue.vitals.quantities)), now)

    def landed(done: int, total: int) -> None:
        progress(int(1000 * LANDED * done / total))

    land_history(readings, contract, DataSource(FEED, PROMISE), city, now, landed, scale)
    _tell_what_is_usual(readings, catalogue, city, now)
    _draw(readings, catalogue, now, progress, listener or NoListener())


def _tell_what_is_usual(readings: Readings, catalogue: Catalogue, city: SimulatedCity, now: int) -> None:
    found = simulated_baselines(city, baseline_quantities(catalogue.vitals), now)
    with readings.writing() as connection:
        numbers = {one.device.id: one.no for one in devices(Scope.everything(), connection)}
        write_baselines(
            connection, {(numbers[name], what): hours for (name, what), hours in found.items()}, BASIS_DEMO, now
        )


def _draw(readings: Readings, catalogue: Catalogue, now: int, progress: Progress, listener: EvaluationListener) -> None:
    """Let the watch look at all of it, at the moment up to which there are readings."""
    with readings.reading() as connection:
        expected = baselines(connection)
    watch = Monitor(readings, catalogue, FixedClock(from_epoch(now)), listener, expected)
    first = watch.drawn_until
    while True:
        more = watch.turn()
        share = LANDED + (1 - LANDED) * (watch.drawn_until - first) / max(now - first, 1)
        progress(int(1000 * share))
        if not more:
            return
