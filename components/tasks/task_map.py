"""Open tasks on the map: in each district with all in it, or in the towns of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.panel import panel
from components.framework.view import View
from components.maps.region_map import MapShape, RegionShade, region_map


@dataclass(frozen=True)
class TaskMap:
    """Outlines with what each shows, whose outlines they are, and the open tasks of the whole region itself."""

    shaded: Sequence[tuple[MapShape, RegionShade | None]]
    notes: Sequence[str]
    own: int


def task_map(view: View, found: TaskMap) -> Component:
    """The map in its panel."""
    title = view.translate("task.view.map")
    return panel(
        title,
        html.Div(region_map(found.shaded, title), className="task-map"),
        html.P(" · ".join(found.notes), className="note"),
        aside=view.translate("task.map.how", own=found.own),
    )
