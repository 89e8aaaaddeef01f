"""The contract of a file of events: each row one event with what became of it. A rule gives its reason."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from data.core.clock import BUSINESS_ZONE
from data.core.scope import Scope
from data.core.texts import shortened, storable_text
from data.geography.grids import Grids
from data.ingest.event_identity import identity, masked_id
from data.ingest.event_topics import TopicNames
from data.ingest.order_steps import STEPS, StepTimes, step_times
from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import Notice, RefusedRow, RowRefused
from data.pipeline.values import RegionNames, ToldTime, is_no_figure, region_names, shown, told_moment
from data.pipeline.values.moments import FORM
from indicators.catalogue.catalogue import Catalogue
from indicators.privacy import mask

REQUIRED = ("id", "received", "region", "topic")
OPTIONAL = ("grid", "text", "contacted_on_time")
_ALSO = {
    **dict.fromkeys(("工单编号", "工单号", "编号", "单号", "诉求编号", "案件编号", "事件编号", "受理编号"), "id"),
    **dict.fromkeys(("受理时间", "来电时间", "登记时间", "创建时间", "诉求时间", "发生时间", "上报时间"), "received"),
    **dict.fromkeys(("镇街", "所属镇街", "所属区域", "区域", "地区", "属地", "行政区划", "区划"), "region"),
    **dict.fromkeys(("主题", "诉求类型", "诉求分类", "事项分类", "类别", "分类", "问题分类", "问题类型"), "topic"),
    **dict.fromkeys(("签收时间", "接单时间", "受理签收时间"), "accepted"),
    **dict.fromkeys(("联系时间", "首次联系时间"), "contacted"),
    **dict.fromkeys(("办结时间", "结案时间", "完成时间"), "closed"),
    **dict.fromkeys(("评价时间", "回访时间"), "rated"),
    **dict.fromkeys(("诉求内容", "内容", "工单内容", "问题描述", "描述"), "text"),
    **dict.fromkeys(("网格", "网格编码", "网格编号"), "grid"),
}
_OLDEST = 2000  # years before it are mistyped
_YES, _NO = frozenset({"1", "true", "yes", "y", "是"}), frozenset({"", "0", "false", "no", "n", "否"})


@dataclass(frozen=True)
class Event:
    """An event that kept every rule. Times are UTC epoch seconds; `text` and `topic_text` are as delivered: mask them.

    `region` is a town, or what lies around it where the file tells no more; `topic_text` is what the file calls a topic
    that no name is known for, None where it is known.
    """

    id: str
    day: int
    at: int
    region: int
    topic: int
    grid: int
    flags: int
    steps: StepTimes
    text: str
    topic_text: str | None = None

    @property
    def hours(self) -> float:
        """Hours until closed, 0 when it is not."""
        closed = self.steps.times["closed"]
        return round((closed - self.at) / 3600, 2) if closed else 0.0


@dataclass(frozen=True)
class EventContract(Contract[Event]):
    """Rows of a kind of events at a moment, against a catalogue and the grids."""

    version: ClassVar[str] = "orders/2"

    catalogue: Catalogue
    kind: str
    grids: Grids
    now: datetime
    _regions: dict[str, int] = field(init=False, repr=False, default_factory=dict)  # each spelling is read once

    @cached_property
    def _region_names(self) -> RegionNames:
        return region_names(self.catalogue)

    @cached_property
    def _topics(self) -> TopicNames:
        return TopicNames.of(self.catalogue.events[self.kind])

    @cached_property
    def _codes(self) -> Mapping[str, tuple[int, int]]:
        """Number and town of each grid by its code."""
        return {grid.code: (grid.number, grid.town) for grid in self.grids.visible(Scope.everything())}

    @property
    def columns(self) -> ContractColumns:
        return ContractColumns(REQUIRED, (*OPTIONAL, *STEPS, *self.catalogue.events[self.kind].flags), _ALSO)

    def check(self, row: Mapping[str, str]) -> Event:
        order, received = identity(row["id"]), self._moment(row["received"], "received")
        if received is None:
            raise RowRefused("no_time", "received")
        if received.at > self.now:
            raise RowRefused("in_the_future", "received", text=row["received"])
        steps, local = self._steps(row, received), received.at.astimezone(BUSINESS_ZONE)
        place, grid = self._place(row)
        topic = self._topics.number(row["topic"])
        return Event(
            order,
            local.year * 10_000 + local.month * 100 + local.day,
            received.first,
            place,
            self._topics.unmapped if topic is None else topic,
            grid,
            self._flags(row, steps.taken),
            steps,
            row.get("text", ""),
            row["topic"] if topic is None else None,
        )

    def key(self, record: Event) -> Hashable:
        return record.day, record.id

    def notices(self, accepted: Mapping[int, Event]) -> Iterator[Notice]:
        """Coarse places, topics without a known name, and steps whose times are in doubt."""
        for row, event in accepted.items():
            if self.catalogue.regions.children(event.region):
                yield Notice("coarse_place", {"text": self.catalogue.regions[event.region].name.zh}, row, "region")
            if event.topic_text is not None:
                yield Notice("unmapped_topic", {"text": shown(_masked(event.topic_text))}, row, "topic")
            yield from _doubts(event.steps, row)

    def kept(self, row: RefusedRow) -> RefusedRow:
        """Masked: personal data may stand in any column of a row that is wrong. The id can be found again."""
        mine = masked_id if row.refusal.column == "id" else _masked
        facts = {name: shown(mine(fact)) if isinstance(fact, str) else fact for name, fact in row.refusal.facts.items()}
        content = {
            column: shortened(masked_id(text) if column == "id" else _masked(text))
            for column, text in row.content.items()
        }
        return RefusedRow(replace(row.refusal, facts=facts), content)

    def _moment(self, text: str, column: str) -> ToldTime | None:
        """A local time as exactly as it is told; None where there is none."""
        if is_no_figure(text):
            return None
        told = told_moment(text, column, serial=True)
        if told.at.year < _OLDEST:
            raise RowRefused("bad_time", column, text=shown(text), form=FORM)
        return told

    def _steps(self, row: Mapping[str, str], received: ToldTime) -> StepTimes:
        told: dict[str, ToldTime | None] = {}
        unread = []
        for step in STEPS:
            try:
                told[step] = self._moment(row.get(step, ""), step)
            except RowRefused:
                unread.append(step)
        return step_times(received, told, tuple(unread), self.now)

    def _place(self, row: Mapping[str, str]) -> tuple[int, int]:
        """The region and the number of the grid (0: unknown); a grid tells the town where the file does not."""
        known, grid = self.catalogue.regions, row.get("grid", "")
        found = self._region(row["region"])
        if not grid:
            return found, 0
        if grid not in self._codes:
            raise RowRefused("unknown_grid", "grid", text=grid)
        number, town = self._codes[grid]
        if town not in known.within(found):
            raise RowRefused("grid_elsewhere", "grid", text=grid, town=str(town), named=str(found))
        return town, number

    def _region(self, text: str) -> int:
        if text not in self._regions:
            told = not is_no_figure(text)
            self._regions[text] = self._region_names.find(text) if told else self.catalogue.regions.city.code
        return self._regions[text]

    def _flags(self, row: Mapping[str, str], taken: frozenset[str]) -> int:
        """A column for each flag; one that a step tells follows from it where the file has no column for it."""
        bits = 0
        for place, flag in enumerate(self.catalogue.events[self.kind].flags):
            said = row.get(flag, "").lower() if flag not in STEPS else "1" if flag in taken else ""
            said = row.get("contacted_on_time", said).lower() if flag == "contacted" else said
            if said not in _YES | _NO:
                raise RowRefused("bad_flag", flag, text=row.get(flag, ""))
            bits |= (said in _YES) << place
        return bits


def _doubts(steps: StepTimes, row: int) -> Iterator[Notice]:
    """What is odd about the times of an order."""
    for step in steps.coarse:
        yield Notice("step_coarse", {"step": step}, row, step)
    for step in steps.skewed:
        yield Notice("step_skewed", {"step": step}, row, step)
    for step in steps.misplaced:
        yield Notice("step_out_of_order", {"step": step}, row, step)
    for step in steps.ahead:
        yield Notice("step_ahead", {"step": step}, row, step)
    for step in steps.unread:
        yield Notice("step_unread", {"step": step}, row, step)


def _masked(text: str) -> str:
    return mask(storable_text(text)).text
