"""Choosing a region: the city, its districts, and the towns of each, as links folded away."""

from __future__ import annotations

from collections.abc import Collection

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from indicators.catalogue.catalogue import Catalogue


def region_choice(view: View, catalogue: Catalogue, choosable: Collection[int], home: int, chosen: int) -> Component:
    """Links to the same screen for every region that can be chosen; `home` is the one that needs no naming."""
    regions = catalogue.regions
    name = view.localise(regions[chosen].name)
    blocks = []
    for code in (regions.city.code, *regions.at("district")):
        towns = [town for town in regions.children(code) if town in choosable and regions[town].level == "town"]
        inner = [html.Li(_link(view, catalogue, home, town, chosen)) for town in towns]
        if code in choosable:
            blocks.append(html.Li([_link(view, catalogue, home, code, chosen), html.Ul(inner) if inner else None]))
        else:
            blocks += inner
    return html.Details(
        className="chooser",
        children=[
            html.Summary(view.translate("indicator.region", place=name)),
            html.Ul(blocks, className="chooser-list"),
        ],
    )


def _link(view: View, catalogue: Catalogue, home: int, code: int, chosen: int) -> Component:
    marks = {"aria-current": "true"} if code == chosen else {}
    address = view.href(region=None if code == home else str(code), district=None)
    return html.A(view.localise(catalogue.regions[code].name), href=address, **marks)
