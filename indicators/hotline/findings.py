"""What the barometer lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

KindOfFinding = Literal["rising", "lasting", "everywhere"]
Inside = Mapping[int, Collection[int]]
KINDS: tuple[KindOfFinding, ...] = get_args(KindOfFinding)
FindingStep = Literal["day", "week"]


@dataclass(frozen=True)
class SeriesWithBand:
    """The counts behind a finding, oldest first, and the band they usually keep to."""

    step: FindingStep
    count: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Finding:
    """A topic in a region that is listed, with the evidence.

    `hours` is the window that is judged: `count` orders where `usual` were to be expected, `strength` robust standard
    deviations above, with a `doubt` that it is chance. `before` is how many times the usual there were the week before
    (rising), `weeks` how many weeks in a row lie above (lasting), `towns` those that do of `asked` (everywhere).
    """

    kind: KindOfFinding
    topic: str
    region: int
    hours: int
    count: int
    usual: float
    strength: float
    doubt: float
    before: float
    weeks: int
    towns: tuple[int, ...]
    asked: int
    trail: SeriesWithBand

    @property
    def times(self) -> float:
        """How many times what is usual; infinite where nothing was."""
        return self.count / self.usual if self.usual > 0 else float("inf")

    @property
    def excess(self) -> float:
        """How many more than usual."""
        return self.count - self.usual


def without_nested(found: Sequence[Finding], inside: Inside, share: float) -> list[Finding]:
    """Leave out a region where one listed region inside it makes up so much of the excess: that one says it better.

    `inside` are the codes of all regions inside each one. `found` are of one kind.
    """

    def said_better(outer: Finding) -> bool:
        return any(
            inner.topic == outer.topic
            and inner.region in inside.get(outer.region, ())
            and inner.excess * outer.hours / inner.hours >= share * outer.excess
            for inner in found
        )

    return [one for one in found if not said_better(one)]


def outermost(found: Sequence[Finding], inside: Inside) -> list[Finding]:
    """Leave out a region around which a listed one lies: what is everywhere in the city is so in its districts."""

    def said_around(inner: Finding) -> bool:
        return any(outer.topic == inner.topic and inner.region in inside.get(outer.region, ()) for outer in found)

    return [one for one in found if not said_around(one)]


def unsaid(found: Sequence[Finding], said: Sequence[Finding]) -> list[Finding]:
    """Leave out what is said of the same topic and region already."""
    known = {(one.region, one.topic) for one in said}
    return [one for one in found if (one.region, one.topic) not in known]


def ranked(found: Sequence[Finding]) -> list[Finding]:
    """By kind, the strongest first."""
    return sorted(found, key=lambda one: (KINDS.index(one.kind), -one.strength, one.region, one.topic))
