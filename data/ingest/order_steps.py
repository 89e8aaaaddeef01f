"""When the steps of an order were taken, as far as can be believed: one odd step does not cost the order.

A time told to the minute, the hour or the day is a span. Two steps are in order when the spans allow it, and clocks of
two systems may differ by `SKEW`. What contradicts an earlier step, or has not come yet, is not believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from data.pipeline.values import ToldTime

STEPS: Final = ("accepted", "contacted", "closed", "rated")
SKEW: Final = 120  # seconds by which the clocks of two systems may differ
MINUTE: Final = 60
_PLACES: Final = {step: 1 << place for place, step in enumerate(("received", *STEPS))}


@dataclass(frozen=True)
class StepTimes:
    """Seconds since 1970 of each step, 0 where it is not known; and the steps whose time is in doubt.

    `coarse` are told to the hour or day only; `skewed` lie before the step before them by no more than clocks differ;
    `misplaced` lie further before it, and `ahead` have not come yet: their times are not kept.
    """

    times: Mapping[str, int]
    coarse: tuple[str, ...] = ()
    skewed: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())

    @property
    def taken(self) -> frozenset[str]:
        """The steps that the order tells to have been taken, whether or not their times can be believed."""
        return frozenset({*(step for step, at in self.times.items() if at), *self.misplaced})

    @property
    def coarse_bits(self) -> int:
        """`coarse` as a bit mask; bit 0 is `received`."""
        return sum(_PLACES[step] for step in self.coarse)

    @property
    def odd_bits(self) -> int:
        """The steps that are not kept as delivered, as a bit mask."""
        return sum(_PLACES[step] for step in {*self.skewed, *self.misplaced, *self.ahead, *self.unread})


def step_times(
    received: ToldTime, told: Mapping[str, ToldTime | None], unread: tuple[str, ...], now: datetime
) -> StepTimes:
    """The times of the steps of an order. `unread` are those whose time was no time.

    A day without a time of day stands for its end, or for the next step where that came earlier: whoever tells less
    never looks faster.
    """
    limit, least = int(now.timestamp()), received.first
    spans: dict[str, tuple[int, int]] = {}
    skewed, misplaced, ahead = [], [], []
    for step in STEPS:
        one = told.get(step)
        if one is None:
            continue
        if one.first > limit + SKEW:
            ahead.append(step)
        elif one.last + SKEW < least:
            misplaced.append(step)
        else:
            if one.last < least:
                skewed.append(step)
            least = max(one.first, least)
            spans[step] = least, max(one.last if one.precision > MINUTE else least, least)
    times = _within(spans, max(limit, least))
    given = {"received": received, **told}
    coarse = tuple(step for step, one in given.items() if one and one.precision > MINUTE)
    return StepTimes(times, coarse, tuple(skewed), tuple(misplaced), tuple(ahead), unread)


def _within(spans: Mapping[str, tuple[int, int]], latest: int) -> dict[str, int]:
    """A second of each span, no later than the step after it."""
    times = dict.fromkeys(STEPS, 0)
    for step in reversed(STEPS):
        if step in spans:
            first, last = spans[step]
            latest = times[step] = max(min(last, latest), first)
    return times
