"""The judgement of a value: one object that colour, word, sentence, lists, tasks and programs are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from indicators.definitions.model import Indicator
from indicators.measures.facts import Codes
from indicators.scoring.status import FINER, Status, classify, run_length
from indicators.statistics.arrays import Floats
from indicators.statistics.rounding import half_up_number

Code = Literal["met", "short", "stale", "few", "from_nothing", "impossible", "missing", "no_target", "not_judged"]
Side = Literal["below", "above", "at"]


@dataclass(frozen=True)
class Judgement:
    """How a value stands.

    `now` is what the value by itself is, `level` what is shown: an improvement has to last, a worsening to exceed a
    margin. `code` says whether the value itself meets what is expected (met, short) or why nobody can say. `aim` is
    what it is compared with: the path, or the end of the band that is nearest; `short` how far it stands on the bad
    side of it in the indicator's unit (0 or below: it does not), `side` where that is. `gap` is -`short` in
    tolerances. `run`: known periods in a row at this level; `short_run`: known periods in a row whose own value fell
    short; `left`: periods that an improvement has still to last. `facts` has the numbers of stale, few and impossible.
    `gapped`: it has to last because the period before is missing.
    """

    level: Status = Status.UNKNOWN
    now: Status = Status.UNKNOWN
    code: Code = "missing"
    side: Side = "at"
    aim: float | None = None
    short: float | None = None
    gap: float | None = None
    run: int = 0
    short_run: int = 0
    left: int = 0
    facts: Mapping[str, float | str] = field(default_factory=dict)
    gapped: bool = False

    @property
    def needs_a_hand(self) -> bool:
        """Whether it is on watch or off track, and its present value is no better."""
        return self.code == "short" and self.level in (Status.WATCH, Status.OFF_TRACK)

    @property
    def held(self) -> Literal["", "better", "worse"]:
        """Whether the present value is better or worse than the level that is shown."""
        if self.level == self.now or self.level == Status.UNKNOWN:
            return ""
        return "better" if self.now < self.level else "worse"


def unjudged(code: Code, **facts: float | str) -> Judgement:
    """Nobody can say how it stands, and why."""
    return Judgement(code=code, facts=facts)


def judgement(
    indicator: Indicator, value: float, expected: float, gaps: Floats, status: Codes, dwell: int
) -> Judgement:
    """The judgement of the last of a region's periods; `gaps` and `status` are those up to it."""
    known = ~np.isnan(gaps)
    plain, levels = classify(gaps[known]), status[known]
    now, level, gap = Status(int(plain[-1])), Status(int(levels[-1])), float(gaps[-1])
    aim = _aim(indicator, value, expected)
    away = _away(indicator, value, aim)
    return Judgement(
        level,
        now,
        "met" if now == Status.ON_TRACK else "short",
        "at" if away == 0 else "above" if away > 0 else "below",
        aim,
        -abs(away) if gap >= 0 else abs(away),
        gap,
        run_length(levels == level),
        run_length(plain > Status.ON_TRACK),
        max(dwell - run_length(plain <= now), 1) if now < level else 0,
    )


def _away(indicator: Indicator, value: float, aim: float) -> float:
    same = half_up_number(value, indicator.decimals + FINER) == half_up_number(aim, indicator.decimals + FINER)
    return 0.0 if same else value - aim


def _aim(indicator: Indicator, value: float, expected: float) -> float:
    if indicator.band is None:
        return expected
    low, high = indicator.band
    return low if value < (low + high) / 2 else high


def telling_decimals(value: float, aim: float, decimals: int) -> int:
    """With how many decimals two numbers are shown so that they differ on screen as they do in truth.

    As few as the indicator has; at most FINER more (89.95 beside 90 is not 90.0).
    """
    if not (math.isfinite(value) and math.isfinite(aim)):
        return decimals
    truth = _order(value, aim, decimals + FINER)
    return next((d for d in range(decimals, decimals + FINER) if _order(value, aim, d) == truth), decimals + FINER)


def _order(value: float, aim: float, decimals: int) -> int:
    one, other = half_up_number(value, decimals), half_up_number(aim, decimals)
    return (one > other) - (one < other)
