"""A year of days, those marked on which something was loaded; each past day leads to what was known at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.forms.inputs import hidden, typed
from components.framework.view import View

CALENDAR = "loads"  # the element that the chip in the header opens in the sheet

DAY = {"data-number": "day"}


@dataclass(frozen=True)
class LoadLine:
    """One delivery of a day: its time, who delivered which file, how many rows were taken and refused."""

    at: str
    source: str
    file: str
    accepted: int
    refused: int


@dataclass(frozen=True)
class LoadedDay:
    """A day on which something was loaded, and where it leads once it is over."""

    day: str
    href: str | None
    lines: Sequence[LoadLine]


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar: `href` is None while it is not over; `files`: how many were loaded."""

    day: date
    href: str | None
    files: int
    chosen: bool = False


@dataclass(frozen=True)
class YearOfLoads:
    """A year: the ways to the years around it and back to now, its months from the newest, what was loaded when."""

    year: int
    earlier: str | None
    later: str | None
    page: str
    now: str
    last_day: str
    months: Sequence[Sequence[CalendarDay]]
    loaded: Sequence[LoadedDay]


def load_calendar(view: View, shown: YearOfLoads) -> Component:
    """The way back to now, a day or minute to type, the months, and the list of what was loaded, the newest first."""
    return html.Div(
        [
            html.P(view.translate("history.how"), className="note"),
            html.A(view.translate("past.now"), href=shown.now, className="button main"),
            _typed(view, shown),
            html.Nav(
                [
                    _turn(view, "history.earlier", shown.earlier),
                    html.B(str(shown.year)),
                    _turn(view, "history.later", shown.later),
                ],
                className="load-years",
                **{"aria-label": view.translate("history.years")},
            ),
            html.Div([_month(view, days) for days in shown.months], className="load-months"),
            html.H3(view.translate("history.loaded", year=shown.year)),
            html.Ol([_day(view, one) for one in shown.loaded], className="load-days")
            if shown.loaded
            else html.P(view.translate("history.none"), className="note"),
        ],
        id=CALENDAR,
        className="loads",
    )


def _typed(view: View, shown: YearOfLoads) -> Component:
    """Any day, by typing it."""
    kept = [("lang", "en")] * (view.lang == "en") + [("theme", "light")] * (view.theme == "light")
    return html.Form(
        [
            *(hidden(name, value) for name, value in kept),
            html.Label(
                [
                    html.Span(view.translate("history.day"), className="label"),
                    typed("date", "as_of", max=shown.last_day, required=True),
                ],
                className="field",
            ),
            html.Button(view.translate("history.go"), type="submit", className="button"),
        ],
        action=View().href(shown.page),
        method="get",
        className="load-typed",
    )


def _turn(view: View, words: str, href: str | None) -> Component:
    label = view.translate(words)
    return html.A(label, href=href, className="link", **{"data-sheet": CALENDAR}) if href else html.Span(label)


def _month(view: View, days: Sequence[CalendarDay]) -> Component:
    first = days[0].day
    name = f"{first:%Y-%m}"
    blank = [html.Span(className="load-blank") for _ in range(first.weekday())]
    return html.Section(
        [html.H3(name), html.Div([*blank, *(_cell(view, day) for day in days)], className="load-month")],
        **{"aria-label": name},
    )


def _cell(view: View, day: CalendarDay) -> Component:
    label = view.translate("history.files", day=f"{day.day:%Y-%m-%d}", count=day.files)
    marks = " ".join(name for name, holds in (("has-loads", day.files), ("is-chosen", day.chosen)) if holds)
    if day.href is None:
        return html.Span(str(day.day.day), className=f"load-day {marks}".strip(), **DAY)
    named = {"aria-label": label} | ({"aria-current": "date"} if day.chosen else {})
    return html.A(str(day.day.day), href=day.href, className=f"load-day {marks}".strip(), title=label, **named, **DAY)


def _day(view: View, loaded: LoadedDay) -> Component:
    lines = [html.Li(_line(view, line)) for line in loaded.lines]
    day = html.A(loaded.day, href=loaded.href, className="link") if loaded.href else html.B(loaded.day)
    return html.Li([day, html.Ul(lines)])


def _line(view: View, line: LoadLine) -> list[Component]:
    rows = view.translate("history.rows", accepted=f"{line.accepted:,}")
    refused = view.translate("history.refused", refused=f"{line.refused:,}") if line.refused else ""
    return [
        html.Time(line.at),
        html.Span(line.source),
        html.Span(line.file, className="file"),
        html.Span(rows + refused),
    ]
