"""From values to the few colours of a map: where one colour ends and the next begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

COLOURS: Final = 5
NO_STEP: Final = "-"


@dataclass(frozen=True)
class ColourScale:
    """Limits between colours, ascending: a value on a limit belongs to the colour above it. None: no values at all."""

    limits: tuple[float, ...]
    low: float | None = None
    high: float | None = None

    def step(self, value: float | None) -> int | None:
        """The colour of a value, 0 for the lowest; no value has none."""
        return None if value is None else bisect_right(self.limits, value)

    def colour(self, value: float | None, low_stands_out: bool = False) -> int | None:
        """The place of a value's colour on the scale of five, spread over it where there are fewer steps."""
        step = self.step(value)
        if step is None:
            return None
        place = round(step * (COLOURS - 1) / len(self.limits)) if self.limits else 0
        return COLOURS - 1 - place if low_stands_out else place


def graded(values: Iterable[float | None], colours: int = COLOURS) -> ColourScale:
    """Limits that give each colour about as many values, as far as equal values allow.

    Counts by grid are mostly nought with a few large ones: equal stretches of the range would leave the map in one
    colour. Equal values always share a colour, so there may be fewer than asked for; where the lowest value alone
    fills a colour's share (nothing happened there), it gets a colour to itself.
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return ColourScale(())
    above = known[bisect_right(known, known[0]) :]
    alone = (len(known) - len(above)) * colours >= len(known)
    limits = {above[0], *_cuts(above, colours - 1)} if alone and above else set(_cuts(known, colours))
    return ColourScale(tuple(sorted(limit for limit in limits if limit > known[0])), known[0], known[-1])


def _cuts(ordered: Sequence[float], shares: int) -> list[float]:
    return [ordered[len(ordered) * n // shares] for n in range(1, shares)]


def packed(places: Iterable[int | None]) -> str:
    """Colours as one text, a sign each; `-` where there is none."""
    return "".join(NO_STEP if place is None else str(place) for place in places)
