"""What the Reader returns besides the engine's own types (indicators.*: Cell, GroupScore, Attention)."""

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.core.qualifier import Qualifier
from data.core.states import EXPECTED, State
from indicators.statistics.arrays import Floats

Codes = NDArray[np.uint8]
Served = Literal["up", "stale", "degraded"]


class NoSnapshot(LookupError):
    """The warehouse has no snapshot of this kind yet: run a refresh."""


class NotComputed(NoSnapshot):
    """What was known at a moment is not stored: it has to be asked for (data/snapshots/look_backs.py)."""


class NothingKnown(NoSnapshot):
    """A moment was asked for before which nothing had been recorded: no refresh will help."""


class NotAMoment(NoSnapshot):
    """What stands in an address as a moment to look back to is none."""


class NotYet(NoSnapshot):
    """A moment was asked for that has not come: a day can be looked back to when it is over."""


@dataclass(frozen=True)
class SnapshotInfo:
    """One immutable snapshot. `known_at` is None for what is known now, else the moment looked back to."""

    version: int
    made_at: datetime
    known_at: datetime | None
    day: date
    last_batch: int
    batches: int
    catalogue: str


@dataclass(frozen=True, eq=False)
class RegionSeries:
    """One indicator in one region at one grain: T consecutive periods, oldest first, arrays of length T.

    NaN is no value. `basis` and `status` are the engine's codes. `periods` are period ids, `codes` their codes.
    """

    indicator: str
    region: int
    grain: str
    periods: tuple[str, ...]
    codes: tuple[int, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    expected: Floats
    score: Floats
    basis: Codes
    status: Codes

    def __len__(self) -> int:
        return len(self.periods)

    def last(self, count: int) -> "RegionSeries":
        """The newest `count` periods."""
        part = slice(max(0, len(self) - count), None)
        arrays = ("value", "numerator", "denominator", "expected", "score", "basis", "status", "periods", "codes")
        return replace(self, **{name: getattr(self, name)[part] for name in arrays})


@dataclass(frozen=True)
class BatchInfo:
    """One delivery: who sent which file, and when it was loaded."""

    batch: int
    source_id: str
    source_zh: str
    source_en: str
    file_name: str
    file_hash: str
    loaded_at: datetime
    accepted: int
    refused: int


@dataclass(frozen=True)
class Vintage:
    """One delivered value of a measure; `stands` marks the one that held when the snapshot was made.

    `contradicted` is the period of the standing value where that tells the same span by another name, and otherwise.
    """

    measure: str
    region: int
    period: str
    value: float
    state: State
    basis: int
    wording: Qualifier
    stands: bool
    batch: BatchInfo
    contradicted: str = ""

    @property
    def expected(self) -> str:
        """`forecast` or `plan` where it says what is expected, else nothing."""
        return self.state.name.lower() if self.state in EXPECTED else ""


@dataclass(frozen=True)
class LineageInput:
    """A measure's value behind another: of which `period`, how it was found, from which facts and deliveries.

    `way` is `direct` (a fact of this region and span), `time` (finer periods), `difference` (of cumulative values),
    `regions` (the regions inside), `carried` (the last value of a stock, told for the period `told`), `weight` (what
    weighted a mean) or `missing`. `facts` counts the facts used, `basis` is the weakest of theirs. Of a direct one,
    `value` is the fact's and `wording` says how far it holds; else they are NaN and exact.
    """

    measure: str
    way: Literal["direct", "time", "difference", "regions", "carried", "weight", "missing"]
    facts: int
    basis: int
    batches: tuple[BatchInfo, ...]
    value: float = math.nan
    wording: Qualifier = Qualifier.EXACT
    period: str = ""
    told: str = ""


@dataclass(frozen=True)
class Provenance:
    """Where one number came from. `value` is NaN when there is none."""

    indicator: str
    region: int
    period: str
    version: int
    formula: str
    value: float
    numerator: float
    denominator: float
    basis: int
    inputs: tuple[LineageInput, ...]
    wording: Qualifier = Qualifier.EXACT
    numerator_wording: Qualifier = Qualifier.EXACT
    denominator_wording: Qualifier = Qualifier.EXACT


@dataclass(frozen=True)
class PublishedFact:
    """A standing fact of a measure with its source."""

    measure: str
    region: int
    period: str
    value: float
    state: State
    basis: int
    wording: Qualifier
    batch: BatchInfo


@dataclass(frozen=True)
class Freshness:
    """Whether the numbers on screen can be trusted to be current; `reasons` are codes, empty when up.

    Codes: `no-snapshot`, `facts-newer-than-snapshot`, `snapshot-of-another-day`, `catalogue-changed` (stale);
    `warehouse-unreachable` (degraded, with no-snapshot).
    """

    state: Served
    reasons: tuple[str, ...]
    version: int | None
    made_at: datetime | None
    last_batch: int | None


@dataclass(frozen=True)
class NewestSnapshot:
    """The newest snapshot of what is known now (None before the first refresh), and how current it is.

    `foreseen` is the last version that was looked ahead from; 0 before the first.
    """

    info: SnapshotInfo | None
    freshness: Freshness
    foreseen: int = 0
