"""A sign's steps made ready for comparing: which level a value reaches, and which one it still holds."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.vitals.levels import Level, LevelName
from indicators.vitals.thresholds import Aspect, Threshold, Worse
from indicators.vitals.value import AnnotatedValue

EXACT = 9  # decimals: what floating arithmetic leaves behind must not decide about a level
UNKNOWN = -1  # in arrays of levels: there is no value
PLAIN = Aspect()


class ThresholdLevel(NamedTuple):
    """A step, turned so that higher is worse: reached from `enter` on, left below `leave`."""

    level: Level
    part: int
    enter: float
    leave: float


class LevelJudgement(NamedTuple):
    """The level that a value reaches, and the one at or above it that it has not yet left by the margin."""

    reached: Level
    held: Level


@dataclass(frozen=True)
class ThresholdLadder:
    """All steps of a sign, mildest first.

    `aspects` are what the steps look at; a value gives a part for each. `summing`: hours of a step are those of a sum,
    of which a single value is a part; else how long something has lasted, of which a single value says nothing.
    `plain`: all steps look at the value itself.
    """

    rungs: tuple[ThresholdLevel, ...]
    aspects: tuple[Aspect, ...]
    turn: float
    summing: bool
    enters: tuple[float, ...]
    leaves: tuple[float, ...]
    levels: tuple[Level, ...]
    plain: bool

    def judge(self, value: float) -> LevelJudgement:
        """The levels of one value. ValueError for NaN, which is no value."""
        if math.isnan(value):
            raise ValueError("NaN is no value and has no level")
        if self.plain and not (isinstance(value, AnnotatedValue) and value.parts):
            amount = round(value * self.turn, EXACT)
            reached, held = bisect_right(self.enters, amount), bisect_right(self.leaves, amount)
            return LevelJudgement(self.levels[reached], self.levels[held])
        parts = [round(part * self.turn, EXACT) for part in self._parts(value)]
        return LevelJudgement(
            max((rung.level for rung in self.rungs if parts[rung.part] >= rung.enter), default=Level.NORMAL),
            max((rung.level for rung in self.rungs if parts[rung.part] >= rung.leave), default=Level.NORMAL),
        )

    def judge_many(self, values: NDArray[np.float64]) -> NDArray[np.int8]:
        """The level reached by each number of an array; UNKNOWN for NaN."""
        amounts = np.round(values * self.turn, EXACT)
        levels = np.zeros(amounts.shape, np.int8)
        for rung in self.rungs:
            if self._told_by_number(self.aspects[rung.part]):
                levels[amounts >= rung.enter] = rung.level
        levels[np.isnan(amounts)] = UNKNOWN
        return levels

    def _parts(self, value: float) -> tuple[float, ...]:
        if isinstance(value, AnnotatedValue) and value.parts:
            return value.parts
        nothing = -math.inf * self.turn
        return tuple(value if self._told_by_number(aspect) else nothing for aspect in self.aspects)

    def _told_by_number(self, aspect: Aspect) -> bool:
        return aspect == PLAIN or (self.summing and not aspect.state)


def build_ladder(
    steps: Mapping[LevelName, Threshold], worse: Worse, best: float | None, margin: float, *, summing: bool
) -> ThresholdLadder:
    """The ladder of steps that are in order. `margin` is a share of the step below, by which it has to be left.

    The step below the first one runs from `best` (the best there can be) to it, at most as far as to the next.
    """
    turn = -1.0 if worse == "lower" else 1.0
    ordered = sorted(((Level.called(name), step) for name, step in steps.items()), key=lambda pair: pair[0])
    aspects = tuple(dict.fromkeys(step.aspect for _, step in ordered))
    rungs = []
    for level, step in ordered:
        width = 0.0 if step.aspect.state else _width_below(step, [other for _, other in ordered], best)
        enter, leave = step.limit * turn, round(step.limit * turn - margin * width, EXACT)
        if step.strict:
            enter, leave = math.nextafter(enter, math.inf), math.nextafter(leave, math.inf)
        rungs.append(ThresholdLevel(level, aspects.index(step.aspect), enter, leave))
    return ThresholdLadder(
        tuple(rungs),
        aspects,
        turn,
        summing,
        tuple(rung.enter for rung in rungs),
        tuple(rung.leave for rung in rungs),
        (Level.NORMAL, *(rung.level for rung in rungs)),
        aspects == (PLAIN,),
    )


def _width_below(step: Threshold, ordered: list[Threshold], best: float | None) -> float:
    """How wide the step below is that a value has to come into, among the steps that look at the same aspect."""
    limits = [other.limit for other in ordered if other.aspect == step.aspect]
    for low, high in pairwise(limits):
        if high == step.limit:
            return abs(high - low)
    following = [abs(limit - step.limit) for limit in limits[1:2]]
    return min([abs(step.limit - best), *following] if best is not None else following, default=0.0)
