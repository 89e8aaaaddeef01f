"""Months before the first stored event: the counts that such events would have had, drawn from the same chances."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.city.axis import PeriodAxis, axis_of
from demo.city.events import FIRST_EVENT_DAY, EventSource
from demo.city.measures import MeasureValues
from indicators.catalogue.catalogue import Catalogue
from indicators.statistics.arrays import Floats


@dataclass(frozen=True)
class _Patterns:
    """Every combination of flags that can occur: bit masks int64[K] and their chances float64[R, T, K]."""

    mask: NDArray[np.int64]
    chance: Floats


def counts_before_events(source: EventSource, catalogue: Catalogue) -> Iterator[MeasureValues]:
    """The measures counted from this kind, for the months before the first event."""
    axis = _before_events()
    rng = source.stream("counts")
    number = rng.poisson(_monthly(source, len(axis)))
    patterns = _patterns(source, len(axis))
    drawn = rng.multinomial(number, patterns.chance)
    for name, measure in catalogue.measures.items():
        if measure.events is not None and measure.events.kind == source.name:
            wanted = sum(source.bit(flag) for flag in measure.events.flags)
            value = drawn[:, :, (patterns.mask & wanted) == wanted].sum(axis=2).astype(np.float64)
            if measure.events.sum:
                value = np.round(value * source.mean_hours[:, : len(axis)], 1)
            yield MeasureValues(name, "town", source.town.codes, axis, value)


def _before_events() -> PeriodAxis:
    full = axis_of("month")
    count = int((full.codes < FIRST_EVENT_DAY.year * 100 + FIRST_EVENT_DAY.month).sum())
    return PeriodAxis("month", full.codes[:count], full.last_month[:count], full.ids[:count])


def _monthly(source: EventSource, months: int) -> Floats:
    total = np.zeros((len(source.town), int(source.month[-1]) + 1))
    np.add.at(total.T, source.month, source.expected.T)
    return total[:, :months]


def _patterns(source: EventSource, months: int) -> _Patterns:
    """Split every pattern by each flag in turn; a flag with a condition splits only patterns that fulfil it."""
    mask = np.zeros(1, dtype=np.int64)
    chance = np.ones((len(source.town), months, 1))
    for name, flag in source.profile.flags.items():
        needed = source.bit(flag.given) if flag.given else 0
        able = (mask & needed) == needed
        carry = source.chances[name][:, :months, None] * chance[:, :, able]
        rest = chance.copy()
        rest[:, :, able] -= carry
        mask = np.concatenate([mask, mask[able] | source.bit(name)])
        chance = np.concatenate([rest, carry], axis=2)
    chance = np.maximum(chance, 0.0)
    return _Patterns(mask, chance / chance.sum(axis=2, keepdims=True))
