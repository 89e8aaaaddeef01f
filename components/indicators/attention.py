"""The list of what needs a hand: value, target, reason, where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.sparkline import sparkline
from components.formatting.display_values import basis_name, decimals_of, status_name, unit
from components.formatting.judgements import attention_words, judgement_mark
from components.formatting.numbers import DisplayValue, digits, number
from components.framework.view import View
from indicators.compute.results import Attention
from indicators.definitions.model import Indicator

RowExtra = Callable[[str, int, bool], Component | None]
"""What stands beside a row about an indicator in a region; whether its value is unknown."""


@dataclass(frozen=True)
class AttentionRow:
    """One line of the list: the finding, its definition, where it is, the basis code and last values of its number."""

    found: Attention
    indicator: Indicator
    place: str
    basis: int
    recent: Sequence[float | None] = ()


def attention_list(view: View, rows: Sequence[AttentionRow], beside: RowExtra | None = None) -> Component:
    """The rows, the most pressing first; `beside` says what can be done about one."""
    if not rows:
        return html.P(view.translate("overview.attention.none"), className="note")
    return html.Ol(className="attention", children=[html.Li(_row(view, row, beside)) for row in rows])


def _row(view: View, row: AttentionRow, beside: RowExtra | None) -> list[Any]:
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
        html.Div(className="attention-value", children=[number(view, shown, name), _aim(view, indicator, row)]),
        html.Div(
            className="attention-words",
            children=[
                html.Div(
                    className="line",
                    children=[
                        judgement_mark(view, found.judgement),
                        html.A(name, href=_href(view, row), className="name"),
                        html.Span(row.place, className="where"),
                    ],
                ),
                html.P(attention_words(view, indicator, found), className="why"),
            ],
        ),
        sparkline(row.recent, view.translate("row.trend", name=name), 88, 36, found.judgement.aim),
        html.Div(beside(found.indicator, found.region, found.value is None) if beside else None, className="beside"),
    ]


def _href(view: View, row: AttentionRow) -> str:
    return view.href(f"/indicators/{row.found.indicator}", region=str(row.found.region))


def _aim(view: View, indicator: Indicator, row: AttentionRow) -> Component | None:
    """What the value is compared with."""
    found = row.found
    if found.judgement.aim is None:
        return None
    text = digits(found.judgement.aim, decimals_of(indicator, found.value, found.judgement)) + unit(view, indicator)
    return html.Small(view.translate(f"attention.aim.{indicator.better}", value=text), **{"data-number": "aim"})
