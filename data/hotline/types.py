"""What the barometer says of a region."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.hotline import SentimentIndex, Volume


@dataclass(frozen=True)
class TopicVolume:
    """A topic's orders by what became of them, in a region within the days of the rates."""

    topic: str
    volume: Volume


@dataclass(frozen=True)
class LoopStep:
    """A step of the loop, of the orders whose times are known: how many took it, how many wait for it, and the median
    hours from the step before; None where nobody took it."""

    id: str
    taken: int
    waiting: int
    hours: float | None


@dataclass(frozen=True)
class RegionHotline:
    """A region: the needle, orders by day with the band they usually keep to, volumes, and the loop."""

    region: int
    last_day: int
    mood: SentimentIndex
    daily: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    volume: Volume
    topics: tuple[TopicVolume, ...]
    loop: tuple[LoopStep, ...]


@dataclass(frozen=True)
class Repeat:
    """The same place and cause again and again: orders that name what was named before, and the first and last day."""

    region: int
    grid: int
    topic: str
    again: int
    count: int
    first: int
    last: int


@dataclass(frozen=True)
class RunInfo:
    """A run of the barometer."""

    run: int
    last_batch: int
    last_day: int
    made_at: int
