"""What a delivery of measures is compared with: what stands, its other names, its parts. Pure: no database."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.ingest.measure_contract import MeasureRow
from data.pipeline.refusal import Fact, Notice, RefusalReason
from data.pipeline.values import unit_of
from data.warehouse.standing_values import Series, StandingValue
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Measure

WAITING: Final = frozenset({"out_of_proportion", "beyond_whole"})
"""Codes of rows that wait for a person: they are kept in quarantine until they are accepted."""
_BEYOND: Final = 10  # times that a part may exceed what it is a part of before it looks like another unit
_FAR: Final = 1.85  # orders of magnitude beyond which no series jumps by itself
_TENFOLD: Final = 0.1  # so near to a whole order of magnitude a jump looks like another unit
_CALM: Final = 3.0  # a series whose values lie within so many times each other
Key = tuple[int, int]  # region, period code


@dataclass(frozen=True)
class MeasureComparison:
    """The rows of one measure beside what stands of it."""

    measure: str
    definition: Measure
    rows: Mapping[int, MeasureRow]
    standing: Series

    def known(self, rows: Mapping[int, MeasureRow]) -> dict[Key, float]:
        """What stands once these rows have landed."""
        return {key: one.value for key, one in self.standing.items()} | {
            key_of(row): row.value for row in rows.values()
        }


def key_of(row: MeasureRow) -> Key:
    """Region and period of a row."""
    return row.region, row.period.code


def _shown(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def is_repeated(row: MeasureRow, standing: StandingValue | None, basis: int) -> bool:
    """Whether the very same stands already: a vintage in which nothing changed is none."""
    return standing == (row.value, int(row.state), basis, 0)


def out_of_proportion(compared: MeasureComparison) -> Iterator[RefusalReason]:
    """Rows that jump by orders of magnitude against their series, or look like another unit (times 10, 100, 10,000)."""
    share = unit_of(compared.definition).dimension == "share"
    series: dict[tuple[int, Grain], dict[Period, float]] = {}
    for (region, code), one in compared.standing.items():
        when = Period.from_code(code)
        series.setdefault((region, when.grain), {})[when] = one.value
    for place, row in compared.rows.items():
        known = series.get((row.region, row.period.grain), {})
        before = _reference(row.period, known)
        if before is None or not before or not row.value:
            continue
        jump = math.log10(abs(row.value / before))
        if _jumps(jump, share, compared.definition.kind == "rate", [v for v in known.values() if v]):
            facts = {"value": _shown(row.value), "before": _shown(before), "times": f"{row.value / before:,.4g}"}
            yield RefusalReason("out_of_proportion", {**facts}, place, "value")


def beyond_whole(catalogue: Catalogue, compared: MeasureComparison) -> Iterator[RefusalReason]:
    """Rows of a region that exceed the region around it many times: one of both is in another unit."""
    if compared.definition.kind not in ("flow", "stock"):
        return
    known = compared.known(compared.rows)
    for place, row in compared.rows.items():
        outer = catalogue.regions[row.region].parent
        whole = known.get((outer, row.period.code)) if outer is not None else None
        if whole and abs(row.value) > _BEYOND * abs(whole):
            facts = {"value": _shown(row.value), "whole": _shown(whole), "region": str(outer)}
            yield RefusalReason("beyond_whole", {**facts}, place, "value")


def _jumps(jump: float, share: bool, rate: bool, known: Sequence[float]) -> bool:
    whole = abs(jump - round(jump)) <= _TENFOLD and round(jump) != 0
    if share or rate:
        return whole and abs(round(jump)) >= 2
    if abs(jump) >= _FAR:
        return True
    calm = len(known) >= 3 and max(map(abs, known)) <= _CALM * min(map(abs, known))
    return whole and calm and abs(jump) > math.log10(_CALM)


def _reference(when: Period, known: Mapping[Period, float]) -> float | None:
    """The value that a new one is held against: of this period, of the year before, else the nearest of its length."""
    for period in (when, when.year_earlier()):
        if known.get(period):
            return known[period]
    same = [p for p in known if p.grain is not Grain.YTD or p.n == when.n]
    nearest = min(same, key=lambda period: abs(period.ordinal - when.ordinal), default=None)
    return None if nearest is None else known[nearest]


def same_span(when: Period) -> Period | None:
    """The other name of a period's months: 2025C06 and 2025H1, 2025C12 and 2025."""
    length = when.length
    if when.last_month != length or when.grain is Grain.R12:
        return None
    if when.grain is not Grain.YTD:
        return Period(Grain.YTD, when.year, length)
    grain = {1: Grain.MONTH, 3: Grain.QUARTER, 6: Grain.HALF, 12: Grain.YEAR}.get(length)
    return None if grain is None else Period(grain, when.year, 1)


