"""An incident in wartime mode, as a wall shows it until it is stood down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.maps.big_map_spec import MapBackground
from components.wall.alert_cards import AlertCard
from components.wall.frame import box, head
from components.wall.incident import IncidentDeadline, IncidentLogLine, deadlines, time_line
from components.wall.signs import level_word
from components.wall.tasks import WallTaskLine, task_list
from components.wall.wall_map import WallViewport, wall_map
from indicators.incidents import Incident


@dataclass(frozen=True)
class IncidentScene:
    """An incident with the alert that drives it (`lead`), its log, its first tasks and what has to be kept.

    `cause` and `declared` (who declared which response, when) are words. Of `tasks_in_all` tasks so many are late;
    `now` is in epoch seconds.
    """

    incident: Incident
    cause: str
    declared: str
    lead: AlertCard
    ground: MapBackground
    viewport: WallViewport
    log: Sequence[IncidentLogLine]
    tasks: Sequence[WallTaskLine]
    tasks_in_all: int
    late: int
    due: Sequence[IncidentDeadline]
    now: int


def incident_head(view: View, scene: IncidentScene) -> Component:
    """What it is, where, how bad, and by whom wartime mode was declared."""
    return head(
        f"{scene.cause} · {scene.lead.place}",
        html.Span(view.translate("wall.war"), className="wall-badge"),
        level_word(view, scene.incident.level),
        html.Span(scene.declared),
    )


def incident_map(view: View, scene: IncidentScene) -> Component:
    """Where it is."""
    drawn = html.Div(wall_map(view, scene.ground, scene.viewport), className="wall-map-box")
    return box(view.translate("wall.war.place"), drawn, className="wall-war-map")


def incident_log(view: View, scene: IncidentScene) -> Component:
    """What happened."""
    return box(view.translate("wall.war.line"), time_line(scene.log), className="wall-war-line")


def incident_tasks(view: View, scene: IncidentScene) -> Component:
    """Who was sent."""
    words = view.translate("wall.war.tasks.count", n=scene.tasks_in_all, late=scene.late)
    counted = html.Span(words, **{"data-number": "tasks-of-incident"})
    shown = task_list(view, scene.tasks, scene.now)
    return box(view.translate("wall.war.tasks"), shown, className="wall-war-tasks", aside=counted)


def incident_deadlines(view: View, scene: IncidentScene) -> Component:
    """What has to be kept next."""
    return box(view.translate("wall.war.due"), deadlines(view, scene.due, scene.now))
