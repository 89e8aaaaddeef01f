"""Boxes to tick: of anything, and of the city's regions as the tree they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import labelled, list_of
from components.forms.inputs import typed
from components.framework.view import View
from indicators.definitions.regions import Regions


@dataclass(frozen=True)
class CheckboxOption:
    """One box to tick: its value, how it reads, whether it is ticked."""

    value: str
    label: str
    chosen: bool = False


def region_boxes(view: View, regions: Regions, held: Sequence[int]) -> Component:
    """The city, the districts, and the towns of each, to be ticked."""

    def box(code: int) -> CheckboxOption:
        return CheckboxOption(str(code), view.localise(regions[code].name), code in held)

    blocks: list[Any] = [_box("regions", box(regions.city.code))]
    for district in regions.at("district"):
        towns = [_box("regions", box(town)) for town in regions.children(district)]
        blocks.append(html.Div([_box("regions", box(district)), html.Div(towns, className="boxes towns")]))
    chosen = list_of(view, (view.localise(regions[code].name) for code in held))
    summary = html.Summary(labelled(view, view.translate("admin.col.places"), chosen))
    return html.Details([summary, html.Div(blocks, className="boxes-tall")], className="boxes-box", open=not held)


def boxes(view: View, title: str, name: str, choices: Sequence[CheckboxOption], folded: bool = False) -> Component:
    """Boxes under a title; folded away, the title names those that are ticked."""
    inner = html.Div([_box(name, choice) for choice in choices], className="boxes")
    if not folded:
        return html.Fieldset([html.Legend(title), inner], className="boxes-box")
    chosen = list_of(view, (choice.label for choice in choices if choice.chosen))
    return html.Details([html.Summary(labelled(view, title, chosen)), inner], className="boxes-box")


def _box(name: str, choice: CheckboxOption) -> Component:
    tick = typed("checkbox", name, choice.value, checked=choice.chosen)
    return html.Label([tick, f" {choice.label}"], className="box")
