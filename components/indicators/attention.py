"""The list of what needs a hand: value, target, reason, where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import basis_name, status_name, unit
from components.formatting.numbers import DisplayValue, digits, number, status_mark
from components.formatting.reasons import sentence
from components.framework.view import View
from indicators.compute.results import Attention
from indicators.definitions.model import Indicator

RowExtra = Callable[[str, int, bool], Component | None]
"""What stands beside a row about an indicator in a region; whether its value is unknown."""


@dataclass(frozen=True)
class Row:
    """One line of the list: the finding, its definition, where it is, and the basis code of its value."""

    found: Attention
    indicator: Indicator
    place: str
    basis: int


def attention_list(view: View, rows: Sequence[Row], beside: RowExtra | None = None) -> Component:
    """The rows, the most pressing first; `beside` says what can be done about one."""
    if not rows:
        return html.P(view.translate("overview.attention.none"), className="note")
    return html.Ol(className="attention", children=[html.Li(_row(view, row, beside)) for row in rows])


def _row(view: View, row: Row, beside: RowExtra | None) -> list[Any]:
    found, indicator = row.found, row.indicator
    shown = DisplayValue(
        found.indicator,
        found.region,
        found.period,
        found.value,
        unit(view, indicator),
        indicator.decimals,
        status_name(found.status),
        basis_name(row.basis),
    )
    target = found.reason.facts.get("target_value")
    goal = (
        view.translate("overview.target", value=digits(float(target), indicator.decimals) + unit(view, indicator))
        if target
        else None
    )
    name = view.localise(indicator.name)
    return [
        html.Div(
            className="line",
            children=[
                status_mark(view, status_name(found.status)),
                html.A(
                    name, href=view.href(f"/indicators/{found.indicator}", region=str(found.region)), className="name"
                ),
                html.Span(row.place, className="where"),
            ],
        ),
        html.Div(
            className="line second",
            children=[
                number(view, shown, name),
                html.Span(goal, className="note") if goal else None,
                html.Span(sentence(view, indicator, found.reason), className="why"),
                html.Span(beside(found.indicator, found.region, found.value is None), className="beside")
                if beside
                else None,
            ],
        ),
    ]
