"""The map panel: a layer chosen, regions shaded by it, their names and values, and the way deeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.map import Shade, Shape, legend, region_map, steps
from components.numbers import Figure, digits
from components.table import table, twin
from components.view import View


@dataclass(frozen=True)
class Layer:
    """What the map can be coloured by: the id in the address and its name."""

    id: str
    name: str


def shaded(
    figures: Sequence[Figure], hrefs: Mapping[int, str], lower_is_better: bool = False
) -> tuple[dict[int, Shade], tuple[float, float]]:
    """A shade for each region's figure; darker is worse on dark ground, and the range of the values."""
    found, low, high = steps([f.value for f in figures])
    turned = [None if s is None else 4 - s if lower_is_better else s for s in found]
    return {f.region: Shade(f, hrefs[f.region], step) for f, step in zip(figures, turned, strict=True)}, (low, high)


def map_panel(
    view: View,
    title: str,
    shapes: Sequence[Shape],
    shades: Mapping[int, Shade],
    limits: tuple[float, float],
    layers: Sequence[Layer],
    chosen: str,
    *,
    hint: Any = None,
    note: str | None = None,
    store: str = "overview-address",
    option: str = "map",
) -> list[Component]:
    """The panel's content: heading, choices, map, legend, and the table twin."""
    decimals = next((s.figure.decimals for s in shades.values()), 0)
    unit = next((s.figure.unit for s in shades.values()), "")
    rows = [
        [shape.name, f"{digits(shades[shape.code].figure.value, decimals)}{unit}"]
        for shape in shapes
        if shape.code in shades
    ]
    low, high = (digits(limits[0], decimals), digits(limits[1], decimals))
    return [
        html.Div(className="panel-head", children=[html.H2(title), html.Div(hint, className="aside")]),
        html.Div(
            className="map-frame",
            children=[
                html.Div(className="chips", children=[_chip(view, layer, chosen, store, option) for layer in layers]),
                html.Div(className="map-box", children=region_map([(s, shades.get(s.code)) for s in shapes], title)),
            ],
        ),
        html.Div(className="map-foot", children=[html.Span(note), legend(low, high)]),
        twin(view.t("overview.map.table"), table(title, [view.t("overview.map.region"), title], rows, numeric=(1,))),
    ]


def _chip(view: View, layer: Layer, chosen: str, store: str, option: str) -> Component:
    marks = {"aria-current": "true"} if layer.id == chosen else {}
    return html.A(layer.name, href=view.href(**{option: layer.id}), **{"data-swap": store}, **marks)
