"""A sign over time at one place: raised after n of m samples, left only for good, untouched by missing data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray

from indicators.vitals.definitions import Sign
from indicators.vitals.levels import Level
from indicators.vitals.samples import History, SamplingPlace
from indicators.vitals.value import AnnotatedValue
from indicators.vitals.values.evaluation import value_at


@dataclass(frozen=True, slots=True)
class Signal:
    """How a sign stands at a place.

    `level` holds since `since`; `value` is the newest known, taken `at`. `recent` are the levels that the last samples
    reached, oldest first, the newest of them begun at `sample`. While a value is the margin inside a milder step,
    `easing` says since when, and `eased` to which level at best.
    """

    level: Level
    since: float
    value: float | None = None
    at: float | None = None
    recent: tuple[Level, ...] = ()
    sample: float = 0.0
    easing: float | None = None
    eased: Level = Level.NORMAL


@overload
def level_of(sign: Sign, value: float) -> Level: ...
@overload
def level_of(sign: Sign, value: NDArray[np.float64]) -> NDArray[np.int8]: ...
def level_of(sign: Sign, value: float | NDArray[np.float64]) -> Level | NDArray[np.int8]:
    """The level that a value reaches by itself, without regard to what was before.

    Of an array the levels as numbers, -1 for NaN; a single NaN is a ValueError. A plain number says only part of what
    some steps ask (rain over several hours, a class that lasts, a confirmed alarm); its level is the least there is.
    """
    return sign.ladder.judge_many(value) if isinstance(value, np.ndarray) else sign.ladder.judge(value).reached


def advance(sign: Sign, signal: Signal | None, at: float, value: float | None) -> Signal:
    """The signal after one more sample: `value` as `value_at` gives it for the moment `at` of a reading.

    Call it once for each moment at which readings came, in order. A missing value changes nothing, and so does a
    moment before the newest (a late reading: see `replay`). Readings closer than half a sampling are one sample, the
    last of them counts. After a silence longer than the sign's stale time the samples before it count no more, and a
    level is not left before it has been inside for the whole time anew.
    """
    signal = signal or Signal(Level.NORMAL, at)
    if value is None or (signal.at is not None and at < signal.at):
        return signal
    reached, held = sign.ladder.judge(value)
    if signal.at is None or sign.age(signal.at, at) > sign.stale_seconds:
        signal = Signal(signal.level, signal.since)
    sample, recent = _sampled(sign, signal, at, reached)
    raised = _raised(recent, sign.raising[0])
    if raised > signal.level:
        return Signal(raised, at, value, at, recent, sample)
    if held >= signal.level or (isinstance(value, AnnotatedValue) and value.least):
        return Signal(signal.level, signal.since, value, at, recent, sample)
    easing, eased = (at, held) if signal.easing is None else (signal.easing, max(held, signal.eased))
    if at - easing < sign.hold_seconds:
        return Signal(signal.level, signal.since, value, at, recent, sample, easing, eased)
    return _released(Signal(eased, at, value, at, recent, sample), held)


def replay(sign: Sign, history: History, place: SamplingPlace, signal: Signal | None = None) -> Signal | None:
    """The signal after all samples of a history that are newer than `signal`, whatever the order they came in.

    For late and out-of-order readings: keep a signal that is older than any reading may be late, put each reading into
    the history where it belongs, and replay from there; the history has to reach back `lookback_seconds` before the
    kept signal. Gives the same as `advance` does for readings that come in order.
    """
    for at in _moments(sign, history, None if signal is None else signal.at):
        signal = advance(sign, signal, at, value_at(sign, history, at, place))
    return signal


def stale(sign: Sign, signal: Signal | None, now: float) -> bool:
    """Whether nothing is known of a sign any more: its newest value is too old, or there never was one."""
    return signal is None or signal.at is None or sign.age(signal.at, now) > sign.stale_seconds


def _sampled(sign: Sign, signal: Signal, at: float, reached: Level) -> tuple[float, tuple[Level, ...]]:
    """When the newest sample began, and the levels of the recent ones with it."""
    if signal.recent and at - signal.sample < sign.same_sample_seconds:
        return signal.sample, (*signal.recent[:-1], reached)
    return at, (*signal.recent, reached)[-sign.raising[1] :]


def _raised(recent: tuple[Level, ...], n: int) -> Level:
    """The highest level that n of the samples reach."""
    return sorted(recent, reverse=True)[n - 1] if len(recent) >= n else Level.NORMAL


def _released(signal: Signal, held: Level) -> Signal:
    """A level was left: the samples that had raised it are spent, and easing further begins anew."""
    spent = tuple(min(level, signal.level) for level in signal.recent)
    easing = signal.at if held < signal.level else None
    return replace(signal, recent=spent, easing=easing, eased=held)


def _moments(sign: Sign, history: History, after: float | None) -> Iterable[float]:
    found = {sample.at for quantity in sign.reads for sample in history.get(quantity, ())}
    return sorted(at for at in found if after is None or at > after)
