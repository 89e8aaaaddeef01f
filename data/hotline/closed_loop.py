"""The loop of orders: how many took each step, how many wait for it, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.hotline.event_counts import Whole
from data.hotline.types import LoopStep

IDS = ("accepted", "contacted", "closed", "rated")
_HOUR = 3600.0


def loop_of(times: Whole) -> tuple[LoopStep, ...]:
    """The steps of some orders, from rows of region and moments (received first, 0: not yet).

    A step's time is counted from the step before it; who has not taken that yet does not wait for this one. Nobody has
    to rate, so nobody waits for that.
    """
    received = LoopStep("received", len(times), 0, None)
    return (received, *(_step(times, place) for place in range(len(IDS))))


def _step(times: Whole, place: int) -> LoopStep:
    before, here = times[:, 1 + place], times[:, 2 + place]
    taken = here > 0
    timed = taken & (before > 0)
    waiting = 0 if IDS[place] == "rated" else int(((before > 0) & ~taken).sum())
    hours = float(np.median((here - before)[timed])) / _HOUR if timed.any() else None
    return LoopStep(IDS[place], int(taken.sum()), waiting, hours)


def slowest(steps: Sequence[LoopStep]) -> str | None:
    """The step that takes longest of those that somebody has to take."""
    known = [step for step in steps if step.hours is not None and step.id != "rated"]
    return max(known, key=lambda step: step.hours or 0.0).id if known else None
