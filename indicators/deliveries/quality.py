"""How good what a source delivers is: six parts, each a share of checks that held, and the score that is their mean.

The names follow GB/T 36344-2018 (its text was not at hand), the definitions are ours. Completeness: regions that came
of those owed. Timeliness: items that came whole and in time. Validity: rows that kept the contract. Consistency: items
that nothing contradicted later, and wholes that are the sum of their parts. Uniqueness: rows that repeat no other.
Plausibility: figures that are no leap by a factor of ten.

What was owed and did not come fails the checks of completeness, timeliness, consistency and plausibility; a part
without any check is 0. So nobody's score rises because something owed is kept back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.deliveries.judgement import SETTLED, DeliveryState, Item, punctuality

DIMENSIONS = ("completeness", "timeliness", "validity", "consistency", "uniqueness", "plausibility")
SAME = 0.005  # a whole and the sum of its parts may differ by rounding, up to this share of the whole
LEAP = 10.0  # a figure that is so many times another, or as small a part of it, is taken for one in the wrong unit
Values = Mapping[tuple[str, int, int], float]
"""The standing figures by measure, region and a running number of the period."""


@dataclass(frozen=True)
class Dimension:
    """A part of the score: how many checks held, of how many."""

    name: str
    held: int
    checks: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing could be checked."""
        return self.held / self.checks if self.checks else 0.0


@dataclass(frozen=True)
class RowCounts:
    """Rows of the files that brought a source's measures: taken, refused, and refused as repeating another."""

    accepted: int
    refused: int
    duplicates: int


def quality(items: Iterable[Item], rows: RowCounts, wholes: tuple[int, int], leaps: tuple[int, int]) -> list[Dimension]:
    """The six parts. `wholes` and `leaps`: how many comparisons held, of how many."""
    settled = [item for item in items if item.state in SETTLED]
    lacking = sum(not item.delivered for item in settled)
    corrected = sum(item.state is DeliveryState.CORRECTED for item in settled)
    told = len(settled) - lacking
    record, sent = punctuality(settled), rows.accepted + rows.refused
    return [
        Dimension(
            "completeness", sum(item.delivered for item in settled), sum(item.promise.regions for item in settled)
        ),
        Dimension("timeliness", record.on_time, record.settled),
        Dimension("validity", rows.accepted, sent),
        Dimension("consistency", told - corrected + wholes[0], len(settled) + wholes[1]),
        Dimension("uniqueness", sent - rows.duplicates, sent),
        Dimension("plausibility", leaps[0], leaps[1] + lacking),
    ]


def quality_score(parts: Iterable[Dimension]) -> float:
    """The mean of the parts, from 0 to 100."""
    shares = [part.share for part in parts]
    return 100 * sum(shares) / len(shares) if shares else 0.0


def compared_wholes(values: Values, children: Mapping[int, tuple[int, ...]]) -> tuple[int, int]:
    """How many wholes are the sum of their parts, of those of which every part is there. For measures that add up."""
    held = checks = 0
    for (measure, region, period), whole in values.items():
        parts = [values.get((measure, child, period)) for child in children.get(region, ())]
        known = [part for part in parts if part is not None]
        if known and len(known) == len(parts):
            checks += 1
            held += abs(sum(known) - whole) <= SAME * max(abs(whole), 1.0)
    return held, checks


def compared_leaps(values: Values) -> tuple[int, int]:
    """How many figures are no leap from the same region's figure of the period before; those below 1 are left out."""
    held = checks = 0
    for (measure, region, period), value in values.items():
        before = values.get((measure, region, period - 1))
        if before is not None and min(abs(before), abs(value)) >= 1:
            checks += 1
            held += max(abs(before), abs(value)) < LEAP * min(abs(before), abs(value))
    return held, checks
