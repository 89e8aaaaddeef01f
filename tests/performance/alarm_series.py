"""Series with labels, made from seeds: what a detector should find, and what it should leave alone.

Five minutes between samples, values in standard deviations of the noise around a level of 100, so that the size of an
event reads as it is. Eight weeks to learn from, then four weeks with events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats

STEP, HOUR, DAY = 300, 3600, 86400
START = 1_743_955_200  # Monday 2025-04-07 00:00 in Foshan
LEARN, TEST = 56 * DAY // STEP, 28 * DAY // STEP
LIMIT = 120.0  # where the step of the sign lies
Window = tuple[int, int]  # first and last moment of an event


@dataclass(frozen=True, eq=False)
class Labelled:
    """A series of one sensor: moments, values (NaN: lost), and the windows in which there is something to find."""

    at: NDArray[np.int64]
    values: Floats
    events: tuple[Window, ...] = ()

    @property
    def past(self) -> Labelled:
        """The weeks to learn from."""
        return replace(self, at=self.at[:LEARN], values=self.values[:LEARN], events=())

    @property
    def tested(self) -> Labelled:
        """The weeks with events."""
        return replace(self, at=self.at[LEARN:], values=self.values[LEARN:])


def rhythm(at: NDArray[np.int64]) -> Floats:
    """Busy by day, quiet by night, half at the weekend: 20 standard deviations between night and noon."""
    hour, weekday = (at + 8 * HOUR) / HOUR % 24, ((at + 8 * HOUR) // DAY + 3) % 7
    return 10 * (1 - np.cos(2 * np.pi * hour / 24)) * np.where(weekday >= 5, 0.5, 1.0)


def base(
    random: np.random.Generator, *, rhythmic: bool = False, noise: str = "even", lost: float = 0.02, drift: float = 0.0
) -> Labelled:
    """A sensor without events.

    `noise`: `even` (normal), `heavy` (Student's t with three degrees of freedom) or `slow` (each sample keeps 0.8 of
    the one before); `lost`: share of the samples; `drift`: how far the level wanders in the four weeks of the test.
    """
    at = START + STEP * np.arange(LEARN + TEST, dtype=np.int64)
    values = 100 + NOISES[noise](random, len(at)) + (rhythm(at) if rhythmic else 0)
    values[LEARN:] += np.linspace(0, drift, TEST)
    return Labelled(at, np.where(random.random(len(at)) < lost, np.nan, values))


def _slow(random: np.random.Generator, count: int) -> Floats:
    """Standard deviation 1, correlation 0.8 from sample to sample."""
    fresh = random.normal(0, 0.6, count)
    values = np.empty(count)
    last = random.normal()
    for n in range(count):
        values[n] = last = 0.8 * last + fresh[n]
    return values


NOISES: Mapping[str, Callable[[np.random.Generator, int], Floats]] = {
    "even": lambda random, count: random.normal(0, 1, count),
    "heavy": lambda random, count: random.standard_t(3, count),
    "slow": _slow,
}


def with_events(
    series: Labelled, random: np.random.Generator, size: float, shape: str, hours: tuple[int, int]
) -> Labelled:
    """The series with an event about every other day of the test: `size` high, between so many hours long.

    `shape`: `shift` up at once and down at once; `ramp` up over the first half and down over the second.
    """
    values, events = series.values.copy(), []
    for day in range(0, 28, 2):
        first = LEARN + day * DAY // STEP + int(random.integers(0, DAY // STEP))
        length = int(random.integers(hours[0] * HOUR // STEP, hours[1] * HOUR // STEP + 1))
        last = min(first + length, len(values)) - 1
        places = np.arange(first, last + 1)
        part = np.linspace(-1, 1, len(places))
        values[places] += size * ((1 - np.abs(part)) if shape == "ramp" else 1.0)
        events.append((int(series.at[first]), int(series.at[last])))
    return replace(series, values=values, events=tuple(events))


def with_spikes(series: Labelled, random: np.random.Generator, size: float = 40.0, share: float = 0.01) -> Labelled:
    """Single samples far up, in the past and in the test: nothing to find."""
    hit = random.random(len(series.values)) < share
    return replace(series, values=series.values + size * hit)


def with_outages(series: Labelled, random: np.random.Generator) -> Labelled:
    """Nothing comes for one to six hours, every other day."""
    silent = with_events(replace(series, values=np.zeros_like(series.values)), random, 1.0, "shift", (1, 6))
    return replace(series, values=np.where(silent.values > 0, np.nan, series.values), events=silent.events)


def with_night_work(series: Labelled, random: np.random.Generator) -> Labelled:
    """What is usual at noon, two hours long around three in the night: no fixed limit sees it."""
    values, events = series.values.copy(), []
    for day in range(0, 28, 2):
        first = LEARN + day * DAY // STEP + 2 * HOUR // STEP
        places = np.arange(first, first + 2 * HOUR // STEP)
        values[places] = 120 + random.normal(0, 1, len(places))
        events.append((int(series.at[places[0]]), int(series.at[places[-1]])))
    return replace(series, values=values, events=tuple(events))


Make = Callable[[np.random.Generator], Labelled]

STEPS: Mapping[str, Make] = {
    "level shift to the step": lambda r: with_events(base(r), r, 20, "shift", (1, 6)),
    "level shift 2 σ above the step": lambda r: with_events(base(r), r, 22, "shift", (1, 6)),
    "ramp to 5 σ above the step": lambda r: with_events(base(r), r, 25, "ramp", (3, 8)),
    "level shift 3 σ above, heavy tails": lambda r: with_events(base(r, noise="heavy"), r, 23, "shift", (1, 6)),
    "level shift 3 σ above, slow noise": lambda r: with_events(base(r, noise="slow"), r, 23, "shift", (1, 6)),
    "level shift 3 σ above, a fifth lost": lambda r: with_events(base(r, lost=0.2), r, 23, "shift", (1, 6)),
    "spikes in 1 % of samples": lambda r: with_spikes(base(r), r),
    "even noise 3 σ below the step": lambda r: _raised(base(r), 17),
    "slow noise 4 σ below the step": lambda r: _raised(base(r, noise="slow"), 16),
    "heavy tails 4 σ below the step": lambda r: _raised(base(r, noise="heavy"), 16),
}
BANDS: Mapping[str, Make] = {
    "level shift of 4 σ": lambda r: with_events(base(r, rhythmic=True), r, 4, "shift", (2, 6)),
    "level shift of 6 σ": lambda r: with_events(base(r, rhythmic=True), r, 6, "shift", (2, 6)),
    "level shift of 8 σ, heavy tails": lambda r: with_events(
        base(r, rhythmic=True, noise="heavy"), r, 8, "shift", (2, 6)
    ),
    "level shift of 8 σ, slow noise": lambda r: with_events(
        base(r, rhythmic=True, noise="slow"), r, 8, "shift", (2, 6)
    ),
    "level shift of 8 σ, a fifth lost": lambda r: with_events(base(r, rhythmic=True, lost=0.2), r, 8, "shift", (2, 6)),
    "ramp to 10 σ": lambda r: with_events(base(r, rhythmic=True), r, 10, "ramp", (4, 8)),
    "noon at night": lambda r: with_night_work(base(r, rhythmic=True), r),
    "weekday rhythm alone": lambda r: base(r, rhythmic=True),
    "rhythm, slow noise": lambda r: base(r, rhythmic=True, noise="slow"),
    "rhythm, heavy tails": lambda r: base(r, rhythmic=True, noise="heavy"),
    "rhythm, spikes in 1 % of samples": lambda r: with_spikes(base(r, rhythmic=True), r),
    "rhythm, drifting by 2 σ": lambda r: base(r, rhythmic=True, drift=2.0),
}
SUDDEN: Mapping[str, Make] = {
    "level shift of 6 σ": lambda r: with_events(base(r, rhythmic=True), r, 6, "shift", (2, 6)),
    "level shift of 8 σ": lambda r: with_events(base(r, rhythmic=True), r, 8, "shift", (2, 6)),
    "level shift of 12 σ, heavy tails": lambda r: with_events(
        base(r, rhythmic=True, noise="heavy"), r, 12, "shift", (2, 6)
    ),
    "level shift of 12 σ, slow noise": lambda r: with_events(
        base(r, rhythmic=True, noise="slow"), r, 12, "shift", (2, 6)
    ),
    "level shift of 12 σ, a fifth lost": lambda r: with_events(
        base(r, rhythmic=True, lost=0.2), r, 12, "shift", (2, 6)
    ),
    "slow ramps to 10 σ": lambda r: replace(with_events(base(r, rhythmic=True), r, 10, "ramp", (8, 12)), events=()),
    "weekday rhythm alone": lambda r: base(r, rhythmic=True),
    "rhythm, slow noise": lambda r: base(r, rhythmic=True, noise="slow"),
    "rhythm, heavy tails": lambda r: base(r, rhythmic=True, noise="heavy"),
    "rhythm, spikes in 1 % of samples": lambda r: with_spikes(base(r, rhythmic=True), r),
}
STALE: Mapping[str, Make] = {
    "outages of one to six hours": lambda r: with_outages(base(r), r),
    "outages, a fifth of the samples lost": lambda r: with_outages(base(r, lost=0.2), r),
    "a fifth of the samples lost": lambda r: base(r, lost=0.2),
}
SERIES: Mapping[str, Mapping[str, Make]] = {"step": STEPS, "band": BANDS, "sudden": SUDDEN, "stale": STALE}


def _raised(series: Labelled, by: float) -> Labelled:
    return replace(series, values=series.values + by)
