"""What the engine hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.calendar.periods import Grain, Period
from indicators.measures.facts import Codes
from indicators.scoring.judgement import Judgement
from indicators.scoring.score import ScorePart
from indicators.scoring.status import Status
from indicators.statistics.arrays import Floats


@dataclass(frozen=True, eq=False)
class IndicatorSeries:
    """One indicator at one grain: arrays [regions × periods]; NaN is no value."""

    indicator: str
    grain: Grain
    periods: tuple[Period, ...]
    regions: tuple[int, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    expected: Floats
    score: Floats
    basis: Codes
    status: Codes


@dataclass(frozen=True)
class StatusReason:
    """Why something has its status: a code, and the numbers that belong to it. Sentences are made elsewhere."""

    code: str
    facts: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class IndicatorValue:
    """One indicator in one region at its newest period, with all a screen says about it. None is no value.

    `yoy`, `mom` are differences to the same period of last year and to the period before, `yoy_rate`, `mom_rate`
    the same in percent. `ytd` and `r12` cover the year so far and twelve months. `trend` is 1 better, -1 worse,
    0 steady over the last periods. `projected`: the value at the due date if the
    last year's pace goes on. `elapsed` and `attainment` in percent of the way from baseline to target.
    The wordings say how far value, numerator and denominator hold (0: exactly); they are found when
    a cell is read.
    """

    indicator: str
    region: int
    grain: Grain
    period: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    basis: int = 0
    judgement: Judgement = field(default_factory=Judgement)
    expected: float | None = None
    target_value: float | None = None
    target_period: int | None = None
    target_kind: str | None = None
    baseline: float | None = None
    attainment: float | None = None
    elapsed: float | None = None
    needed_per_period: float | None = None
    projected: float | None = None
    yoy: float | None = None
    yoy_rate: float | None = None
    mom: float | None = None
    mom_rate: float | None = None
    ytd: float | None = None
    r12: float | None = None
    score: float | None = None
    trend: int = 0
    wording: int = 0
    numerator_wording: int = 0
    denominator_wording: int = 0

    @property
    def status(self) -> Status:
        """The level that is shown."""
        return self.judgement.level

    @property
    def gap(self) -> float | None:
        """Tolerances on the good side (negative: on the bad side) of what is expected."""
        return self.judgement.gap

    @property
    def stale(self) -> bool:
        """Whether the next value is overdue."""
        return self.judgement.code == "stale"

    @property
    def impossible(self) -> bool:
        """Whether the value lies outside what it can be."""
        return self.judgement.code == "impossible"


@dataclass(frozen=True, eq=False)
class IndicatorResult:
    """One indicator computed: its series by grain and its newest cell in each region where it means something."""

    indicator: str
    series: Mapping[Grain, IndicatorSeries]
    cells: tuple[IndicatorValue, ...]


@dataclass(frozen=True)
class ScoreCap:
    """Months in a row, by their ids, in which a veto member kept a group's score down. `function` only in a region's
    overall score: the one that it caps. `silent`: it capped in the last of them because its value had not come."""

    indicator: str
    first: str
    last: str
    silent: bool
    function: str | None = None


@dataclass(frozen=True, eq=False)
class NewestGroupScore:
    """The newest score of a group (city, function, goal, topic, pillar) in a region.

    What is silent counts as 0, so every score is the lowest there can be once all is delivered. `parts` make up the
    newest score and add up to it. `coverage` is the share of the weight that is known, `judged` that of what some
    target judges. `silent` names the indicators that count and have not come; None in a snapshot of a time in which
    they were left out, whose scores may therefore be too high. `reported` is what has come by itself, where something
    is silent: it judges nothing and ranks nobody. `caps` are the months that vetoes kept down. `counts` are members by
    the status of their newest value, of those that are judged.
    """

    kind: str
    subject: str
    region: int
    latest: float | None
    parts: tuple[ScorePart, ...]
    coverage: float
    vetoed_by: tuple[str, ...]
    counts: tuple[int, int, int, int]
    judged: float = field(default=1.0, kw_only=True)
    silent: tuple[str, ...] | None = field(default=None, kw_only=True)
    reported: float | None = field(default=None, kw_only=True)
    caps: tuple[ScoreCap, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, eq=False)
class GroupScore(NewestGroupScore):
    """The same, and how it was month by month; NaN is no score."""

    periods: tuple[Period, ...]
    score: Floats


@dataclass(frozen=True)
class Attention:
    """Something that needs a hand: an indicator in the region where it stands worst. `rank` orders.

    `reason` is what presses besides how it stands: lasts, worsens, will_miss, behind, stale.
    """

    indicator: str
    region: int
    period: str
    value: float | None
    judgement: Judgement
    rank: float
    reason: StatusReason

    @property
    def status(self) -> Status:
        """The level that is shown."""
        return self.judgement.level
