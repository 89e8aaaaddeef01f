"""All tasks that somebody may see: mine, my units', those I sent, all; as a table, a board, by unit, on the map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import DisplayValue
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.region_map import Shade, credit_lines, drawn, region_map, steps
from components.tasks.task_table import LISTS, VIEWS, Laden, board, filters, loads, tabs, task_table
from components.tasks.task_words import state_name
from data.core.clock import to_epoch
from data.operations.tasks.counts import Today, by_region, workload
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import drafts, how_many, tasks
from indicators.tasks.model import OPEN, SETTLED, TaskState, Urgency
from queries.request_context import RequestContext
from queries.tasks.task_lines import counts_of, counts_row, lines, region_name, unit_name
from tasks import my_list, of_my_units, sent_by_me

OPTIONS = frozenset({"list", "view", "state", "due", "unit", "region", "urgency", "q", "page", "subject"})
SHOWN = 50  # rows of a page
COLUMN = 12  # tasks of a column of the board
COLUMNS = (
    TaskState.DISPATCHED,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.CO_HANDLING,
    TaskState.EXTENSION_ASKED,
    TaskState.RETURN_ASKED,
    TaskState.RETURNED,
    TaskState.SUSPENDED,
    TaskState.REPORTED,
    TaskState.VERIFIED,
)
GROUPS = {"open": OPEN, "settled": SETTLED}


def layout(view: View, context: RequestContext) -> Screen:
    """Counts first, then the list that the address asks for."""
    title = view.translate("menu.tasks")
    units = [
        (unit, unit_name(view, context, unit)) for unit in context.catalogue.units if context.scope.permits_unit(unit)
    ]
    regions = [(str(code), region_name(view, context, code)) for code in context.seen(context.catalogue.regions.codes)]
    states = [(name, view.translate(f"task.group.{name}")) for name in GROUPS]
    states += [(state, state_name(view, state)) for state in TaskState if state is not TaskState.DRAFT]
    return Screen(
        title,
        [
            html.H1(title),
            html.Div(
                [tabs(view, "list", _lists(context), _chosen(view, context)), tabs(view, "view", VIEWS, _view(view))],
                className="task-tabs",
            ),
            html.Details(
                [html.Summary(view.translate("task.narrow-down")), filters(view, units, regions, states)],
                className="more",
                open=any(view.option(name) for name in ("q", "state", "unit", "region", "urgency")) or None,
            ),
            live(BODY, body(view, context), className="tasks-body"),
        ],
    )


def body(view: View, context: RequestContext) -> list[Any]:
    """The counts over the list, and the list itself."""
    wanted = _wanted(view, context)
    counts = panel(
        view.translate("task.counts"),
        counts_row(view, counts_of(context, _base(view, context))),
        className="task-counts",
    )
    shown = {"board": _board, "load": _load, "map": _map}.get(_view(view), _table)
    return [counts, shown(view, context, wanted)]


def _lists(context: RequestContext) -> list[str]:
    possible = {"mine": my_list(context.actor), "units": of_my_units(context.actor)}
    sends = context.actor.may("task.dispatch")
    return [name for name in LISTS if possible.get(name) is not None or name == "all" or (name == "sent" and sends)]


def _chosen(view: View, context: RequestContext) -> str:
    known = _lists(context)
    return view.option("list") if view.option("list") in known else known[0]


def _view(view: View) -> str:
    return view.option("view") if view.option("view") in VIEWS else VIEWS[0]


def _base(view: View, context: RequestContext) -> TaskFilter:
    """Whose list it is."""
    chosen = _chosen(view, context)
    found = {
        "mine": my_list(context.actor),
        "units": of_my_units(context.actor),
        "sent": sent_by_me(context.actor),
    }.get(chosen)
    return found or TaskFilter()


def _wanted(view: View, context: RequestContext) -> TaskFilter:
    """The list narrowed down by the address; what it does not understand is left out."""
    state, region, due = view.option("state"), view.option("region"), view.option("due")
    wanted = _base(view, context)
    if state in GROUPS:
        wanted = replace(wanted, states=GROUPS[state])
    elif state in list(TaskState):
        wanted = replace(wanted, states=frozenset({TaskState(state)}))
    elif due or not wanted.turns:
        wanted = replace(wanted, states=OPEN)
    if region.isascii() and region.isdigit() and int(region) in context.catalogue.regions:
        wanted = replace(wanted, regions=frozenset(context.catalogue.regions.within(int(region))))
    if view.option("unit") in context.catalogue.units:
        wanted = replace(wanted, units=frozenset({view.option("unit")}))
    if view.option("urgency") in list(Urgency):
        wanted = replace(wanted, urgencies=frozenset({Urgency(view.option("urgency"))}))
    return _by_time(replace(wanted, text=view.option("q") or None), due, Today.at(context.now))


def _by_time(wanted: TaskFilter, due: str, today: Today) -> TaskFilter:
    if due == "late":
        return replace(wanted, late=True)
    if due == "unanswered":
        return replace(wanted, unanswered=True)
    if due == "today":
        return replace(wanted, due_from=today.day_starts, due_until=today.day_ends)
    return (
        replace(wanted, extended=2)
        if due == "extended"
        else replace(wanted, reopened=1)
        if due == "reopened"
        else wanted
    )


def _table(view: View, context: RequestContext, wanted: TaskFilter) -> Component:
    number = view.option("page")
    page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    now = to_epoch(context.now)
    with context.operations.reading() as connection:
        found = tasks(connection, context.scope, wanted, now, SHOWN, (page - 1) * SHOWN)
        count = how_many(connection, context.scope, wanted, now)
        mine = drafts(connection, context.scope, context.actor.account) if page == 1 else ()
    title = view.translate(f"task.list.{_chosen(view, context)}")
    return panel(
        title,
        task_table(view, title, lines(view, context, (*mine, *found))),
        _pages(view, page, count),
        aside=[html.Span(str(count), **{"data-number": "tasks-listed"}), view.translate("task.many")],
    )


def _pages(view: View, page: int, count: int) -> Component | None:
    if count <= SHOWN:
        return None
    back = (
        html.A(view.translate("task.page.back"), href=view.href(page=str(page - 1)), className="link")
        if page > 1
        else None
    )
    on = (
        html.A(view.translate("task.page.on"), href=view.href(page=str(page + 1)), className="link")
        if page * SHOWN < count
        else None
    )
    return html.P([back, " ", on], className="note")


def _board(view: View, context: RequestContext, wanted: TaskFilter) -> Component:
    now = to_epoch(context.now)
    columns = []
    with context.operations.reading() as connection:
        for state in COLUMNS:
            one = replace(wanted, states=frozenset({state}))
            count = how_many(connection, context.scope, one, now)
            if count:
                found = tasks(connection, context.scope, one, now, COLUMN)
                columns.append((str(state), count, lines(view, context, found)))
    return panel(view.translate("task.view.board"), board(view, columns))


def _load(view: View, context: RequestContext, wanted: TaskFilter) -> Component:
    with context.operations.reading() as connection:
        found = workload(connection, context.scope, wanted, Today.at(context.now))
    shown = [
        Laden(
            unit_name(view, context, one.unit),
            view.href("/tasks", list="all", unit=one.unit),
            one.open,
            one.running,
            one.late,
            one.due_today,
            one.unanswered,
            one.owed,
        )
        for one in found
    ]
    return panel(view.translate("task.view.load"), loads(view, shown), aside=view.translate("task.load.how"))


def _map(view: View, context: RequestContext, wanted: TaskFilter) -> Component:
    """Open tasks in each district with all in it; for a visitor of one district, in its towns."""
    regions = context.catalogue.regions
    with context.operations.reading() as connection:
        found = by_region(connection, context.scope, wanted, to_epoch(context.now))
    shown = context.inside(context.home) or (context.home,)
    sums = {
        code: (
            sum(found[inner].open for inner in regions.within(code) if inner in found),
            sum(found[inner].late for inner in regions.within(code) if inner in found),
        )
        for code in shown
    }
    basis = "demo" if context.demo else "reported"
    figures = {
        code: DisplayValue("tasks:open", code, f"{context.today:%Y-%m}", count, "", 0, "unknown", basis)
        for code, (count, _) in sums.items()
    }
    steps_of = dict(zip(shown, steps([figures[code].value for code in shown])[0], strict=True))
    shades = {}
    for code, (count, late) in sums.items():
        step = steps_of[code]
        where = view.href("/tasks", list=_chosen(view, context), region=str(code))
        words = view.translate("task.map.region", open=count, late=late)
        shades[code] = Shade(figures[code], where, None if step is None else 4 - step, words)
    shapes = [drawn(view, context.shapes[code]) for code in shown if code in context.shapes]
    shaded = [(shape, shades.get(shape.code)) for shape in shapes]
    notes = credit_lines(view, context.shapes.credits, context.shapes.approximate("town"))
    city = found.get(context.home)
    return panel(
        view.translate("task.view.map"),
        html.Div(region_map(shaded, view.translate("task.view.map")), className="task-map"),
        html.P(" · ".join(notes), className="note"),
        aside=view.translate("task.map.how", own=city.open if city else 0),
    )


BODY = LiveFragment("tasks-body", body, frozenset({"tasks"}), personal=True)
PAGE = Page("tasks", "/tasks", layout, OPTIONS, parts=(BODY,), kept=False)
