"""Periods and moments as people say them."""

from __future__ import annotations

from datetime import datetime, tzinfo

from components.framework.view import View
from indicators.calendar.periods import Grain, Period


def period_words(view: View, period: str) -> str:
    """A period id in words: 2025 年 6 月, June 2025. PeriodError for what is none."""
    found = Period.parse(period)
    if found.grain in {Grain.MONTH, Grain.YTD, Grain.R12}:
        month = view.translate(f"month.{found.n}")
        return view.translate(f"period.{found.grain}", year=found.year, month=month)
    return view.translate(f"period.{found.grain}", year=found.year, n=found.n)


def moment_words(moment: datetime, zone: tzinfo | None) -> str:
    """A moment to the minute in the zone of the city."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
