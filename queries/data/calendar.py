"""The calendar of deliveries: what each source owed for the last months, and what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from components.data.calendar import CalendarCell, CalendarRow, DeliveryCalendar, Month, OverdueRow
from components.data.marks import state_words
from components.formatting.dates import period_words
from components.formatting.lists import list_of
from components.formatting.numbers import digits
from components.framework.view import View
from data.core.clock import to_epoch
from data.operations.notifications.notice_store import newest_about
from data.warehouse.delivery_repository import months_to
from indicators.calendar.periods import Grain, Period
from indicators.deliveries import DeliverySource, DeliveryState, Item, SourceMonth, cell_of, punctuality
from indicators.deliveries.judgement import OPEN, WORST_FIRST
from queries.local_time import local
from queries.request_context import RequestContext

REMIND = "remind"  # the move of a notice that reminds of a delivery
REMINDED_FOR = 90 * 86_400  # seconds for which a reminder is told of
WAITING = frozenset({DeliveryState.NOT_DUE, DeliveryState.EARLY})


@dataclass(frozen=True)
class DeliveryQueries:
    """What was owed and what came, for one visitor."""

    context: RequestContext

    @cached_property
    def items(self) -> Mapping[str, tuple[Item, ...]]:
        """Everything owed for the months of the calendar, by source."""
        return self.context.deliveries.items(self.context.scope, self.context.today, self.context.as_of)

    @cached_property
    def sources(self) -> Sequence[DeliverySource]:
        """The sources that the visitor may see; what is overdue the longest first, then in the order of the units."""
        found = self.context.deliveries.sources(self.context.scope)
        return sorted(found, key=lambda one: -max((item.days for item in self.open_of(one.id)), default=-1))

    def open_of(self, source: str) -> list[Item]:
        """What is overdue of a source."""
        return [item for item in self.items[source] if item.state in OPEN]

    def calendar(self, view: View) -> DeliveryCalendar:
        """The whole screen."""
        chosen = view.option("unit")
        rows = [one for one in self.sources if chosen in ("", one.unit)]
        units = {
            one.unit: self.unit_name(view, one.unit) for one in self.context.deliveries.sources(self.context.scope)
        }
        months = months_to(self.context.today)
        return DeliveryCalendar(
            self._tallies(view, rows),
            [self._overdue(view, one) for one in rows if self.open_of(one.id)],
            [self._month(view, month, months[0]) for month in months],
            [self._row(view, one, months) for one in rows],
            list(units.items()),
            chosen if chosen in units else "",
        )

    def unit_name(self, view: View, unit: str) -> str:
        """What a unit is called."""
        known = self.context.catalogue.units.get(unit)
        return view.localise(known.name) if known else unit

    def measure_name(self, view: View, measure: str) -> str:
        """What a measure is called."""
        return view.localise(self.context.catalogue.measures[measure].name)

    def _tallies(self, view: View, rows: Sequence[DeliverySource]) -> list[tuple[str, str, str | None]]:
        items = [item for one in rows for item in self.items[one.id]]
        record = punctuality(items)
        return [
            ("data.count.sources", digits(len(rows), 0), None),
            ("data.count.overdue", digits(sum(bool(self.open_of(one.id)) for one in rows), 0), None),
            ("data.count.share", _share(record.share), None),
            ("data.count.late", digits(sum(item.state is DeliveryState.LATE for item in items), 0), None),
            ("data.count.corrected", digits(sum(item.state is DeliveryState.CORRECTED for item in items), 0), None),
        ]

    def _overdue(self, view: View, source: DeliverySource) -> OverdueRow:
        overdue = self.open_of(source.id)
        oldest = max(overdue, key=lambda item: item.days)
        cell = cell_of(Period.parse("2000-01"), overdue)
        assert cell is not None
        named = list_of(view, [self.measure_name(view, name) for name in _measures(overdue)[:2]])
        periods = list_of(
            view, [period_words(view, one.id) for one in sorted({i.period for i in overdue}, key=_end)[:3]]
        )
        key = "data.overdue.what" if len(_measures(overdue)) <= 2 else "data.overdue.more"
        return OverdueRow(
            source.id,
            self.unit_name(view, source.unit),
            view.localise(source.system),
            view.translate(key, measures=named, n=len(_measures(overdue)), periods=periods),
            DeliveryState.PARTIAL if any(item.delivered for item in overdue) else DeliveryState.MISSING,
            oldest.days,
            view.translate("data.overdue.due", day=f"{oldest.due:%Y-%m-%d}"),
            self._reminded(view, source.id),
            self.task_about(view, source, oldest),
        )

    def _reminded(self, view: View, source: str) -> str:
        at = self._reminders.get(source)
        return view.translate("data.reminded", at=f"{local(at):%m-%d %H:%M}") if at else ""

    @cached_property
    def _reminders(self) -> Mapping[str, int]:
        with self.context.operations.reading() as connection:
            return newest_about(connection, REMIND, "delivery", to_epoch(self.context.now) - REMINDED_FOR)

    def task_about(self, view: View, source: DeliverySource, item: Item) -> str | None:
        """Where a task about an overdue item starts: with the first indicator of the source that needs it."""
        catalogue, home = self.context.catalogue, self.context.topmost
        needing = [name for name in source.indicators if item.promise.measure in catalogue.measures_of(name)]
        if not needing or home is None or not self.context.actor.may("task.dispatch"):
            return None
        return view.href("/tasks/new", indicator=needing[0], region=str(home))

    def _row(self, view: View, source: DeliverySource, months: Sequence[Period]) -> CalendarRow:
        items = self.items[source.id]
        record = punctuality(items)
        return CalendarRow(
            source.id,
            self.unit_name(view, source.unit),
            view.localise(source.system),
            promise_words(view, source),
            [self.cell(view, month, items) for month in months],
            _share(record.share),
            view.translate("data.record", on_time=record.on_time, settled=record.settled),
            self._next(view, items),
        )

    def cell(self, view: View, month: Period, items: Sequence[Item]) -> CalendarCell:
        """A month of a source."""
        ending = [item for item in items if _end(item.period) == _end(month)]
        found = cell_of(month, ending)
        if found is None:
            return CalendarCell(None, 0, "")
        return CalendarCell(found.state, found.days, self._words(view, found))

    def _words(self, view: View, cell: SourceMonth) -> str:
        counts = cell.counts
        parts = [
            view.translate("data.cell.part", state=state_words(view, state), n=counts[state])
            for state in WORST_FIRST
            if counts[state]
        ]
        days = state_words(view, cell.state, cell.days)
        facts = {"period": period_words(view, cell.month.id), "state": days, "parts": list_of(view, parts)}
        return view.translate("data.cell", **facts)

    def _next(self, view: View, items: Sequence[Item]) -> str:
        waiting = [item.due for item in items if item.state in WAITING]
        overdue = [item for item in items if item.state in OPEN]
        if overdue:
            oldest = max(overdue, key=lambda item: item.days)
            return view.translate("data.next.overdue", day=f"{oldest.due:%m-%d}", n=oldest.days)
        return self._coming(view, min(waiting)) if waiting else view.translate("data.next.none")

    def _coming(self, view: View, due: date) -> str:
        return view.translate("data.next", day=f"{due:%m-%d}", n=(due - self.context.today).days)

    def _month(self, view: View, month: Period, first: Period) -> Month:
        """The year stands with the first month that is shown of it."""
        named = month is first or month.n == 1
        short = view.translate("data.month.year", year=f"{month.year % 100:02d}", n=month.n) if named else ""
        running = month == months_to(self.context.today)[-1]
        return Month(short or view.translate("data.month", n=month.n), period_words(view, month.id), running)


def promise_words(view: View, source: DeliverySource) -> str:
    """So many days after the end of a month, quarter or year."""
    parts = []
    for grain in sorted({promise.grain for promise in source.promises}, key=tuple(Grain).index):
        days = sorted({promise.days for promise in source.promises if promise.grain is grain})
        span = str(days[0]) if len(days) == 1 else f"{days[0]}–{days[-1]}"
        parts.append(view.translate(f"data.promise.{grain}", days=span))
    return view.translate("data.promise.and").join(parts)


def _measures(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.promise.measure for item in items))


def _end(period: Period) -> tuple[int, int]:
    return period.year, period.last_month


def _share(share: float | None) -> str:
    """A share in whole per cent, cut down so that it never looks better than it is."""
    return "—" if share is None else f"{int(share * 100 + 1e-9)}%"
