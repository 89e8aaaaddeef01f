"""响应率、解决率、满意率 side by side, with the volume behind each; too little of it is said, not ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import NO_VALUE, digits
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table
from indicators.hotline.rates import Rate, ThreeRates

NAMES = ("response", "resolution", "satisfaction")


@dataclass(frozen=True)
class RateRow:
    """A unit, region or topic: its name, where it leads, how many orders, its rates, and how many were said again."""

    id: str
    name: str
    href: str | None
    received: int
    rates: ThreeRates
    repeat: int


def rates_panel(view: View, title: str, first: str, rows: Sequence[RateRow], aside: Component | str) -> Component:
    """The rates in a table, in the order given."""
    heads = [
        first,
        view.translate("voice.received"),
        *(view.translate(f"voice.rate.{name}") for name in NAMES),
        view.translate("voice.repeat"),
    ]
    body = [
        [
            html.A(row.name, href=row.href, className="link") if row.href else row.name,
            html.Span(digits(row.received, 0), **{"data-number": f"received:{row.id}"}),
            *(rate_cell(view, getattr(row.rates, name), f"{name}:{row.id}") for name in NAMES),
            html.Span(_share(row), **{"data-number": f"repeat:{row.id}"}),
        ]
        for row in rows
    ]
    return panel(
        title, table(title, heads, body, "voice-rates", range(1, 6)), aside=aside, className="voice-rates-panel"
    )


def _share(row: RateRow) -> str:
    return f"{digits(100 * row.repeat / row.received, 1)}%" if row.received else NO_VALUE


def rate_cell(view: View, rate: Rate, mark: str) -> Component:
    """A rate with the number it rests on; with too little of that it reads 样本不足."""
    of = html.Small(view.translate("voice.of", n=digits(rate.whole, 0)), className="note")
    if rate.few:
        return html.Span(
            [html.Span(view.translate("voice.few"), className="voice-few"), " ", of], **{"data-number": mark}
        )
    return html.Span([html.B(f"{digits(rate.value, 1)}%"), " ", of], **{"data-number": mark})
