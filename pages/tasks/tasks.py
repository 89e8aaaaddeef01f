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
    TaskState.DISPATCHED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.CO_HANDLING, TaskState.EXTENSION_ASKED, TaskState.RETURN_ASKED,
    TaskState.RETURNED, TaskState.SUSPENDED, TaskState.REPORTED, TaskState.VERIFIED,
)  # fmt: skip
GROUPS = {"open": OPEN, "settled": SETTLED}


def layout(view: View, desk: RequestContext) -> Screen:
    """Counts first, then the list that the address asks for."""
    title = view.t("menu.tasks")
    units = [(unit, unit_name(view, desk, unit)) for unit in desk.catalogue.units if desk.scope.permits_unit(unit)]
    regions = [(str(code), region_name(view, desk, code)) for code in desk.seen(desk.catalogue.regions.codes)]
    states = [(name, view.t(f"task.group.{name}")) for name in GROUPS]
    states += [(state, state_name(view, state)) for state in TaskState if state is not TaskState.DRAFT]
    return Screen(
        title,
        [
            html.H1(title),
            html.Div(
                [tabs(view, "list", _lists(desk), _chosen(view, desk)), tabs(view, "view", VIEWS, _view(view))],
                className="task-tabs",
            ),
            html.Details(
                [html.Summary(view.t("task.narrow-down")), filters(view, units, regions, states)],
                className="more",
                open=any(view.option(name) for name in ("q", "state", "unit", "region", "urgency")) or None,
            ),
            live(BODY, body(view, desk), className="tasks-body"),
        ],
    )


def body(view: View, desk: RequestContext) -> list[Any]:
    """The counts over the list, and the list itself."""
    wanted = _wanted(view, desk)
    counts = panel(view.t("task.counts"), counts_row(view, counts_of(desk, _base(view, desk))), className="task-counts")
    shown = {"board": _board, "load": _load, "map": _map}.get(_view(view), _table)
    return [counts, shown(view, desk, wanted)]


def _lists(desk: RequestContext) -> list[str]:
    possible = {"mine": my_list(desk.asker), "units": of_my_units(desk.asker)}
    sends = desk.asker.may("task.dispatch")
    return [name for name in LISTS if possible.get(name) is not None or name == "all" or (name == "sent" and sends)]


def _chosen(view: View, desk: RequestContext) -> str:
    known = _lists(desk)
    return view.option("list") if view.option("list") in known else known[0]


def _view(view: View) -> str:
    return view.option("view") if view.option("view") in VIEWS else VIEWS[0]


def _base(view: View, desk: RequestContext) -> TaskFilter:
    """Whose list it is."""
    chosen = _chosen(view, desk)
    found = {"mine": my_list(desk.asker), "units": of_my_units(desk.asker), "sent": sent_by_me(desk.asker)}.get(chosen)
    return found or TaskFilter()


def _wanted(view: View, desk: RequestContext) -> TaskFilter:
    """The list narrowed down by the address; what it does not understand is left out."""
    state, region, due = view.option("state"), view.option("region"), view.option("due")
    wanted = _base(view, desk)
    if state in GROUPS:
        wanted = replace(wanted, states=GROUPS[state])
    elif state in list(TaskState):
        wanted = replace(wanted, states=frozenset({TaskState(state)}))
    elif due or not wanted.turns:
        wanted = replace(wanted, states=OPEN)
    if region.isascii() and region.isdigit() and int(region) in desk.catalogue.regions:
        wanted = replace(wanted, regions=frozenset(desk.catalogue.regions.within(int(region))))
    if view.option("unit") in desk.catalogue.units:
        wanted = replace(wanted, units=frozenset({view.option("unit")}))
    if view.option("urgency") in list(Urgency):
        wanted = replace(wanted, urgencies=frozenset({Urgency(view.option("urgency"))}))
    return _by_time(replace(wanted, text=view.option("q") or None), due, Today.at(desk.now))


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


