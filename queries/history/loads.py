"""The calendar of a year: its days, what was loaded on each, and where each leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from components.framework.view import View
from components.history.calendar import CalendarDay, LoadedDay, LoadLine, YearOfLoads
from data.core.clock import BUSINESS_ZONE, business_day
from queries.request_context import RequestContext


@dataclass(frozen=True)
class LoadQueries:
    """What was loaded when."""

    context: RequestContext

    def year(self, view: View) -> YearOfLoads:
        """The year that the address names (default: that of the moment looked at, else this one)."""
        today, first = self.context.today, self._first_year()
        year = min(max(self._wanted(view), first), today.year)
        begins, ends = (datetime(one, 1, 1, tzinfo=BUSINESS_ZONE) for one in (year, year + 1))
        loaded: dict[date, list[LoadLine]] = defaultdict(list)
        for load in self.context.reader.loads(self.context.scope, begins, ends):
            source = load.source_zh if view.lang == "zh" else load.source_en
            at = f"{load.at.astimezone(BUSINESS_ZONE):%H:%M}"
            line = LoadLine(at, source, load.file_name, load.accepted, load.refused)
            loaded[business_day(load.at)].append(line)
        return YearOfLoads(
            year,
            view.href(year=str(year - 1)) if year > first else None,
            view.href(year=str(year + 1)) if year < today.year else None,
            _page(view),
            view.href(_page(view), as_of=None),
            f"{today - timedelta(days=1):%Y-%m-%d}",
            [self._month(view, year, month, loaded) for month in range(12, 0, -1) if date(year, month, 1) <= today],
            [LoadedDay(f"{day:%Y-%m-%d}", self._over(view, day), lines) for day, lines in loaded.items()],
        )

    def _first_year(self) -> int:
        found = self.context.reader.first_load(self.context.scope)
        return self.context.today.year if found is None else business_day(found).year

    def _wanted(self, view: View) -> int:
        named = view.option("year") or view.option("at")[:4]
        return int(named) if named.isascii() and named.isdigit() and len(named) == 4 else self.context.today.year

    def _month(
        self, view: View, year: int, month: int, loaded: Mapping[date, Sequence[LoadLine]]
    ) -> Sequence[CalendarDay]:
        day, days = date(year, month, 1), []
        while day.month == month:
            chosen = view.option("at")[:10] == f"{day:%Y-%m-%d}"
            days.append(CalendarDay(day, self._over(view, day), len(loaded.get(day, ())), chosen))
            day += timedelta(days=1)
        return days

    def _over(self, view: View, day: date) -> str | None:
        """Where a day leads that is over."""
        there = {"as_of": f"{day:%Y-%m-%d}", "of": None, "at": None, "year": None}
        return view.href(_page(view), **there) if day < self.context.today else None


def _page(view: View) -> str:
    """The page that the calendar was opened on."""
    return view.option("of", "/")
