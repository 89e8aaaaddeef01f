"""The contract of a measures file: rules that a row must keep. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar

from data.core.states import State
from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import RowPassedOver, RowRefused
from data.pipeline.values import MeasureNames, RegionNames, figure, period, shown, unit_named, unit_of, within
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue

REQUIRED = ("measure", "region", "period", "value")
_ALSO = {
    **dict.fromkeys(("指标", "度量", "指标名称", "度量名称", "项目", "指标代码", "indicator"), "measure"),
    **dict.fromkeys(("地区", "区域", "行政区", "行政区划", "行政区域", "区划", "区划代码", "镇街", "area"), "region"),
    **dict.fromkeys(
        ("时期", "期间", "时间", "日期", "报告期", "统计期", "数据期", "月份", "年月", "date", "month"), "period"
    ),
    **dict.fromkeys(("数值", "值", "本期值", "数据", "指标值", "figure", "amount"), "value"),
    **dict.fromkeys(("单位", "计量单位"), "unit"),
    **dict.fromkeys(("状态", "数据状态"), "state"),
}
_HUGE = 1e15  # no count, amount or share of a city comes near; beyond 2**53 floats lose units
_FINENESS = {"month": 0, "quarter": 1, "half": 2, "year": 3}
_DEPTH = {"city": 0, "district": 1, "town": 2}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row that kept every rule."""

    measure: str
    region: int
    period: Period
    value: float
    state: State


@dataclass(frozen=True)
class MeasureContract(Contract[MeasureRow]):
    """Rows of measures against a catalogue, on a day of the business zone."""

    version: ClassVar[str] = "measures/2"
    columns: ClassVar[ContractColumns] = ContractColumns(REQUIRED, ("state", "unit"), _ALSO)

    catalogue: Catalogue
    today: date
    _periods: dict[str, Period] = field(init=False, repr=False, default_factory=dict)  # each spelling is read once
    _regions: dict[str, int] = field(init=False, repr=False, default_factory=dict)
    _measures: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    @cached_property
    def region_names(self) -> RegionNames:
        """Every way to write a region."""
        return RegionNames.of(self.catalogue)

    @cached_property
    def measure_names(self) -> MeasureNames:
        """Every way to write a measure."""
        return MeasureNames.of(self.catalogue)

    def check(self, row: Mapping[str, str]) -> MeasureRow:
        measure, region = self._measure(row["measure"]), self._region(row["region"])
        when = self._period(row["period"])
        definition = self.catalogue.measures[measure]
        given = unit_named(row["unit"], definition) if row.get("unit") else None
        value = figure(row["value"], "value", unit_of(definition), given)
        if value is None:
            raise RowPassedOver("no_figure")
        found = MeasureRow(measure, region, when, value, _state(row.get("state", "")))
        for rule in RULES:
            rule(self, found)
        return found

    def key(self, record: MeasureRow) -> Hashable:
        return record.measure, record.region, record.period.code

    def _measure(self, text: str) -> str:
        if text not in self._measures:
            self._measures[text] = self.measure_names.find(text)
        return self._measures[text]

    def _region(self, text: str) -> int:
        if text not in self._regions:
            self._regions[text] = self.region_names.find(text)
        return self._regions[text]

    def _period(self, text: str) -> Period:
        if text not in self._periods:
            self._periods[text] = period(text)
        return self._periods[text]


def _state(text: str) -> State:
    try:
        return State.parse(text)
    except ValueError as error:
        known = ", ".join(state.name.lower() for state in State)
        raise RowRefused("unknown_state", "state", text=shown(text), known=known) from error


def keeps_grain(contract: MeasureContract, row: MeasureRow) -> None:
    """Not finer than the measure is delivered; rolling years are computed, never delivered."""
    measure = contract.catalogue.measures[row.measure]
    grain = str(row.period.grain)
    finest = "quarter" if grain == "ytd" else grain  # a cumulative figure asks for something finer than years
    if grain == "r12" or _FINENESS[finest] < _FINENESS[measure.grain]:
        facts = {"period": row.period.id, "measure": row.measure, "grain": str(measure.grain)}
        raise RowRefused("wrong_grain", "period", **facts)


def keeps_level(contract: MeasureContract, row: MeasureRow) -> None:
    """Not deeper in the tree of regions than the measure is delivered."""
    measure = contract.catalogue.measures[row.measure]
    level = str(contract.catalogue.regions[row.region].level)
    if _DEPTH[level] > _DEPTH[str(measure.level)]:
        raise RowRefused("wrong_level", "region", measure=row.measure, deepest=str(measure.level), level=level)


def has_begun(contract: MeasureContract, row: MeasureRow) -> None:
    """Only forecasts and plans speak of periods to come."""
    if row.period.first_day() > contract.today and row.state not in (State.FORECAST, State.PLAN):
        raise RowRefused("bad_period", "period", text=row.period.id)


def is_possible(contract: MeasureContract, row: MeasureRow) -> None:
    """Within what any figure of a city can be, and within the measure's plausibility limits."""
    measure = contract.catalogue.measures[row.measure]
    within(row.value, -_HUGE, _HUGE, "value")
    within(row.value, measure.minimum, measure.maximum, "value")


RULES: tuple[Callable[[MeasureContract, MeasureRow], None], ...] = (keeps_grain, keeps_level, has_begun, is_possible)
