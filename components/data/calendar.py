"""The calendar of deliveries: a row for each source, a column for each month, what is overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.data.marks import cell_markup, delivery_mark, legend
from components.forms.action_form import action_form, button
from components.forms.inputs import hidden
from components.framework.raw_html import RawHtml
from components.framework.view import View
from indicators.deliveries import DeliveryState

CALENDAR = "deliveries"  # the element that holds the calendar


@dataclass(frozen=True)
class CalendarCell:
    """A month of a source: its state (None: nothing was owed), the days that it tells of, and all of it in words."""

    state: DeliveryState | None
    days: int
    words: str


@dataclass(frozen=True)
class CalendarRow:
    """A source: who delivers, from which system, its promise, its months, how often in time, what is owed next."""

    id: str
    unit: str
    system: str
    promise: str
    cells: Sequence[CalendarCell]
    share: str
    record: str
    next: str


@dataclass(frozen=True)
class OverdueRow:
    """A source with something overdue: what, since when, when it was reminded last, and where a task about it starts.

    `task` is None for who may send none or where no indicator stands on it.
    """

    id: str
    unit: str
    system: str
    what: str
    state: DeliveryState
    days: int
    due: str
    reminded: str
    task: str | None


@dataclass(frozen=True)
class Month:
    """A column: its short name, its whole name, whether it is the running month."""

    short: str
    name: str
    running: bool


@dataclass(frozen=True)
class DeliveryCalendar:
    """The screen: counts with where they lead, overdue sources, months and rows, and the choice of a unit."""

    tallies: Sequence[tuple[str, str, str | None]]
    overdue: Sequence[OverdueRow]
    months: Sequence[Month]
    rows: Sequence[CalendarRow]
    units: Sequence[tuple[str, str]]
    chosen: str


def ways(view: View, *, quarantine: bool, load: bool) -> Component:
    """The ways to the steward's other screens, as far as they are open to whoever looks."""
    found = [("data.quarantine.title", "/data/quarantine")] * quarantine + [("data.load.title", "/data/load")] * load
    links = [html.A(view.translate(name), href=view.href(path), className="button") for name, path in found]
    return html.Nav(links, className="data-do", **{"aria-label": view.translate("data.ways")})


def tallies(view: View, counts: Sequence[tuple[str, str, str | None]]) -> Component:
    """(what is counted, the count, where it leads)."""

    def one(name: str, count: str, href: str | None) -> Component:
        inner = [html.Span(view.translate(name)), html.B(count, **{"data-number": "count"})]
        return html.Li(html.A(inner, href=href) if href else html.Div(inner))

    return html.Ul([one(*count) for count in counts], className="data-tallies")


def overdue_list(view: View, rows: Sequence[OverdueRow], *, may_remind: bool) -> Component:
    """What is overdue, the longest first, each with what can be done about it."""
    if not rows:
        return html.P(view.translate("data.overdue.none"), className="note")
    return html.Ol([html.Li(_overdue(view, row, may_remind)) for row in rows], className="data-overdue")


def _overdue(view: View, row: OverdueRow, may_remind: bool) -> list[Component | None]:
    whose = f"{row.unit} · {row.system}"
    remind = view.translate("data.remind.about", source=whose)
    form = action_form(
        view,
        "data.remind",
        hidden("source", row.id),
        button(view, "data.remind", **{"aria-label": remind}),
        className="act-inline",
    )
    task = html.A(
        view.translate("data.task"),
        href=row.task,
        className="button",
        **{"aria-label": view.translate("data.task.about", source=whose)},
    )
    return [
        delivery_mark(view, row.state, row.days),
        html.A([html.B(row.unit), " ", row.system], href=view.href(f"/data/sources/{row.id}"), className="data-who"),
        html.Span(row.what, className="data-what"),
        html.Span(row.due, className="data-due"),
        html.Span(
            [
                html.Span(row.reminded, className="note") if row.reminded else None,
                form if may_remind else None,
                task if row.task else None,
            ],
            className="data-do",
        ),
    ]


def calendar_table(view: View, shown: DeliveryCalendar) -> Component:
    """The legend and the table; it scrolls in its own box."""
    caption = view.translate("data.calendar")
    heads = [view.translate("data.head.source"), view.translate("data.head.promise")]
    months = [
        html.Th(
            [
                html.Span(month.short, **{"aria-hidden": "true"}, title=month.name),
                html.Span(month.name, className="spoken"),
            ],
            scope="col",
            className="running" if month.running else None,
        )
        for month in shown.months
    ]
    ends = [html.Th(view.translate(f"data.head.{name}"), scope="col") for name in ("share", "next")]
    table = html.Table(
        [
            html.Caption(caption, className="spoken"),
            html.Thead(html.Tr([*(html.Th(head, scope="col") for head in heads), *months, *ends])),
            html.Tbody([_row(view, row) for row in shown.rows]),
        ],
        className="delivery-calendar",
    )
    box = html.Div(table, className="table-box", tabIndex="0", role="region", **{"aria-label": caption})
    return html.Div([html.Div([_units(view, shown), legend(view)], className="data-above"), box], id=CALENDAR)


def _row(view: View, row: CalendarRow) -> Component:
    name = html.A([html.B(row.unit), " ", html.Span(row.system)], href=view.href(f"/data/sources/{row.id}"))
    cells = RawHtml("".join(cell_markup(view, one.state, one.days, one.words) for one in row.cells))
    share = html.Td(row.share, className="right", title=row.record, **{"data-number": "share"})
    return html.Tr([html.Th(name, scope="row"), html.Td(row.promise), cells, share, html.Td(row.next)])


def _units(view: View, shown: DeliveryCalendar) -> Component:
    """The choice of a unit as links folded away."""
    names = dict(shown.units)
    label = view.translate("data.unit")
    chosen = f"{label}{view.translate('map.colon')}{names[shown.chosen]}" if shown.chosen in names else label
    links = [
        html.Li(html.A(name, href=view.href(unit=unit or None), **_current(unit == shown.chosen)))
        for unit, name in (("", view.translate("data.unit.all")), *shown.units)
    ]
    on = "chooser chooser-on" if shown.chosen in names else "chooser"
    return html.Details([html.Summary(chosen), html.Ul(links, className="chooser-list")], className=on)


def _current(chosen: bool) -> dict[str, str]:
    return {"aria-current": "true"} if chosen else {}
