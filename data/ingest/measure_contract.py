"""The contract of a measures file: rules that a row must keep. A rule gives its reason, not only a yes or no."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from data.core.states import State
from data.core.texts import storable, storable_text
from indicators.calendar.periods import Period, PeriodError
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.input_limits import CELL_CHARACTERS

CONTRACT = "measures/1"
REQUIRED = ("measure", "region", "period", "value")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_EXCEL_MONTH = re.compile(r"(\d{4}-\d{2})-01( 00:00:00)?", re.ASCII)
_HUGE = 1e15  # no count, amount or share of a city comes near; beyond 2**53 floats lose units
_FINENESS = {"month": 0, "quarter": 1, "half": 2, "year": 3}
_DEPTH = {"city": 0, "district": 1, "town": 2}


class RowRefused(Exception):
    """A row is not accepted; `code` is one of the reason codes, `detail` a sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def readable(row: Mapping[str, str]) -> Mapping[str, str]:
    """The row, when every text in it can be kept: Refused for one that is too long, or that no database would take.

    Half a surrogate pair cannot be written as UTF-8, and PostgreSQL takes no NUL.
    """
    for column, text in row.items():
        if len(text) > CELL_CHARACTERS:
            raise RowRefused(
                "too_long", f"{column[:40]}: at most {CELL_CHARACTERS:,} characters, this has {len(text):,}"
            )
        if not storable(text) or not storable(column):
            raise RowRefused("bad_characters", f"{storable_text(column[:40])} holds characters that are none")
    return row


@dataclass(frozen=True)
class GoodRow:
    """A row that kept every rule."""

    measure: str
    region: int
    period: Period
    value: float
    state: State


@dataclass(frozen=True)
class BadRow:
    """A row for quarantine."""

    row: int
    code: str
    detail: str
    content: Mapping[str, str]


@dataclass
class MeasureContract:
    """Checks the rows of one file against a catalogue, in order; remembers keys to find duplicates."""

    catalogue: Catalogue
    today: date
    _regions: dict[str, int] = field(init=False)
    _seen: set[tuple[str, int, int]] = field(init=False, default_factory=set)
    _periods: dict[str, Period] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._regions = region_names(self.catalogue)

    def check(self, row: Mapping[str, str]) -> GoodRow:
        """The typed row, or Refused with the first rule it breaks."""
        good = GoodRow(
            self._measure(row["measure"]),
            self._region(row["region"]),
            self._period(row["period"]),
            number(row["value"]),
            _state(row.get("state", "")),
        )
        for rule in RULES:
            rule(self, good)
        self._seen.add(_key(good))
        return good

    def seen(self, row: GoodRow) -> bool:
        """Whether a row of the same measure, region and period was accepted before."""
        return _key(row) in self._seen

    def _measure(self, text: str) -> str:
        if text not in self.catalogue.measures:
            raise RowRefused("unknown_measure", f"the catalogue has no measure {text!r}")
        return text

    def _region(self, text: str) -> int:
        if text not in self._regions:
            raise RowRefused("unknown_region", f"{text!r} is neither a region's code nor its name")
        return self._regions[text]

    def _period(self, text: str) -> Period:
        if text not in self._periods:
            self._periods[text] = parse_period(text)
        return self._periods[text]


def region_names(catalogue: Catalogue) -> dict[str, int]:
    """Every way to write a region: its code, its names. A name that two regions share names neither."""
    named = [(name, region.code) for region in catalogue.regions for name in (region.name.zh, region.name.en)]
    counts = Counter(name for name, _ in named)
    unique = {name: code for name, code in named if counts[name] == 1}
    return unique | {str(code): code for code in catalogue.regions.codes}


def parse_period(text: str) -> Period:
    """The period of an id (`2025-06`, `2025Q2`, …); a month that a spreadsheet made a date of counts as a month."""
    as_date = _EXCEL_MONTH.fullmatch(text)
    try:
        return Period.parse(as_date.group(1) if as_date else text)
    except PeriodError as error:
        raise RowRefused("bad_period", str(error)) from error


def number(text: str) -> float:
    """A finite number in plain notation. Thousands separators, percent signs and words are refused."""
    if not _NUMBER.fullmatch(text):
        raise RowRefused("not_a_number", f"{text!r} is not a plain number")
    value = float(text)
    if abs(value) > _HUGE:
        raise RowRefused("impossible_value", f"{text} is beyond any figure of a city")
    return value


def _state(text: str) -> State:
    try:
        return State.parse(text)
    except ValueError as error:
        raise RowRefused("unknown_state", str(error)) from error


def _key(row: GoodRow) -> tuple[str, int, int]:
    return row.measure, row.region, row.period.code


def keeps_grain(contract: MeasureContract, row: GoodRow) -> None:
    """Not finer than the measure is delivered; rolling years are computed, never delivered."""
    measure = contract.catalogue.measures[row.measure]
    grain = str(row.period.grain)
    if grain == "r12":
        raise RowRefused("wrong_grain", f"{row.period.id} is a rolling year: it is computed, not delivered")
    finest = "quarter" if grain == "ytd" else grain  # a cumulative figure asks for something finer than years
    if _FINENESS[finest] < _FINENESS[measure.grain]:
        raise RowRefused("wrong_grain", f"{row.period.id} is finer than {row.measure} is delivered ({measure.grain})")


def keeps_level(contract: MeasureContract, row: GoodRow) -> None:
    """Not deeper in the tree of regions than the measure is delivered."""
    measure = contract.catalogue.measures[row.measure]
    level = str(contract.catalogue.regions[row.region].level)
    if _DEPTH[level] > _DEPTH[str(measure.level)]:
        raise RowRefused("wrong_level", f"{row.measure} is delivered down to the {measure.level}, not for a {level}")


def has_begun(contract: MeasureContract, row: GoodRow) -> None:
    """Only forecasts and plans speak of periods to come."""
    if row.period.first_day() > contract.today and row.state not in (State.FORECAST, State.PLAN):
        raise RowRefused("bad_period", f"{row.period.id} has not begun yet; mark the row forecast or plan if it is one")


def is_possible(contract: MeasureContract, row: GoodRow) -> None:
    """Within the measure's plausibility limits."""
    measure = contract.catalogue.measures[row.measure]
    if measure.minimum is not None and row.value < measure.minimum:
        raise RowRefused(
            "impossible_value", f"{row.value:g} is below {measure.minimum:g}, the least {row.measure} can be"
        )
    if measure.maximum is not None and row.value > measure.maximum:
        raise RowRefused(
            "impossible_value", f"{row.value:g} is above {measure.maximum:g}, the most {row.measure} can be"
        )


def is_first(contract: MeasureContract, row: GoodRow) -> None:
    """The first of several rows for one measure, region and period is taken."""
    if contract.seen(row):
        raise RowRefused("duplicate", f"{row.measure}, {row.region}, {row.period.id} stands earlier in this file")


RULES: tuple[Callable[[MeasureContract, GoodRow], None], ...] = (
    keeps_grain,
    keeps_level,
    has_begun,
    is_possible,
    is_first,
)
