"""One indicator in the regions beside each other: ranked bars, a small map, and the table twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.ranked import RankedValues, rank, ranked
from components.formatting.display_values import unit
from components.formatting.numbers import DisplayValue, digits, plain, status_mark
from components.framework.view import View
from components.indicators.choice_store import STORE
from components.maps.region_map import MapShape, legend, region_map
from components.maps.region_panel import shaded
from components.tables.accessible_table import accessible_table, table
from indicators.definitions.model import Indicator


@dataclass(frozen=True)
class RegionComparison:
    """An indicator in the regions directly inside one (named `place`), and the value expected of all of them.

    `here` is the region that the screen is about, `towns`: they are the towns of a district. `credits`: whose outlines
    the map shows, and that they are approximate.
    """

    indicator: Indicator
    place: str
    figures: Sequence[DisplayValue]
    shapes: Sequence[MapShape]
    here: int
    towns: bool
    expected: float | None
    credits: str


def regions_panel(view: View, around: RegionComparison) -> list[Component]:
    """The panel's content."""
    indicator, place, figures, shapes = around.indicator, around.place, around.figures, around.shapes
    title = view.translate("indicator.towns", district=place) if around.towns else view.translate("indicator.districts")
    if not figures:
        words = view.translate("indicator.no_towns" if around.towns else "indicator.city_only")
        return [_head(view, title, around), html.P(words, className="note")]
    names = {shape.code: shape.name for shape in shapes}
    ranks = rank(figures, indicator.better, around.expected)
    deeper = indicator.level == "town" and not around.towns
    hrefs = {f.region: _href(view, f.region, deeper) for f in figures}
    shades = shaded(figures, hrefs)
    drawn = region_map(
        [(shape, shades.get(shape.code)) for shape in shapes],
        view.translate("indicator.map", name=view.localise(indicator.name), place=place),
    )
    return [
        _head(view, title, around, _scale_words(view, indicator, ranks)),
        html.Div(
            className="breakdown",
            children=[
                ranked(view, ranks, names, hrefs, STORE if deeper else None, around.here),
                html.Div(
                    [drawn, legend(view, shades.values(), "status"), html.P(around.credits, className="note")],
                    className="breakdown-map",
                ),
            ],
        ),
        html.P(view.translate("indicator.hint"), className="note") if deeper else None,
        accessible_table(view.translate("indicator.table"), _table(view, title, ranks, names)),
    ]


def _href(view: View, code: int, deeper: bool) -> str:
    """A district opens its towns in this panel; anything else becomes the region of the whole screen."""
    return view.href(district=str(code)) if deeper else view.href(region=str(code), district=None)


def _head(view: View, title: str, around: RegionComparison, aside: Any = None) -> Component:
    back = html.A(
        view.translate("indicator.back"), href=view.href(district=None), className="link", **{"data-swap": STORE}
    )
    chosen = around.towns and view.option("district")
    parts = [back if chosen else None, html.Span(aside) if aside else None]
    return html.Div(className="panel-head", children=[html.H2(title), html.Div(parts, className="aside")])


def _scale_words(view: View, indicator: Indicator, ranks: RankedValues) -> str:
    said = []
    if ranks.expected is not None:
        value = digits(ranks.expected, indicator.decimals) + unit(view, indicator)
        said.append(view.translate("indicator.line.now", value=value))
    if ranks.low > 0:
        said.append(view.translate("indicator.from", value=f"{ranks.low:g}"))
    return " · ".join(said)


def _table(view: View, title: str, ranks: RankedValues, names: dict[int, str]) -> Component:
    heads = [view.translate(f"indicator.col.{key}") for key in ("region", "value", "status")]
    rows = [[names[f.region], plain(view, f, names[f.region]), status_mark(view, f.status)] for f in ranks.figures]
    return table(title, heads, rows, numeric=(1,))
