"""The map panel: a layer chosen, regions shaded by it, their names and values, and the way deeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import DisplayValue, plain
from components.framework.raw_html import RawHtml
from components.framework.view import View, quoted
from components.maps.region_map import MapShape, RegionShade, legend, region_map
from components.tables.accessible_table import accessible_table, table


@dataclass(frozen=True)
class MapLayer:
    """What the map can be coloured by: the id in the address and its name."""

    id: str
    name: str


def shaded(figures: Sequence[DisplayValue], hrefs: Mapping[int, str]) -> dict[int, RegionShade]:
    """A shade for each region's figure: the class of its status."""
    return {figure.region: RegionShade(figure, hrefs[figure.region]) for figure in figures}


@dataclass(frozen=True)
class LayerChoice:
    """What a map can be coloured by: buttons for the few, a list for the many; `chosen` is the id in the address.

    `scores`: what is chosen is a score, whose classes have limits in points.
    """

    layers: Sequence[MapLayer]
    more: Sequence[MapLayer]
    chosen: str
    store: str
    option: str = "map"
    scores: bool = True


def map_panel(
    view: View,
    title: str,
    shapes: Sequence[MapShape],
    shades: Mapping[int, RegionShade],
    choice: LayerChoice,
    *,
    hint: Any = None,
    notes: Sequence[str] = (),
) -> list[Component]:
    """The panel's content: heading, choices, map, legend, credits, and the table twin."""
    rows = [[s.name, plain(view, shades[s.code].figure, s.name)] for s in shapes if s.code in shades]
    return [
        html.Div(className="panel-head", children=[html.H2(title), html.Div(hint, className="aside")]),
        html.Div(
            className="map-frame",
            children=[
                html.Div(
                    className="chips",
                    children=[*(_chip(view, layer, choice) for layer in choice.layers), _picker(view, choice)],
                ),
                legend(view, shades.values(), "map.score" if choice.scores else "status"),
                html.Div(className="map-box", children=region_map([(s, shades.get(s.code)) for s in shapes], title)),
            ],
        ),
        html.Div(className="map-foot", children=[html.P(note) for note in notes]),
        accessible_table(
            view.translate("overview.map.table"),
            table(title, [view.translate("overview.map.region"), title], rows, numeric=(1,)),
        ),
    ]


def _chip(view: View, layer: MapLayer, choice: LayerChoice) -> Component:
    marks = {"aria-current": "true"} if layer.id == choice.chosen else {}
    return html.A(layer.name, href=view.href(**{choice.option: layer.id}), **{"data-swap": choice.store}, **marks)


def _picker(view: View, choice: LayerChoice) -> Component | None:
    """A list to choose one of many indicators from; without a script its button sends it."""
    if not choice.more:
        return None
    chosen = choice.chosen if choice.chosen in {layer.id for layer in choice.more} else ""
    kept = [
        ("lang", view.lang),
        ("theme", view.theme),
        *((k, v) for k, v in view.options.items() if k != choice.option),
    ]
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept)
    words = escape(view.translate("overview.map.choose"))
    options = "".join(
        f'<option value="{escape(layer.id)}"{" selected" if layer.id == chosen else ""}>{escape(layer.name)}</option>'
        for layer in choice.more
    )
    return RawHtml(
        f'<form class="map-picker" method="get" action="{escape(quoted(view.path))}">{hidden}'
        f'<select name="{choice.option}" aria-label="{words}" data-swap="{choice.store}"'
        f' data-href="{escape(view.href(**{choice.option: "-chosen-"}))}">'
        f'<option value="">{words}</option>{options}</select>'
        f'<button type="submit" class="button without-script">{escape(view.translate("overview.map.show"))}</button>'
        "</form>"
    )
