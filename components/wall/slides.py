"""What the slides of a wall show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.formatting.completeness import Completeness
from components.formatting.numbers import DisplayValue
from components.indicators.attention import AttentionRow
from components.indicators.history import HistoryChart
from components.maps.big_map_spec import MapBackground
from components.maps.levels import LevelMark
from components.maps.region_map import MapShape, RegionShade
from components.wall.alert_cards import AlertCard
from components.wall.signs import WallSign
from components.wall.tasks import WallTaskLine
from components.wall.wall_map import WallViewport
from indicators.compute.results import IndicatorValue
from indicators.compute.score_changes import ScoreChanges
from indicators.definitions.model import Indicator
from indicators.vitals import Sign

Counts = Mapping[LevelMark, int]
"""How many alerts of each level are on."""


@dataclass(frozen=True)
class NamedScore:
    """A score by the name of what it is a score of, with what it stands on and its monthly history."""

    name: str
    figure: DisplayValue
    completeness: Completeness
    series: Sequence[float | None] = ()


@dataclass(frozen=True)
class CitySlide:
    """A region's score, its functions, the regions inside on the map, and what needs a hand."""

    place: str
    score: NamedScore
    changes: ScoreChanges
    functions: Sequence[NamedScore]
    shapes: Sequence[tuple[MapShape, RegionShade | None]]
    attention: Sequence[AttentionRow]


@dataclass(frozen=True)
class WallHealth:
    """A health (`kind` is one of the nine or "city") in a region at a moment (a period's text); None: not known."""

    kind: str
    region: int
    value: float | None
    at: str
    demo: bool


@dataclass(frozen=True)
class DistrictColumn:
    """A region beside others: its score if it has one, its functions, its health, its alerts."""

    name: str
    score: DisplayValue | None
    functions: Sequence[NamedScore]
    health: WallHealth
    alerts: Counts


@dataclass(frozen=True)
class IndicatorSlide:
    """An indicator in a region (named `place`) with its history; `value` is None where it has none there."""

    indicator: Indicator
    place: str
    value: IndicatorValue | None
    chart: HistoryChart | None


@dataclass(frozen=True)
class TasksSlide:
    """The tasks of a region by count, and those whose time runs out first. `now` is in epoch seconds."""

    place: str
    open: int
    late: int
    due_today: int
    unanswered: int
    next: Sequence[WallTaskLine]
    now: int


@dataclass(frozen=True)
class AlertsSlide:
    """The alerts of a region, those that lead first, `all` of them; `counts` is None where the head tells them already.

    `blind` says since when no alert can be raised, where there are no readings of now.
    """

    place: str
    ground: MapBackground
    viewport: WallViewport
    counts: Counts | None
    waiting: int
    leading: Sequence[AlertCard]
    all: int
    blind: str


@dataclass(frozen=True)
class KindTile:
    """A kind of vital signs: its health, the last day of it, and the sign that stands worst.

    `level` is that of the worst sign; None is unknown.
    """

    name: str
    level: int | None
    health: WallHealth | None
    history: Sequence[tuple[int, float]]
    worst: tuple[Sign, WallSign] | None


@dataclass(frozen=True)
class AbnormalSign:
    """A sign that is not normal, the place where it stands worst, and at how many more places it is not."""

    sign: Sign
    shown: WallSign
    place: str
    more: int


@dataclass(frozen=True)
class VitalsSlide:
    """The vital signs of a region. `known` signs have readings, of `unknown` ones nothing is known.

    `blind` says since when there are no readings of now, where there are none; `now` in epoch seconds.
    """

    place: str
    health: WallHealth | None
    kinds: Sequence[KindTile]
    off: Sequence[AbnormalSign]
    known: int
    unknown: int
    now: int
    blind: str


@dataclass(frozen=True)
class RedAlert:
    """The first of some unanswered red alerts, the next ones, and how many wait in all."""

    first: AlertCard
    others: Sequence[AlertCard]
    waiting: int
    ground: MapBackground
    viewport: WallViewport
    measures: str
