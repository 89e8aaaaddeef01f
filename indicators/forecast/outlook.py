"""What is to be expected of every indicator until its target's date, and how likely the target is met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.definitions.model import Indicator
from indicators.forecast.backtest import Backtest, backtest, origin_step, relative_errors
from indicators.forecast.bands import growth, spreads
from indicators.forecast.festival import factors, festival_effect
from indicators.forecast.methods import METHODS, seasonal_naive
from indicators.forecast.probability import probability_met
from indicators.forecast.selection import chosen, mean_errors
from indicators.statistics.arrays import Floats

FEWEST = {Grain.MONTH: 36, Grain.QUARTER: 24, Grain.HALF: 12, Grain.YEAR: 12}  # periods without a gap
ORIGINS = 4  # of the past, at the target's distance
FURTHEST = 2  # years ahead
KEPT = 10  # years of history that are looked at: what was before follows other laws


@dataclass(frozen=True, eq=False)
class History:
    """One indicator in one region at its own grain: the newest values without a gap, and what it is to reach by when.

    `aim` is where it should be in the period `due` (for a band: its middle). Both None: no target.
    """

    name: str
    indicator: Indicator
    region: int
    periods: tuple[Period, ...]
    values: Floats
    due: Period | None = None
    aim: float | None = None

    @property
    def grain(self) -> Grain:
        """The grain of its periods."""
        return self.periods[-1].grain

    @property
    def ahead(self) -> int:
        """Periods until the date, or a year where there is none; not above 0 when it has passed."""
        return PER_YEAR[self.grain] if self.due is None else self.due.ordinal - self.periods[-1].ordinal

    @property
    def digest(self) -> str:
        """What tells this history, its date and its aim from any other."""
        known = f"{self.periods[-1].id}|{self.due}|{self.aim}|".encode() + self.values.tobytes()
        return sha256(known).hexdigest()[:16]

    @property
    def horizon(self) -> int:
        """Periods that are looked ahead: two years at most."""
        return min(self.ahead, FURTHEST * PER_YEAR[self.grain])


@dataclass(frozen=True)
class Point:
    """One period ahead: what is expected, and its standard deviation."""

    period: str
    middle: float
    spread: float

    def band(self, width: float) -> tuple[float, float]:
        """The limits so many standard deviations away: `bands.INNER` for 50 %, `bands.OUTER` for 80 %."""
        return self.middle - width * self.spread, self.middle + width * self.spread


@dataclass(frozen=True)
class Outlook:
    """What is expected of an indicator in a region.

    `origin` is the newest period that was known, `due` the target's last period. `probability` that the target is met
    then, or None with its `reason`: `no_target`, `over` (the date has passed), `too_far`, `too_short` (history),
    `few_origins`, `no_skill` (no method was better than last year's value). `error` is the method's past error as a
    part of that of last year's value, `origins` how many moments of the past it was tried at; `errors` are those at
    the last point's distance, as parts of its spread, by the month (a running number) that their origin ended with.
    Without points there is nothing to draw. `history` is a digest of what was known and aimed at: the same history is
    not forecast anew because others have moved.
    """

    indicator: str
    region: int
    origin: str
    method: str = ""
    points: tuple[Point, ...] = ()
    due: str = ""
    target: float | None = None
    probability: float | None = None
    reason: str = ""
    error: float | None = None
    origins: int = 0
    errors: tuple[tuple[int, float], ...] = ()
    history: str = ""


def newest_run(values: Floats, grain: Grain) -> slice | None:
    """Where the newest values without a gap stand, ten years at most; None where there is no value."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return None
    last = int(known[-1])
    gaps = np.flatnonzero(~np.isfinite(values[: last + 1]))
    return slice(max(int(gaps[-1]) + 1 if len(gaps) else 0, last + 1 - KEPT * PER_YEAR[grain]), last + 1)


def outlooks(histories: Iterable[History]) -> tuple[Outlook, ...]:
    """The outlook of each history, in their order: all are tried together, since each learns from the errors of all."""
    given = list(histories)
    found: dict[int, Outlook] = {}
    kinds: dict[Grain, list[int]] = defaultdict(list)
    for place, history in enumerate(given):
        if len(history.periods) < FEWEST[history.grain]:
            found[place] = _silent(history, "too_short")
        elif history.horizon < 1:
            found[place] = _silent(history, "over")
        else:
            kinds[history.grain].append(place)
    for places in kinds.values():
        for place, outlook in zip(places, _of_a_grain([given[place] for place in places]), strict=True):
            found[place] = outlook
    return tuple(found[place] for place in range(len(given)))


def _silent(history: History, reason: str) -> Outlook:
    return Outlook(history.name, history.region, history.periods[-1].id, reason=reason, history=history.digest)


@dataclass(frozen=True, eq=False)
class _Group:
    """Histories of the same periods, tried together: without the festival, and what it multiplies the future by."""

    histories: Sequence[History]
    values: Floats
    ahead: Floats
    season: int
    horizon: int
    test: Backtest


def _of_a_grain(histories: Sequence[History]) -> list[Outlook]:
    groups = [_group(same) for same in _alike(histories).values()]
    tests = [group.test for group in groups]
    pool, widest = mean_errors(tests), max(group.horizon for group in groups)
    shapes = {name: growth([_padded(test, widest) for test in tests], name, widest) for name in METHODS}
    made = {
        id(history): outlook
        for group in groups
        for history, outlook in zip(group.histories, _group_outlooks(group, pool, shapes), strict=True)
    }
    return [made[id(history)] for history in histories]


def _alike(histories: Sequence[History]) -> Mapping[tuple[Period, int, int], list[History]]:
    found: dict[tuple[Period, int, int], list[History]] = defaultdict(list)
    for history in histories:
        found[history.periods[-1], len(history.periods), history.horizon].append(history)
    return found


def _group(histories: Sequence[History]) -> _Group:
    first = histories[0]
    season, horizon = PER_YEAR[first.grain], first.horizon
    values = np.stack([history.values for history in histories])
    effect = np.zeros(len(values))
    positive = (values > 0).all(axis=1)
    if positive.any():
        effect[positive] = festival_effect(values[positive], first.periods)
    following = tuple(first.periods[-1].shift(step) for step in range(1, horizon + 1))
    flat = values / factors(effect, first.periods)
    return _Group(histories, flat, factors(effect, following), season, horizon, backtest(flat, season, horizon))


def _padded(test: Backtest, horizon: int) -> Backtest:
    """The same errors over a longer horizon, where nothing is known."""
    wide = {
        name: np.pad(errors, ((0, 0), (0, 0), (0, horizon - errors.shape[2])), constant_values=np.nan)
        for name, errors in test.errors.items()
    }
    return Backtest(wide, test.scale)


def _group_outlooks(group: _Group, pool: Mapping[str, float], shapes: Mapping[str, Floats]) -> list[Outlook]:
    methods, errors = chosen(group.test, pool), relative_errors(group.test)
    ahead = {name: METHODS[name](group.values, group.season, group.horizon) for name in set(methods)}
    return [
        _outlook(
            history,
            method,
            ahead[method][row] * group.ahead[row],
            spreads(group.test, row, method, shapes[method][: group.horizon]) * group.ahead[row],
            group.test,
            row,
            float(np.nan_to_num(errors[method][row], nan=1.0)),
        )
        for row, (history, method) in enumerate(zip(group.histories, methods, strict=True))
    ]


def _outlook(
    history: History, method: str, middle: Floats, spread: Floats, test: Backtest, row: int, error: float
) -> Outlook:
    last, within = history.periods[-1], np.clip(middle, *_limits(history.indicator))
    points = tuple(
        Point(last.shift(step + 1).id, float(within[step]), float(spread[step])) for step in range(len(middle))
    )
    tried = int(test.origins[row, -1])
    reason = _why_none(history, method, tried, error)
    probability = None
    if not reason and history.aim is not None:
        indicator = history.indicator  # what lies beyond its bounds counts for them: 100 % is met by 104
        probability = probability_met(
            float(middle[-1]), float(spread[-1]), history.aim, indicator.better, indicator.band
        )
    return Outlook(
        history.name,
        history.region,
        last.id,
        method,
        points,
        "" if history.due is None else history.due.id,
        history.aim,
        probability,
        reason,
        error,
        tried,
        _standardised(history, test.errors[method][row][:, -1], float(spread[-1])),
        history.digest,
    )


def _standardised(history: History, errors: Floats, spread: float) -> tuple[tuple[int, float], ...]:
    known = np.flatnonzero(np.isfinite(errors)) if spread > 0 else ()
    last, step = history.periods[-1], origin_step(PER_YEAR[history.grain])
    origins = {int(place): last.shift(-step * (int(place) + 1)) for place in known}
    return tuple((at.year * 12 + at.last_month, float(errors[place] / spread)) for place, at in origins.items())


def _why_none(history: History, method: str, tried: int, error: float) -> str:
    """Why no probability is said, or nothing."""
    if history.aim is None or history.indicator.better == "none":
        return "no_target"
    if history.ahead > history.horizon:
        return "too_far"
    if tried < ORIGINS:
        return "few_origins"
    return "no_skill" if method == seasonal_naive.__name__ and error >= 1 else ""


def _limits(indicator: Indicator) -> tuple[float, float]:
    low, high = indicator.bounds
    return (-np.inf if low is None else low, np.inf if high is None else high)
