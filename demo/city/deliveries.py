"""How the numbers reach the warehouse: batches with the moments they were loaded at, late ones and corrections."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from data.core.clock import BUSINESS_ZONE, DEMO_START
from data.warehouse.events import NewEvents
from data.warehouse.facts import NewFacts
from data.warehouse.service_requests import ServiceRequests
from demo.city.axis import LAST_DAY, last_day, span_of
from demo.city.measures import MeasureValues
from demo.city.profiles import Correction, DemoScript
from indicators.statistics.arrays import Floats

BASIS_DEMO = 4
_DELAY = {"month": 8, "quarter": 25, "year": 60}
_OFFICE_OPENS, _EVENING = time(9, 0), time(18, 0)
WAREHOUSE_OPENED = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)  # what was older was taken over then, a file a year


@dataclass(frozen=True)
class FactDelivery:
    """One batch of measure facts."""

    file_name: str
    loaded_at: datetime
    facts: NewFacts


@dataclass(frozen=True)
class EventDelivery:
    """One batch of events of a kind; they are made when it is their turn, and are many."""

    file_name: str
    loaded_at: datetime
    kind: str
    make: Callable[[], NewEvents]
    about: int
    orders: Callable[[NewEvents], ServiceRequests | None]


@dataclass(frozen=True)
class _Rows:
    """Cells of one measure with the moment each was loaded: columns of equal length."""

    measure: str
    region: NDArray[np.int64]
    period: NDArray[np.int32]
    value: Floats
    moment: NDArray[np.object_]
    what: str


def fact_deliveries(values: Iterable[MeasureValues], script: DemoScript) -> Iterator[FactDelivery]:
    """All batches of facts, in the order of loading."""
    groups: dict[tuple[datetime, str], list[_Rows]] = {}
    for made in values:
        for rows in _rows(made, script):
            for moment in sorted(set(rows.moment.tolist())):
                taken = _taken(rows, rows.moment == moment)
                groups.setdefault(_batch(moment, rows.what), []).append(taken)
    for (moment, name), parts in sorted(groups.items()):
        yield FactDelivery(name, moment, _facts(parts))


def _batch(moment: datetime, what: str) -> tuple[datetime, str]:
    """When and under which file name something was loaded that was delivered at a moment."""
    if moment < WAREHOUSE_OPENED:
        return WAREHOUSE_OPENED, f"demo-history-{moment:%Y}.csv"
    return moment, f"demo-{moment:%Y%m%d}-{what}.csv"


def _rows(made: MeasureValues, script: DemoScript) -> Iterator[_Rows]:
    """The regular delivery and, where there is one, the correction of it."""
    moments = [_moment(made, place, script) for place in range(len(made.axis))]
    keep = np.array([moment is not None and moment < DEMO_START for moment in moments])
    when = np.array(moments, dtype=object)
    fine = np.isfinite(made.value) & keep
    first, again = made.value.copy(), np.zeros(fine.shape, dtype=np.bool_)
    for correction in script.deliveries.corrections:
        if made.measure in correction.measures:
            cells = _cells(made, correction) & fine
            first[cells] = np.round(first[cells] * correction.first, 4)
            again |= cells
            yield _pick(made, made.value, cells, np.full(len(made.axis), _at(correction.delivered)), "correction")
    yield _pick(made, _possible(first, made, again), fine, when, _KINDS[made.axis.grain])


_KINDS = {"month": "monthly", "quarter": "quarterly", "year": "annual"}


def _possible(first: Floats, made: MeasureValues, again: NDArray[np.bool_]) -> Floats:
    """First deliveries of counted things are whole numbers too."""
    whole = bool((made.value == np.rint(made.value)).all())
    return np.where(again, np.rint(first), first) if whole else first


def _moment(made: MeasureValues, place: int, script: DemoScript) -> datetime | None:
    """When a period was delivered; None when it was not, or not yet."""
    late = next((late for late in script.deliveries.late if made.measure in late.measures), None)
    month = int(made.axis.last_month[place])
    if late is not None and month > span_of(late.last)[1]:
        return None
    end = last_day(month)
    if end > LAST_DAY:
        return datetime.combine(LAST_DAY, _EVENING, BUSINESS_ZONE) if _to_date(made.measure, script) else None
    delay = _inherited(made.measure, script, "delay")
    days = delay if isinstance(delay, int) else _DELAY[made.axis.grain]
    return datetime.combine(end + timedelta(days=days), _OFFICE_OPENS, BUSINESS_ZONE)


def _to_date(measure: str, script: DemoScript) -> bool:
    return _inherited(measure, script, "month_to_date") is not False


def _inherited(measure: str, script: DemoScript, field: str) -> object:
    """A profile's own word, or that of the measure it leans on; None when nobody says."""
    profile = script.measures.get(measure)
    while profile is not None:
        said: object = getattr(profile, field)
        if said is not None:
            return said
        profile = script.measures.get(profile.base) if profile.base else None
    return None


def _cells(made: MeasureValues, correction: Correction) -> NDArray[np.bool_]:
    start, end = span_of(correction.periods[0])[0], span_of(correction.periods[1])[1]
    during = (made.axis.last_month >= start) & (made.axis.last_month <= end)
    named = set(correction.regions)
    where = [not named or bool(named & {code, code // 1000}) for code in made.regions.tolist()]
    return np.outer(np.array(where), during)


def _pick(made: MeasureValues, value: Floats, cells: NDArray[np.bool_], when: NDArray[np.object_], what: str) -> _Rows:
    region, period = np.nonzero(cells)
    return _Rows(made.measure, made.regions[region], made.axis.codes[period], value[cells], when[period], what)


def _taken(rows: _Rows, keep: NDArray[np.bool_]) -> _Rows:
    return _Rows(rows.measure, rows.region[keep], rows.period[keep], rows.value[keep], rows.moment[keep], rows.what)


def _facts(parts: list[_Rows]) -> NewFacts:
    ordered = sorted(parts, key=lambda rows: rows.measure)
    names = tuple(dict.fromkeys(rows.measure for rows in ordered))
    place = [np.full(len(rows.value), names.index(rows.measure), dtype=np.int32) for rows in ordered]
    count = sum(len(rows.value) for rows in ordered)
    return NewFacts(
        measures=names,
        measure=np.concatenate(place),
        region=np.concatenate([rows.region for rows in ordered]),
        period=np.concatenate([rows.period for rows in ordered]),
        value=np.concatenate([rows.value for rows in ordered]),
        state=np.zeros(count, dtype=np.int16),
        basis=np.full(count, BASIS_DEMO, dtype=np.int16),
        wording=np.zeros(count, dtype=np.int16),
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, _OFFICE_OPENS, BUSINESS_ZONE)


def without(facts: NewFacts, taken: Mapping[str, set[tuple[int, int]]]) -> NewFacts:
    """Leave out facts whose (region, period) somebody else has already said for that measure."""
    keys = zip(facts.measure.tolist(), facts.region.tolist(), facts.period.tolist(), strict=True)
    nobody: set[tuple[int, int]] = set()
    keep = np.array([(r, p) not in taken.get(facts.measures[m], nobody) for m, r, p in keys], dtype=np.bool_)
    return NewFacts(
        facts.measures, facts.measure[keep], facts.region[keep], facts.period[keep], facts.value[keep],
        facts.state[keep], facts.basis[keep], facts.wording[keep],
    )  # fmt: skip
