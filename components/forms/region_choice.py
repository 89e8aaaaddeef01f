"""Choosing a region: the city, its districts, and the towns of each, as links folded away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from indicators.definitions.regions import Regions


@dataclass(frozen=True)
class RegionChoice:
    """The regions that a screen can be about. `home` is the one that an address need not name."""

    regions: Regions
    choosable: Collection[int]
    home: int
    chosen: int


def region_choice(view: View, choice: RegionChoice) -> Component:
    """Links to the same screen for every region that can be chosen."""
    regions, choosable = choice.regions, choice.choosable
    name = view.localise(regions[choice.chosen].name)
    blocks = []
    for code in (regions.city.code, *regions.at("district")):
        towns = [town for town in regions.children(code) if town in choosable and regions[town].level == "town"]
        inner = [html.Li(_link(view, choice, town)) for town in towns]
        if code in choosable:
            blocks.append(html.Li([_link(view, choice, code), html.Ul(inner) if inner else None]))
        else:
            blocks += inner
    return html.Details(
        className="chooser",
        children=[
            html.Summary(view.translate("indicator.region", place=name)),
            html.Ul(blocks, className="chooser-list"),
        ],
    )


def _link(view: View, choice: RegionChoice, code: int) -> Component:
    marks = {"aria-current": "true"} if code == choice.chosen else {}
    address = view.href(region=None if code == choice.home else str(code), district=None)
    return html.A(view.localise(choice.regions[code].name), href=address, **marks)
