"""The contract of a file of events: each row one event with what became of it. A rule gives its reason."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from data.core.clock import BUSINESS_ZONE
from data.core.scope import Scope
from data.core.texts import shortened, storable_text
from data.geography.grids import Grids
from data.pipeline.contract import Columns, Contract
from data.pipeline.refusal import RefusedRow, RowRefused
from data.pipeline.values import RegionNames, region, region_names, shown
from indicators.catalogue.catalogue import Catalogue
from indicators.privacy import mask

REQUIRED = ("id", "received", "region", "topic")
OPTIONAL = ("grid", "text", "contacted_on_time")
STEPS = ("accepted", "contacted", "closed", "rated")
_FORM = "2025-06-29 14:30"
_OLDEST = 2000  # years before it are mistyped
_YES, _NO = frozenset({"1", "true", "yes", "y", "是"}), frozenset({"", "0", "false", "no", "n", "否"})
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Event:
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


@dataclass(frozen=True)
class EventContract(Contract[Event]):
    """Rows of a kind of events at a moment, against a catalogue and the grids."""

    version: ClassVar[str] = "orders/1"

    catalogue: Catalogue
    kind: str
    grids: Grids
    now: datetime

    @cached_property
    def _regions(self) -> RegionNames:
        return region_names(self.catalogue)

    @cached_property
    def _topics(self) -> Mapping[str, int]:
        topics = enumerate(self.catalogue.events[self.kind].topics, 1)
        return {name: n for n, topic in topics for name in (topic.id, topic.zh, topic.en)}

    @cached_property
    def _codes(self) -> Mapping[str, tuple[int, int]]:
        """Number and town of each grid by its code."""
        return {grid.code: (grid.number, grid.town) for grid in self.grids.visible(Scope.everything())}

    @property
    def columns(self) -> Columns:
        return Columns(REQUIRED, (*OPTIONAL, *STEPS, *self.catalogue.events[self.kind].flags))

    def check(self, row: Mapping[str, str]) -> Event:
        received = self._moment(row["received"], "received")
        if received is None:
            raise RowRefused("no_time", "received")
        town, times = self._town(row["region"]), self._times(row, received)
        local = received.astimezone(BUSINESS_ZONE)
        return Event(
            _number(row["id"]),
            local.year * 10_000 + local.month * 100 + local.day,
            int(received.timestamp()),
            town,
            self._topic(row["topic"]),
            self._grid(row.get("grid", ""), town),
            self._flags(row, times),
            times,
            row.get("text", ""),
        )

    def key(self, record: Event) -> Hashable:
        return record.day, record.region, record.id

    def kept(self, row: RefusedRow) -> RefusedRow:
        """Masked: personal data may stand in any column of a row that is wrong."""
        facts = {
            name: shown(_masked(fact)) if isinstance(fact, str) else fact for name, fact in row.refusal.facts.items()
        }
        content = {column: shortened(_masked(text)) for column, text in row.content.items()}
        return RefusedRow(replace(row.refusal, facts=facts), content)

    def _moment(self, text: str, column: str) -> datetime | None:
        """A local time to the minute or second; None where there is none."""
        if not text:
            return None
        try:
            said = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError as error:
            raise RowRefused("bad_time", column, text=text, form=_FORM) from error
        moment = said if said.tzinfo else said.replace(tzinfo=BUSINESS_ZONE)
        if moment > self.now:
            raise RowRefused("in_the_future", column, text=text)
        if moment.year < _OLDEST:
            raise RowRefused("bad_time", column, text=text, form=_FORM)
        return moment

    def _times(self, row: Mapping[str, str], received: datetime) -> dict[str, int]:
        times, before = {}, received
        for step in STEPS:
            moment = self._moment(row.get(step, ""), step)
            if moment is not None and moment < before:
                raise RowRefused("steps_out_of_order", step, step=step)
            times[step] = int(moment.timestamp()) if moment else 0
            before = moment or before
        return times

    def _town(self, text: str) -> int:
        found = region(text, self._regions)
        if self.catalogue.regions.children(found):
            raise RowRefused("too_coarse", "region", text=text)
        return found

    def _topic(self, text: str) -> int:
        if text not in self._topics:
            raise RowRefused("unknown_topic", "topic", text=text)
        return self._topics[text]

    def _grid(self, text: str, of: int) -> int:
        if not text:
            return 0
        if text not in self._codes:
            raise RowRefused("unknown_grid", "grid", text=text)
        number, town = self._codes[text]
        if town != of:
            raise RowRefused("grid_elsewhere", "grid", text=text, town=str(town), named=str(of))
        return number

    def _flags(self, row: Mapping[str, str], times: Mapping[str, int]) -> int:
        """A column for each flag; one that a step tells follows from its time where the file has no column for it."""
        bits = 0
        for place, flag in enumerate(self.catalogue.events[self.kind].flags):
            said = row.get(flag, "").lower() if flag not in STEPS else "1" if times[flag] else ""
            said = row.get("contacted_on_time", said).lower() if flag == "contacted" else said
            if said not in _YES | _NO:
                raise RowRefused("bad_flag", flag, text=row.get(flag, ""))
            bits |= (said in _YES) << place
        return bits


def _number(text: str) -> int:
    """An order's number, without the letters that some offices put before it."""
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")
    if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits) <= _LARGEST:
        raise RowRefused("bad_id", "id", text=text)
    return int(digits)


def _masked(text: str) -> str:
    return mask(storable_text(text)).text
