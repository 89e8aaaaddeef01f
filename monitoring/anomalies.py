"""What is unusual for this hour of the week, or has changed suddenly: seasonal signs against their own past."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.telemetry.engine import Readings
from data.telemetry.state_store import sign_values
from data.telemetry.state_types import SignState
from indicators.alerts import (
    AlertRules,
    BandRules,
    Baseline,
    ChangePointRules,
    Trigger,
    change_point_score,
    confirmed,
    expected,
    learn_profile,
    levels_of,
    outside,
)
from indicators.alerts.confirmation import Recent
from indicators.vitals import Sign
from monitoring.stream_evaluator import SLOT

DAYS = 35  # of the past that a baseline is learned from
AGAIN = 24 * 3600  # seconds until it is learned anew
Where = tuple[str, int]


@dataclass
class SeasonalProfile:
    """What a sign in a region usually does, and how far it has been from that of late. One sample is a slot."""

    baseline: Baseline
    slots: list[tuple[int, float]]  # newest last: what a sudden change is measured against
    band: Recent = ()
    jump: Recent = ()
    levels: dict[Trigger, int] = field(default_factory=dict)


@dataclass
class AnomalyDetector:
    """Judges signs in regions against their own past. Without enough of it nothing is said."""

    readings: Readings
    rules: AlertRules
    _habits: dict[Where, SeasonalProfile] = field(default_factory=dict)
    _learned_at: dict[Where, int] = field(default_factory=dict)

    def levels(self, sign: Sign, now: SignState, at: int) -> dict[Trigger, int]:
        """The levels of the triggers `band` and `sudden` by the slots that are complete; none of an unknown sign."""
        if now.value is None:
            return {}
        where = (sign.id, now.region)
        habit = self._habit(where, at)
        begins = at // SLOT * SLOT
        if not habit.slots or begins > habit.slots[-1][0]:
            self._conclude(sign, habit)
            habit.slots.append((begins, now.value))
            del habit.slots[: -self._reach]
        else:
            habit.slots[-1] = (begins, now.value)
        return habit.levels

    @property
    def _reach(self) -> int:
        return self.rules.sudden.before + self.rules.sudden.after

    def _habit(self, where: Where, at: int) -> SeasonalProfile:
        known = self._habits.get(where)
        if known is not None and at - self._learned_at[where] < AGAIN:
            return known
        moments, values = self._past(where, at)
        baseline = learn_profile(moments, values, self.rules.bands)
        tail = list(zip(moments, values, strict=True))[-self._reach :]
        fresh = (
            SeasonalProfile(baseline, tail)
            if known is None
            else SeasonalProfile(baseline, known.slots, known.band, known.jump)
        )
        self._habits[where], self._learned_at[where] = fresh, at
        return fresh

    def _past(self, where: Where, at: int) -> tuple[list[int], list[float]]:
        with self.readings.reading() as connection:
            return sign_values(connection, *where, at - DAYS * 86_400, at // SLOT * SLOT)

    def _conclude(self, sign: Sign, habit: SeasonalProfile) -> None:
        """A slot is complete: how far it lies from what is usual, and from what was just before."""
        if not habit.slots:
            return
        moment, value = habit.slots[-1]
        side = 1 if sign.worse == "higher" else -1
        away = float(outside(habit.baseline, [moment], [value])[0])
        jumped = float(change_point_score(_unexplained(habit), self.rules.sudden))
        habit.band, band = _level(habit.band, away, self.rules.bands, side)
        habit.jump, jump = _level(habit.jump, jumped, self.rules.sudden, side)
        known: dict[Trigger, tuple[float, int]] = {"band": (away, band), "sudden": (jumped, jump)}
        habit.levels = {trigger: level for trigger, (distance, level) in known.items() if np.isfinite(distance)}


def _level(recent: Recent, distance: float, rules: BandRules | ChangePointRules, side: int) -> tuple[Recent, int]:
    found = int(levels_of([distance], rules.steps, side)[0])
    return confirmed(recent, found, rules.confirm)


def _unexplained(habit: SeasonalProfile) -> list[float]:
    """The samples without what is usual; nothing where that is not known, for every morning would be sudden."""
    moments = [moment for moment, _ in habit.slots]
    values = np.array([value for _, value in habit.slots])
    usual = expected(habit.baseline, moments)
    return list(values - usual) if np.isfinite(usual).all() else [np.nan] * len(values)
