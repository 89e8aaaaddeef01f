"""Which days are worked on in China: public holidays and make-up days as the State Council announces them each year."""

from __future__ import annotations

from datetime import date
from functools import cache

import chinese_calendar

from tasks.workflow.working_time import YearUnknown


class ChineseDays:
    """The announced calendar. A year that has not been announced (or is not known here) raises YearUnknown."""

    def works(self, day: date) -> bool:
        """Whether offices are open: a weekday that is no holiday, or a weekend day that is made up for."""
        return _works(day)


@cache
def _works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as unknown:
        raise YearUnknown(day.year) from unknown