def _table(view: View, desk: RequestContext, wanted: TaskFilter) -> Component:
    number = view.option("page")
    page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    now = to_epoch(desk.now)
    with desk.operations.reading() as connection:
        found = tasks(connection, desk.scope, wanted, now, SHOWN, (page - 1) * SHOWN)
        count = how_many(connection, desk.scope, wanted, now)
        mine = drafts(connection, desk.scope, desk.asker.account) if page == 1 else ()
    title = view.t(f"task.list.{_chosen(view, desk)}")
    return panel(
        title,
        task_table(view, title, lines(view, desk, (*mine, *found))),
        _pages(view, page, count),
        aside=[html.Span(str(count), **{"data-number": "tasks-listed"}), view.t("task.many")],
    )


def _pages(view: View, page: int, count: int) -> Component | None:
    if count <= SHOWN:
        return None
    back = html.A(view.t("task.page.back"), href=view.href(page=str(page - 1)), className="link") if page > 1 else None
    on = (
        html.A(view.t("task.page.on"), href=view.href(page=str(page + 1)), className="link")
        if page * SHOWN < count
        else None
    )
    return html.P([back, " ", on], className="note")


def _board(view: View, desk: RequestContext, wanted: TaskFilter) -> Component:
    now = to_epoch(desk.now)
    columns = []
    with desk.operations.reading() as connection:
        for state in COLUMNS:
            one = replace(wanted, states=frozenset({state}))
            count = how_many(connection, desk.scope, one, now)
            if count:
                found = tasks(connection, desk.scope, one, now, COLUMN)
                columns.append((str(state), count, lines(view, desk, found)))
    return panel(view.t("task.view.board"), board(view, columns))


def _load(view: View, desk: RequestContext, wanted: TaskFilter) -> Component:
    with desk.operations.reading() as connection:
        found = workload(connection, desk.scope, wanted, Today.at(desk.now))
    shown = [
        Laden(
            unit_name(view, desk, one.unit),
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
    return panel(view.t("task.view.load"), loads(view, shown), aside=view.t("task.load.how"))


def _map(view: View, desk: RequestContext, wanted: TaskFilter) -> Component:
    """Open tasks in each district with all in it; for a visitor of one district, in its towns."""
    regions = desk.catalogue.regions
    with desk.operations.reading() as connection:
        found = by_region(connection, desk.scope, wanted, to_epoch(desk.now))
    shown = desk.inside(desk.home) or (desk.home,)
    sums = {
        code: (
            sum(found[inner].open for inner in regions.within(code) if inner in found),
            sum(found[inner].late for inner in regions.within(code) if inner in found),
        )
        for code in shown
    }
    basis = "demo" if desk.demo else "reported"
    figures = {
        code: DisplayValue("tasks:open", code, f"{desk.today:%Y-%m}", count, "", 0, "unknown", basis)
        for code, (count, _) in sums.items()
    }
    steps_of = dict(zip(shown, steps([figures[code].value for code in shown])[0], strict=True))
    shades = {}
    for code, (count, late) in sums.items():
        step = steps_of[code]
        where = view.href("/tasks", list=_chosen(view, desk), region=str(code))
        words = view.t("task.map.region", open=count, late=late)
        shades[code] = Shade(figures[code], where, None if step is None else 4 - step, words)
    shapes = [drawn(view, desk.shapes[code]) for code in shown if code in desk.shapes]
    shaded = [(shape, shades.get(shape.code)) for shape in shapes]
    notes = credit_lines(view, desk.shapes.credits, desk.shapes.approximate("town"))
    city = found.get(desk.home)
    return panel(
        view.t("task.view.map"),
        html.Div(region_map(shaded, view.t("task.view.map")), className="task-map"),
        html.P(" · ".join(notes), className="note"),
        aside=view.t("task.map.how", own=city.open if city else 0),
    )


BODY = LiveFragment("tasks-body", body, frozenset({"tasks"}), personal=True)
PAGE = Page("tasks", "/tasks", layout, OPTIONS, parts=(BODY,), kept=False)
