"""What the list of alerts is narrowed by, all of it in the address: states as links, the rest as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.forms.inputs import choice, hidden
from components.framework.view import View

STATES = ("live", "waiting", "recovered", "closed", "all")
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class AlertFilterOptions:
    """What may be chosen: pairs of value and label."""

    kinds: Options
    regions: Options
    causes: Options


def chosen_state(view: View) -> str:
    """The state that the address asks for; those that are on where it names none."""
    chosen = view.option("state", "live")
    return chosen if chosen in STATES else "live"


def state_tabs(view: View, numbers: Mapping[str, int], chosen: str) -> Component:
    """The states as links, with how many there are."""
    return html.Nav(
        [_tab(view, state, numbers, chosen) for state in STATES],
        className="chips",
        **{"aria-label": view.translate("alert.filter.state")},
    )


def _tab(view: View, state: str, numbers: Mapping[str, int], chosen: str) -> Component:
    count = html.B(str(numbers[state]), **{"data-number": f"alerts-{state}"}) if state in numbers else None
    here = {"aria-current": "true"} if state == chosen else {}
    href = view.href("/alerts", state=None if state == "live" else state)
    return html.A([view.translate(f"alert.filter.{state}"), " ", count], href=href, **here)


def filter_form(view: View, chosen: AlertFilterOptions) -> Component:
    """Kind, region, cause, and whether what goes along with others is listed too."""
    kept = {"lang": view.lang if view.lang == "en" else "", "theme": view.theme if view.theme == "light" else ""}
    kept |= {name: view.option(name) for name in ("level", "state")}
    lists = (("kind", chosen.kinds), ("region", chosen.regions), ("cause", chosen.causes))
    both = [("", view.translate("alert.filter.leading")), ("all", view.translate("alert.filter.echoes"))]
    form = html.Form(
        className="alert-filters",
        action="/alerts",
        method="get",
        children=[
            *(hidden(name, value) for name, value in kept.items() if value),
            *(_list(view, name, [("", view.translate("alert.filter.any")), *options]) for name, options in lists),
            _list(view, "echoes", both),
            html.Button(view.translate("alert.filter.apply"), type="submit", className="button"),
        ],
    )
    used = any(view.option(name) for name in ("kind", "region", "cause", "echoes"))
    return html.Details(
        [html.Summary(view.translate("alert.filter.title")), form], open=used, className="fold alert-narrow"
    )


def _list(view: View, name: str, options: Options) -> Component:
    label = html.Span(view.translate(f"alert.filter.{name}"), className="label")
    return html.Label([label, choice(name, options, view.option(name))], className="field")
