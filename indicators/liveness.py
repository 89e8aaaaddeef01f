"""Whether what a screen shows is of now: one judgement of link, feeds, monitor, processes and snapshot.

Screens, walls, `/ready`, `/metrics` and notices all follow it, so that none says more than another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

LivenessState = Literal["live", "unknown", "late", "dead"]
"""`late`: a part is behind its promise, the rest is of now. `dead`: what is shown is the last picture.

`unknown`: nothing ever came, so that nothing can be called live.
"""
PartName = Literal[
    "link", "feeds", "monitor", "snapshot", "supervisor", "refresher", "scheduler", "look-backs", "sender", "simulator"
]
STATES: tuple[LivenessState, ...] = ("live", "unknown", "late", "dead")  # the later, the graver
LINK_SILENT = 31  # seconds without a word of the server: two of its signs of life (15 s), and one for the way
MONITOR_SILENT = 10  # seconds without a look of the monitor, which looks every second
FEED_PROMISES = 2  # promised times without anything, after which a feed counts as silent
FEED_SHORTEST = 10  # seconds: below this a network's hiccup would grey the city
PROMPT = 3600  # seconds: a feed that promises less often brings nothing of now
LOSS_PATIENCE = 60  # seconds of silence after which a lost feed is an alert: screens turn grey earlier
LOST_ONE, LOST_ALL = 3, 4  # the least level of an alert for one feed (yellow) and for all of them (orange)
GIVEN_UP = 30 * 24 * 3600  # seconds of silence after which a feed counts as taken out of service, not as late


@dataclass(frozen=True)
class FeedFact:
    """Who brings readings: something every so many seconds (`every`), last at `last_at`."""

    id: str
    every: int
    last_at: int

    def is_silent(self, now: int) -> bool:
        """Whether nothing has come for twice the promised time."""
        return now - self.last_at > max(FEED_PROMISES * self.every, FEED_SHORTEST)


@dataclass(frozen=True)
class ProcessFact:
    """Whether a process beside the web server works, and when it was heard of last (None: never)."""

    works: bool
    beat_at: int | None = None


@dataclass(frozen=True)
class LivenessFacts:
    """What the judgement rests on, all in epoch seconds of the city's clock.

    `feeds` is None where the readings cannot be read. `looked_at` is the monitor's last look (None: it never looked),
    `heard_at` the last word that the page heard (None: the server judges itself). `snapshot` is `up`, `stale` or
    `degraded`, made at `snapshot_at`.
    """

    now: int
    feeds: Sequence[FeedFact] | None
    looked_at: int | None
    processes: Mapping[PartName, ProcessFact]
    snapshot: Literal["up", "stale", "degraded"]
    snapshot_at: int | None = None
    heard_at: int | None = None


@dataclass(frozen=True)
class LivenessPart:
    """One part, how it is, and since when it is not as promised (None: as promised, or never). `feeds` are silent."""

    name: PartName
    state: LivenessState
    since: int | None = None
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Liveness:
    """The judgement: its parts, and the gravest of their states. Without parts nothing is known."""

    parts: tuple[LivenessPart, ...] = ()

    @property
    def state(self) -> LivenessState:
        """The state of the whole."""
        return max((part.state for part in self.parts), key=STATES.index, default="unknown")

    @property
    def since(self) -> int | None:
        """Since when it is so: the earliest moment of the parts in that state."""
        return min((part.since for part in self._worst if part.since is not None), default=None)

    @property
    def _worst(self) -> list[LivenessPart]:
        return [part for part in self.parts if part.state == self.state != "live"]

    @property
    def amiss(self) -> tuple[LivenessPart, ...]:
        """The parts that are not as promised, the gravest first."""
        found = [part for part in self.parts if part.state != "live"]
        return tuple(sorted(found, key=lambda part: -STATES.index(part.state)))

    def part(self, name: PartName) -> LivenessPart:
        """A part by its name; unknown where it was not judged."""
        return next((part for part in self.parts if part.name == name), LivenessPart(name, "unknown"))

    @property
    def watched(self) -> bool:
        """Whether the monitor looks: else no alert will come."""
        return self.part("monitor").state == "live"

    @property
    def has_readings(self) -> bool:
        """Whether there are readings of now, judged by the monitor: only then can anything be called normal."""
        return self.watched and self.part("feeds").state in ("live", "late")

    @property
    def blind_since(self) -> int | None:
        """Since when nothing is known of the city, where there are no readings of now (None: never was)."""
        moments = [self.part(name).since for name in ("monitor", "feeds") if not _sees(self.part(name))]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def version(self) -> int:
        """A number that differs whenever the judgement does. A process's moment is left out: two clocks make it."""
        told = [(p.name, p.state, p.feeds, p.since if p.name in _STAMPED else None) for p in self.parts]
        return crc32(repr(told).encode())


