"""How what came is judged against what was promised: by measure and period, by source and month, and over time.

What was loaded before a period was over cannot tell all of it, so that it counts as early and settles nothing. A
period is delivered on the day on which the last of the regions came that are owed. Nothing that is missing ever counts
as on time: an owed figure that did not come, or came for some regions only, stays in the denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.deliveries.promises import Promise


class DeliveryState(StrEnum):
    """What became of what was owed; the first is the worst."""

    MISSING = "missing"
    PARTIAL = "partial"
    LATE = "late"
    CORRECTED = "corrected"
    ON_TIME = "on_time"
    EARLY = "early"
    NOT_DUE = "not_due"


WORST_FIRST = tuple(DeliveryState)
SETTLED = frozenset(WORST_FIRST[:5])
OPEN = frozenset({DeliveryState.MISSING, DeliveryState.PARTIAL})
KEPT = frozenset({DeliveryState.CORRECTED, DeliveryState.ON_TIME})


@dataclass(frozen=True)
class Arrival:
    """What one batch told of a measure in a period: on which day, of how many regions of a depth.

    `fresh`: regions of which nothing had been told since the period was over; `changed`: of which something else.
    """

    day: date
    period: Period
    depth: int
    fresh: int
    changed: int = 0


@dataclass(frozen=True)
class Item:
    """One measure and period against its promise: `days` late, or overdue while it is not whole."""

    promise: Promise
    period: Period
    due: date
    state: DeliveryState
    days: int = 0
    delivered: int = 0
    whole_on: date | None = None


@dataclass(frozen=True)
class SourceMonth:
    """What a source owed for the periods that end with a month: the worst state, and how many items have which.

    `days` is the greatest delay of a late item, or how long the oldest open one is overdue. None of it where nothing
    was owed.
    """

    month: Period
    items: tuple[Item, ...]
    state: DeliveryState
    days: int = 0

    @property
    def counts(self) -> Mapping[DeliveryState, int]:
        """How many items have each state."""
        return Counter(item.state for item in self.items)


@dataclass(frozen=True)
class Punctuality:
    """How many of the items that are settled came whole and in time. `share` is None before anything was due."""

    on_time: int
    settled: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.on_time / self.settled if self.settled else None


def judge(promise: Promise, period: Period, arrivals: Iterable[Arrival], today: date) -> Item:
    """One item on a day. `arrivals` are those of the measure that tell of the period, in the order of loading."""
    last = period.last_day()
    due = last + timedelta(days=promise.days)
    told = [one for one in arrivals if one.depth == promise.depth and one.day <= today]
    after = [one for one in told if one.day > last]
    whole_on = _whole_on(after, promise.regions)
    delivered = min(promise.regions, sum(one.fresh for one in after))
    if whole_on is not None:
        late = max(0, (whole_on - due).days)
        corrected = any(one.changed for one in after)
        kept = DeliveryState.CORRECTED if corrected else DeliveryState.ON_TIME
        return Item(promise, period, due, DeliveryState.LATE if late else kept, late, delivered, whole_on)
    if today <= due:
        waiting = DeliveryState.EARLY if len(told) > len(after) else DeliveryState.NOT_DUE
        return Item(promise, period, due, waiting, 0, delivered)
    state = DeliveryState.PARTIAL if delivered else DeliveryState.MISSING
    return Item(promise, period, due, state, (today - due).days, delivered)


def _whole_on(after: Sequence[Arrival], regions: int) -> date | None:
    told = 0
    for one in after:
        told += one.fresh
        if told >= regions:
            return one.day
    return None


def tells_of(arrived: Period, owed: Period) -> bool:
    """Whether a delivered period settles an owed one: it ends with it and is no longer, or runs from January to it."""
    if (arrived.year, arrived.last_month) != (owed.year, owed.last_month):
        return False
    return arrived.grain is Grain.YTD or arrived.length <= owed.length


def periods_ending(grain: Grain, month: Period) -> Period | None:
    """The period of a grain that ends with a month; None where none does."""
    length = 12 // PER_YEAR[grain]
    return None if month.n % length else Period(grain, month.year, month.n // length)


def cell_of(month: Period, items: Sequence[Item]) -> SourceMonth | None:
    """The items of a month as one; None where nothing was owed.

    A source of which some items came and others did not has delivered in part.
    """
    if not items:
        return None
    states = Counter(item.state for item in items)
    worst = min(states, key=WORST_FIRST.index)
    came = any(states[one] for one in SETTLED - {DeliveryState.MISSING})
    state = DeliveryState.PARTIAL if worst is DeliveryState.MISSING and came else worst
    of_state = [item.days for item in items if item.state in (OPEN if state in OPEN else {state})]
    return SourceMonth(month, tuple(items), state, max(of_state, default=0))


def punctuality(items: Iterable[Item]) -> Punctuality:
    """The record over some items: those that are not due yet do not count."""
    settled = [item for item in items if item.state in SETTLED]
    return Punctuality(sum(item.state in KEPT for item in settled), len(settled))
