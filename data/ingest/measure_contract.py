"""The contract of a measures file: rules that a row must keep. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar

from data.core.states import State
from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import RowRefused
from data.pipeline.values import number, region, region_names, shown, within
from indicators.calendar.periods import Period, PeriodError
from indicators.catalogue.catalogue import Catalogue

REQUIRED = ("measure", "region", "period", "value")
_EXCEL_MONTH = re.compile(r"(\d{4}-\d{2})-01( 00:00:00)?", re.ASCII)
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

    version: ClassVar[str] = "measures/1"
    columns: ClassVar[ContractColumns] = ContractColumns(REQUIRED, ("state",))

    catalogue: Catalogue
    today: date
    _periods: dict[str, Period] = field(init=False, repr=False, default_factory=dict)  # parsed once each

    @cached_property
    def _regions(self) -> Mapping[str, int]:
        return region_names(self.catalogue)

    def check(self, row: Mapping[str, str]) -> MeasureRow:
        found = MeasureRow(
            self._measure(row["measure"]),
            region(row["region"], self._regions),
            self._period(row["period"]),
            number(row["value"], "value"),
            _state(row.get("state", "")),
        )
        for rule in RULES:
            rule(self, found)
        return found

    def key(self, record: MeasureRow) -> Hashable:
        return record.measure, record.region, record.period.code

    def _measure(self, text: str) -> str:
        if text not in self.catalogue.measures:
            raise RowRefused("unknown_measure", "measure", text=shown(text))
        return text

    def _period(self, text: str) -> Period:
        if text not in self._periods:
            self._periods[text] = parse_period(text)
        return self._periods[text]


def parse_period(text: str) -> Period:
    """The period of an id (`2025-06`, `2025Q2`, …); a month that a spreadsheet made a date of counts as a month."""
    as_date = _EXCEL_MONTH.fullmatch(text)
    try:
        return Period.parse(as_date.group(1) if as_date else text)
    except PeriodError as error:
        raise RowRefused("bad_period", "period", text=shown(text)) from error


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