_STAMPED = frozenset({"feeds", "monitor", "snapshot"})


def judge(facts: LivenessFacts) -> Liveness:
    """The judgement of some facts."""
    watched = _monitor(facts)
    rest = (_process(name, fact) for name, fact in facts.processes.items() if name != "monitor")
    return Liveness((_link(facts), _feeds(facts), watched, *rest, _snapshot(facts)))


def _sees(part: LivenessPart) -> bool:
    return part.state in ("live", "late")


def _link(facts: LivenessFacts) -> LivenessPart:
    lost = facts.heard_at is not None and facts.now - facts.heard_at > LINK_SILENT
    return LivenessPart("link", "dead", facts.heard_at) if lost else LivenessPart("link", "live")


def _feeds(facts: LivenessFacts) -> LivenessPart:
    return LivenessPart("feeds", "dead") if facts.feeds is None else judge_feeds(facts.feeds, facts.now)


def lost_feeds(feeds: Sequence[FeedFact], now: int, hidden: int) -> dict[str, int]:
    """The level of the alert for each feed, 0 for one that speaks or has not been silent for long.

    One lost feed of several is yellow. All of them are as grave as what they hide: orange, or the highest level
    (`hidden`, 0 to 5) that stood when they fell silent.
    """
    part = judge_feeds(feeds, now)
    level = max(LOST_ALL, hidden) if part.state == "dead" else LOST_ONE
    lost = {one.id for one in feeds if one.id in part.feeds and now - one.last_at > LOSS_PATIENCE}
    return {one.id: level if one.id in lost else 0 for one in feeds}


def judge_feeds(feeds: Sequence[FeedFact], now: int) -> LivenessPart:
    """Late while a feed is silent; dead when none of those that bring what is of now speaks."""
    in_service = [one for one in feeds if now - one.last_at <= GIVEN_UP] or list(feeds)
    if not in_service:
        return LivenessPart("feeds", "unknown")
    silent = [one for one in in_service if one.is_silent(now)]
    prompt = [one for one in in_service if one.every <= PROMPT] or in_service
    if not silent:
        return LivenessPart("feeds", "live")
    names = tuple(sorted(one.id for one in silent))
    if all(one in silent for one in prompt):
        return LivenessPart("feeds", "dead", _newest(prompt), names)
    return LivenessPart("feeds", "late", min(one.last_at for one in silent), names)


def _newest(feeds: Iterable[FeedFact]) -> int:
    return max(one.last_at for one in feeds)


def _monitor(facts: LivenessFacts) -> LivenessPart:
    """Dead as soon as it does not look: no alert will come."""
    beat = facts.processes.get("monitor", ProcessFact(works=True))
    if facts.feeds is None:  # what it looks at cannot be read, nor what it said
        return LivenessPart("monitor", "dead", facts.looked_at)
    if facts.looked_at is None:
        return LivenessPart("monitor", "unknown") if beat.works else LivenessPart("monitor", "dead", beat.beat_at)
    silent = facts.now - facts.looked_at > MONITOR_SILENT
    return LivenessPart("monitor", "dead", facts.looked_at) if silent else LivenessPart("monitor", "live")


def _process(name: PartName, fact: ProcessFact) -> LivenessPart:
    return LivenessPart(name, "live") if fact.works else LivenessPart(name, "late", fact.beat_at)


def _snapshot(facts: LivenessFacts) -> LivenessPart:
    """Indicators are late while facts wait to be computed, dead where they cannot be read."""
    states: dict[str, LivenessState] = {"up": "live", "stale": "late", "degraded": "dead"}
    state = states[facts.snapshot]
    return LivenessPart("snapshot", state, None if state == "live" else facts.snapshot_at)
