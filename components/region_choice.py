"""Choosing a region: the city, its districts, and the towns of each, as links folded away."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.view import View
from indicators.catalogue import Catalogue
from indicators.definitions import Level


def region_choice(view: View, catalogue: Catalogue, deepest: Level, chosen: int) -> Component:
    """Links to the same screen for every region down to the level `deepest`."""
    regions = catalogue.regions
    city = regions.city.code
    name = view.say(regions[chosen].name)
    blocks = [html.Li(_link(view, catalogue, city, chosen))]
    for district in regions.at("district"):
        if regions.reaches(district, deepest):
            towns = [code for code in regions.children(district) if regions.reaches(code, deepest)]
            inner = [html.Li(_link(view, catalogue, town, chosen)) for town in towns]
            block = [_link(view, catalogue, district, chosen), html.Ul(inner) if inner else None]
            blocks.append(html.Li(block))
    return html.Details(
        className="chooser",
        children=[html.Summary(view.t("indicator.region", place=name)), html.Ul(blocks, className="chooser-list")],
    )


def _link(view: View, catalogue: Catalogue, code: int, chosen: int) -> Component:
    marks = {"aria-current": "true"} if code == chosen else {}
    whole = code == catalogue.regions.city.code
    address = view.href(region=None if whole else str(code), district=None)
    return html.A(view.say(catalogue.regions[code].name), href=address, **marks)
