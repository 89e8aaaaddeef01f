"""The map of the overview: the districts, or the towns of one, shaded by the chosen layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.maps.region_map import MapShape, RegionShade
from components.maps.region_panel import LayerChoice, map_panel

STORE = "overview-address"  # the store that a choice of layer or district is written into


@dataclass(frozen=True)
class OverviewMap:
    """Regions with their shades and what they can be shaded by.

    `inner`: it shows less than what the visitor begins with. `towns`: the regions lie in a district.
    """

    title: str
    shapes: Sequence[MapShape]
    shades: Mapping[int, RegionShade]
    choice: LayerChoice
    inner: bool
    towns: bool
    notes: Sequence[str]


def overview_map(view: View, shown: OverviewMap) -> list[Component]:
    """The panel's content."""
    return map_panel(
        view,
        shown.title,
        shown.shapes,
        shown.shades,
        shown.choice,
        hint=_back(view) if shown.inner else None if shown.towns else view.translate("overview.map.hint"),
        notes=shown.notes,
    )


def _back(view: View) -> Component:
    words, href = view.translate("overview.map.back"), view.href(district=None)
    return html.A(words, href=href, className="link", **{"data-swap": STORE})
