"""The list of what needs a hand: value, target, reason, where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import basis_name, decimals_of, status_name, unit
from components.formatting.judgements import judgement_mark, pressing
from components.formatting.numbers import DisplayValue, number
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
        decimals_of(indicator, found.value, found.judgement),
        status_name(found.status),
        basis_name(row.basis),
    )
    name = view.localise(indicator.name)
    return [
        html.Div(
            className="line",
            children=[
                judgement_mark(view, found.judgement),
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
                html.Span(pressing(view, indicator, found), className="why"),
                html.Span(beside(found.indicator, found.region, found.value is None), className="beside")
                if beside
                else None,
            ],
        ),
    ]
