"""The contract of a file of events: each row one event with what became of it. A rule gives its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from data.core.clock import BUSINESS_ZONE
from data.core.scope import Scope
from data.geography.grids import Grids
from data.ingest.measure_contract import RowRefused, region_names
from indicators.catalogue.catalogue import Catalogue

CONTRACT = "orders/1"
REQUIRED = ("id", "received", "region", "topic")
STEPS = ("accepted", "contacted", "closed", "rated")
_YES, _NO = frozenset({"1", "true", "yes", "y", "是"}), frozenset({"", "0", "false", "no", "n", "否"})
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class GoodEvent:
    """An event that kept every rule. Times are UTC epoch seconds, 0 is not yet; `text` is as delivered: mask it."""

    id: int
    day: int
    at: int
    region: int
    topic: int
    grid: int
    flags: int
    times: Mapping[str, int]
    text: str

    @property
    def hours(self) -> float:
        """Hours until closed, 0 when it is not."""
        return round((self.times["closed"] - self.at) / 3600, 2) if self.times["closed"] else 0.0


@dataclass
class EventContract:
    """Checks the rows of one file of a kind of events, in order; remembers keys to find duplicates."""

    catalogue: Catalogue
    kind: str
    grids: Grids
    now: datetime
    _regions: Mapping[str, int] = field(init=False)
    _topics: dict[str, int] = field(init=False)
    _codes: dict[str, tuple[int, int]] = field(init=False)
    _seen: set[tuple[int, int, int]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        topics = enumerate(self.catalogue.events[self.kind].topics, 1)
        self._regions = region_names(self.catalogue)
        self._topics = {name: n for n, topic in topics for name in (topic.id, topic.zh, topic.en)}
        grids = self.grids.visible(Scope.everything())
        self._codes = {grid.code: (grid.number, grid.town) for grid in grids}

    def check(self, row: Mapping[str, str]) -> GoodEvent:
        """The typed row, or Refused with the first rule it breaks."""
        received = self._moment(row["received"], "received")
        if received is None:
            raise RowRefused("no_time", "when it was received is missing")
        region, times = self._region(row["region"]), self._times(row, received)
        local = received.astimezone(BUSINESS_ZONE)
        good = GoodEvent(
            _number(row["id"]),
            local.year * 10_000 + local.month * 100 + local.day,
            int(received.timestamp()),
            region,
            self._topic(row["topic"]),
            self._grid(row.get("grid", ""), region),
            self._flags(row, times),
            times,
            row.get("text", ""),
        )
        key = (good.day, good.region, good.id)
        if key in self._seen:
            raise RowRefused("duplicate_row", "the file has this event twice")
        self._seen.add(key)
        return good

    def _moment(self, text: str, what: str) -> datetime | None:
        """A local time to the minute or second; None where there is none."""
        if not text:
            return None
        try:
            said = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError as error:
            raise RowRefused("bad_time", f"{what}: {text!r} is no time such as 2025-06-29 14:30") from error
        moment = said if said.tzinfo else said.replace(tzinfo=BUSINESS_ZONE)
        if moment > self.now:
            raise RowRefused("in_the_future", f"{what}: {text} has not come yet")
        if moment.year < 2000:
            raise RowRefused("bad_time", f"{what}: {text} is too long ago")
        return moment

    def _times(self, row: Mapping[str, str], received: datetime) -> dict[str, int]:
        times, before = {}, received
        for step in STEPS:
            moment = self._moment(row.get(step, ""), step)
            if moment is not None and moment < before:
                raise RowRefused("steps_out_of_order", f"{step} lies before the step before it")
            times[step] = int(moment.timestamp()) if moment else 0
            before = moment or before
        return times

    def _region(self, text: str) -> int:
        region = self._regions.get(text)
        if region is None:
            raise RowRefused("unknown_region", f"{text!r} is neither a region's code nor its name")
        if self.catalogue.regions.children(region):
            raise RowRefused("too_coarse", f"{text} is not a town: an event happens in one")
        return region

    def _topic(self, text: str) -> int:
        if text not in self._topics:
            raise RowRefused("unknown_topic", f"{self.kind} has no topic {text!r}")
        return self._topics[text]

    def _grid(self, text: str, region: int) -> int:
        if not text:
            return 0
        if text not in self._codes:
            raise RowRefused("unknown_grid", f"there is no grid {text!r}")
        number, town = self._codes[text]
        if town != region:
            raise RowRefused("grid_elsewhere", f"grid {text} lies in {town}, not in {region}")
        return number

    def _flags(self, row: Mapping[str, str], times: Mapping[str, int]) -> int:
        """A column for each flag; one that a step tells follows from its time where the file has no column for it."""
        bits = 0
        for place, flag in enumerate(self.catalogue.events[self.kind].flags):
            said = row.get(flag, "").lower() if flag not in STEPS else "1" if times[flag] else ""
            said = row.get("contacted_on_time", said).lower() if flag == "contacted" else said
            if said not in _YES | _NO:
                raise RowRefused("bad_flag", f"{flag}: {row.get(flag)!r} is neither yes nor no")
            bits |= (said in _YES) << place
        return bits


def _number(text: str) -> int:
    """An order's number, without the letters that some offices put before it."""
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")
    if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits) <= _LARGEST:
        raise RowRefused("bad_id", f"{text!r} is not a number of an event")
    return int(digits)
