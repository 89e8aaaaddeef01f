"""What was dispatched and how it goes: counts, and the tasks whose time runs out."""

from __future__ import annotations

from collections.abc import Iterable

from dash.development.base_component import Component

from components.framework.view import View
from components.wall.frame import box, pane
from components.wall.tasks import WallTaskLine, task_list, tiles
from data.operations.tasks.counts import Today, tally
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.catalogue.playlists import Slide
from indicators.tasks.model import OPEN, Task
from pages.wall.alert_cards import inside
from queries.alerts.alert_lines import region_name
from queries.request_context import RequestContext

LISTED = 7


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The tasks of a region."""
    within = inside(context, region)
    wanted = TaskFilter(states=OPEN, regions=None if within is None else frozenset(within))
    today = Today.at(context.now)
    with context.operations.reading() as connection:
        counted = tally(connection, context.scope, wanted, today)
        found = tasks(connection, context.scope, wanted, today.now, LISTED)
    return pane(
        view.translate("wall.tasks.title", place=view.localise(context.catalogue.regions[region].name)),
        tiles(
            [
                ("open", view.translate("wall.tasks.open"), counted.open, "plain"),
                ("late", view.translate("wall.tasks.late"), counted.late, "red" if counted.late else "plain"),
                (
                    "due-today",
                    view.translate("wall.tasks.today"),
                    counted.due_today,
                    "yellow" if counted.due_today else "plain",
                ),
                ("unanswered", view.translate("wall.tasks.unanswered"), counted.unanswered, "plain"),
            ]
        ),
        box(view.translate("wall.tasks.next"), task_list(view, lines(view, context, found), today.now)),
        className="wall-tasks",
    )


def lines(view: View, context: RequestContext, found: Iterable[Task]) -> list[WallTaskLine]:
    """Tasks in the words of a wall."""
    return [
        WallTaskLine(
            task.title,
            _unit(view, context, task.unit),
            task.place or region_name(view, context, task.region),
            task.state,
            task.urgency,
            task.due_close if task.state in OPEN else None,
        )
        for task in found
    ]


def _unit(view: View, context: RequestContext, unit: str) -> str:
    known = context.catalogue.units.get(unit)
    return view.localise(known.name) if known else unit
