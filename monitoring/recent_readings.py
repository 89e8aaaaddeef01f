"""What the watch remembers of each channel: as much of its readings as some sign looks back on."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from indicators.vitals import Sample


class RecentReadings:
    """Samples by channel, ascending in time. `reach` is how many seconds of each channel are kept."""

    def __init__(self) -> None:
        self._samples: dict[int, list[Sample]] = {}
        self._reach: dict[int, float] = {}

    def keep(self, channel: int, reach: float) -> None:
        """Keep so many seconds of a channel from now on."""
        self._reach[channel] = max(reach, self._reach.get(channel, 0.0))
        self._samples.setdefault(channel, [])

    def reach_of(self, channel: int) -> float:
        """How many seconds of a channel are kept; 0 for one that nobody reads."""
        return self._reach.get(channel, 0.0)

    def add(self, channel: int, samples: Iterable[Sample]) -> None:
        """Put samples where they belong; the same moment twice is kept once."""
        kept = self._samples[channel]
        for sample in samples:
            if not kept or sample.at > kept[-1].at:
                kept.append(sample)
            elif kept[bisect_left(kept, sample)][0] != sample.at:
                insort(kept, sample)

    def samples(self, channel: int) -> list[Sample]:
        """The samples of a channel; the caller does not change them."""
        return self._samples[channel]

    def forget(self, channel: int, before: float) -> None:
        """Drop what is older than the reach before a moment, now and then."""
        kept = self._samples[channel]
        edge = before - self._reach[channel]
        if kept and kept[0].at < edge - self._reach[channel]:  # in large bites, not with every reading
            del kept[: bisect_left(kept, Sample(edge, float("-inf")))]
