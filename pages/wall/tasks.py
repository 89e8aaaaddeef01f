"""What was dispatched and how it goes: counts, and the tasks whose time runs out."""

from __future__ import annotations

from dash.development.base_component import Component

from components.framework.view import View
from components.wall.frame import box, pane
from components.wall.tasks import task_list, tiles
from indicators.catalogue.playlists import Slide
from queries.request_context import RequestContext
from queries.wall import SlideQueries


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The tasks of a region."""
    shown = SlideQueries(context).tasks(view, region)
    counts = [
        ("open", view.translate("wall.tasks.open"), shown.open, "plain"),
        ("late", view.translate("wall.tasks.late"), shown.late, "red" if shown.late else "plain"),
        ("due-today", view.translate("wall.tasks.today"), shown.due_today, "yellow" if shown.due_today else "plain"),
        ("unanswered", view.translate("wall.tasks.unanswered"), shown.unanswered, "plain"),
    ]
    return pane(
        view.translate("wall.tasks.title", place=shown.place),
        tiles(counts),
        box(view.translate("wall.tasks.next"), task_list(view, shown.next, shown.now)),
        className="wall-tasks",
    )
