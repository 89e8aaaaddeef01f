"""An incident in wartime mode: everything that those who lead the response need, until it is stood down."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.wall.frame import box, head, pane
from components.wall.incident import Due, deadlines, facts, near_tiles, time_line
from components.wall.signs import level_word
from components.wall.tasks import task_list
from components.wall.wall_map import WallViewport, wall_map
from data.operations.alerts.incidents import IncidentStory, incident_story
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from data.storage.faults import or_else
from indicators import incidents as rules
from indicators.incidents import Incident
from indicators.tasks.model import Task
from pages.wall.alert_cards import AlertCard, clock_text, told
from pages.wall.incident_log import happened
from pages.wall.lead_sign_chart import leading
from pages.wall.nearby import people_and_devices, signs_nearby
from pages.wall.tasks import lines
from pages.wall.viewport import around
from queries.request_context import RequestContext

TASKS = 4


@dataclass(frozen=True)
class Scene:
    """An incident with its alerts told; `lead` is the one that drives it."""

    story: IncidentStory
    lead: AlertCard
    alerts: list[AlertCard]
    tasks: tuple[Task, ...]
    now: int

    @property
    def incident(self) -> Incident:
        """The incident itself."""
        return self.story.incident


def draw(view: View, context: RequestContext, incident: Incident) -> tuple[Component, list[Component]]:
    """The bar and the pane of an incident."""
    scene = _scene(view, context, incident)
    beside = or_else(lambda: people_and_devices(view, context, scene.lead), [])
    near = or_else(lambda: signs_nearby(view, context, scene.incident, scene.lead), [])
    return _bar(view, context, scene), [
        pane(
            view.translate("wall.war.title"),
            box(view.translate("wall.war.place"), _map(view, context, scene), className="wall-war-map"),
            leading(view, context, scene.lead, scene.now),
            box(
                view.translate("wall.war.line"),
                time_line(happened(view, context, scene.story)),
                className="wall-war-line",
            ),
            _tasks(view, context, scene),
            html.Div(
                className="wall-war-side",
                children=[
                    box(view.translate("wall.war.due"), _due(view, context, scene)),
                    box(
                        view.translate("wall.war.around"),
                        facts(beside),
                    ),
                ],
            ),
            near_tiles(view, near),
            className="wall-war",
        )
    ]


def _scene(view: View, context: RequestContext, incident: Incident) -> Scene:
    now = int(context.now.timestamp())
    with context.operations.reading() as connection:
        story = incident_story(connection, context.scope, incident.id, context.grounds)
        found = tasks(connection, context.scope, TaskFilter(subject_kind="incident", subject=str(incident.id)), now, 50)
        for alert in story.alerts:
            if alert.task:
                found += tasks(
                    connection, context.scope, TaskFilter(subject_kind="alert", subject=str(alert.id)), now, 5
                )
    alerts = told(view, context, story.alerts)
    lead = next((one for one in alerts if one.alert.id == story.incident.lead), alerts[0])
    return Scene(story, lead, alerts, tuple(dict.fromkeys(found)), now)


def _bar(view: View, context: RequestContext, scene: Scene) -> Component:
    incident, declared = scene.incident, scene.incident.declaration
    cause = view.localise(context.grounds.cause(incident.cause).name)
    said = ""
    if declared is not None:
        reporting = context.grounds.rules.reporting[str(declared.response)]  # type: ignore[index]
        said = view.translate(
            "wall.war.declared",
            response=view.localise(reporting.name),
            who=declared.actor.name,
            time=clock_text(declared.at),
        )
    return head(
        f"{cause} · {scene.lead.place}",
        html.Span(view.translate("wall.war"), className="wall-badge"),
        level_word(view, incident.level),
        html.Span(said),
    )


def _map(view: View, context: RequestContext, scene: Scene) -> Component:
    mark = scene.lead.mark()
    others = [m for one in scene.alerts if one is not scene.lead and one.alert.live and (m := one.mark()) is not None]
    label = view.translate("wall.war.map", place=scene.lead.place, n=len(others))
    sight = WallViewport(label, around(context, mark), others, mark, towns=True)
    return html.Div(wall_map(view, context.shapes, sight), className="wall-map-box")


def _tasks(view: View, context: RequestContext, scene: Scene) -> Component:
    late = sum(task.due_close is not None and task.due_close < scene.now for task in scene.tasks)
    counted = html.Span(
        view.translate("wall.war.tasks.count", n=len(scene.tasks), late=late), **{"data-number": "tasks-of-incident"}
    )
    shown = task_list(view, lines(view, context, scene.tasks[:TASKS]), scene.now)
    return box(view.translate("wall.war.tasks"), shown, className="wall-war-tasks", aside=counted)


def _due(view: View, context: RequestContext, scene: Scene) -> Component:
    kept = rules.deadlines(scene.incident, context.grounds.rules, 1)
    due = [] if kept is None else [Due(view.translate("wall.due.report"), kept.reports[0])]
    due += [] if kept is None else [Due(view.translate("wall.due.term"), kept.expected_until)]
    return deadlines(view, due, scene.now)