def contradictions(compared: MeasureComparison, rows: Mapping[int, MeasureRow]) -> Iterator[Notice]:
    """New figures of a span that stands under another name with another value."""
    known = compared.known(rows)
    for row in rows.values():
        other = same_span(row.period)
        standing = known.get((row.region, other.code)) if other else None
        if other is not None and standing is not None and not math.isclose(standing, row.value, rel_tol=1e-9):
            facts = {
                "measure": row.measure,
                "place": str(row.region),
                "period": row.period.id,
                "value": _shown(row.value),
            }
            yield Notice("same_span", {**facts, "other": other.id, "standing": _shown(standing)})


def parts_and_wholes(
    catalogue: Catalogue, compared: MeasureComparison, rows: Mapping[int, MeasureRow]
) -> Iterator[Notice]:
    """Wholes that this delivery touches and that their parts do not add up to, by how much."""
    if compared.definition.kind not in ("flow", "stock"):
        return
    known = compared.known(rows)
    touched = {key_of(row) for row in rows.values()}
    yield from _regions(catalogue, compared.measure, known, touched)
    if compared.definition.kind == "flow":
        yield from _periods(compared.measure, known, touched)


def _regions(catalogue: Catalogue, measure: str, known: Mapping[Key, float], touched: set[Key]) -> Iterator[Notice]:
    for region in catalogue.regions:
        children = catalogue.regions.children(region.code)
        inside = {region.code, *children}
        for code in sorted({when for place, when in touched if place in inside} if children else ()):
            parts = [known.get((child, code)) for child in children]
            whole = known.get((region.code, code))
            if whole is not None and (sum_ := _differs(whole, parts)) is not None:
                yield _disagree(measure, region.code, Period.from_code(code).id, whole, sum_)


def _periods(measure: str, known: Mapping[Key, float], touched: set[Key]) -> Iterator[Notice]:
    for (region, code), whole in known.items():
        when = Period.from_code(code)
        if when.grain in (Grain.MONTH, Grain.R12) or when.length == 1:
            continue
        for parts in _divisions(when):
            keys = [(region, part.code) for part in parts]
            if not ((region, code) in touched or any(key in touched for key in keys)):
                continue
            if (sum_ := _differs(whole, [known.get(key) for key in keys])) is not None:
                yield _disagree(measure, region, when.id, whole, sum_)
                break


def _divisions(when: Period) -> Iterator[Sequence[Period]]:
    """The months of a period, and its quarters where it is made of more than one."""
    yield when.months()
    if when.length > 3 and when.length % 3 == 0 and when.last_month == when.length:
        yield [Period(Grain.QUARTER, when.year, n) for n in range(1, when.length // 3 + 1)]


def _differs(whole: float, parts: Sequence[float | None]) -> float | None:
    """The sum of the parts where all are there and it is not the whole, beyond what rounding explains."""
    found = [part for part in parts if part is not None]
    if not parts or len(found) < len(parts):
        return None
    total = math.fsum(found)
    digits = max(_decimals(value) for value in (whole, *found))
    rounding = 0.25 * 10**-digits * (len(found) + 1)  # half of what it can be at the most
    return None if abs(total - whole) <= rounding else total


def _decimals(value: float) -> int:
    return len(repr(round(value, 6)).partition(".")[2].rstrip("0"))


def _disagree(measure: str, region: int, when: str, whole: float, total: float) -> Notice:
    return Notice("parts_and_whole", {"measure": measure, "place": str(region), "period": when, **_sums(whole, total)})


def _sums(whole: float, parts: float) -> dict[str, Fact]:
    return {"whole": _shown(whole), "parts": _shown(parts), "difference": _shown(whole - parts)}


def wrong_totals(
    catalogue: Catalogue, totals: Mapping[int, MeasureRow], rows: Iterable[MeasureRow]
) -> Iterator[tuple[int, Notice]]:
    """Rows of sums that the districts of the same file do not add up to, with their places."""
    districts = set(catalogue.regions.children(catalogue.regions.city.code))
    sums: dict[tuple[str, int], list[float]] = {}
    for row in rows:
        if row.region in districts:
            sums.setdefault((row.measure, row.period.code), []).append(row.value)
    for place, one in totals.items():
        if catalogue.measures[one.measure].kind not in ("flow", "stock"):
            continue
        parts = sums.get((one.measure, one.period.code), [])
        if parts and (sum_ := _differs(one.value, parts)) is not None:
            facts = {"measure": one.measure, "period": one.period.id}
            yield place, Notice("total_differs", {**facts, **_sums(one.value, sum_)})


def too_large_parts(parts: Mapping[int, MeasureRow], rows: Mapping[int, MeasureRow]) -> Iterator[tuple[int, Notice]]:
    """Rows of 其中 that are larger than the region above them, with their places."""
    for place, part in parts.items():
        about = part.measure, part.period
        above = [one for at, one in rows.items() if at < place and (one.measure, one.period) == about]
        if above and abs(part.value) > abs(above[-1].value):
            facts = {"measure": part.measure, "period": part.period.id, "part": _shown(part.value)}
            yield place, Notice("part_exceeds", {**facts, "whole": _shown(above[-1].value)})
