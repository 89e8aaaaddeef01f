"""Indicators of one region beside the middle of its peers, and what a year has changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import bar
from components.formatting.display_values import difference_unit, display_value, status_name, unit
from components.formatting.numbers import change, digits, number
from components.formatting.score_changes import year_compared
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator


@dataclass(frozen=True)
class PeerRow:
    """An indicator's cell here, and the middle of the peers' values and scores."""

    cell: IndicatorValue
    indicator: Indicator
    middle_value: float | None
    middle_score: float | None


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator's cell and its change in a year, in tolerances (positive for the better)."""

    cell: IndicatorValue
    indicator: Indicator
    size: float


@dataclass(frozen=True)
class PeerComparison:
    """Where a region is weakest and strongest, and its greatest losses and gains in a year.

    `largest` is the greatest of these changes, in tolerances.
    """

    weakest: Sequence[PeerRow]
    strongest: Sequence[PeerRow]
    losses: Sequence[IndicatorChange]
    gains: Sequence[IndicatorChange]
    largest: float


def peer_comparison_panel(view: View, shown: PeerComparison) -> Component:
    """The four lists."""
    aside, year = view.translate("region.standing.how"), view.translate("region.year.how")
    return html.Div(
        className="region-standing",
        children=[
            panel(view.translate("region.weakest"), score_beside_peers(view, shown.weakest), aside=aside),
            panel(view.translate("region.strongest"), score_beside_peers(view, shown.strongest), aside=aside),
            panel(view.translate("region.losses"), changed(view, shown.losses, shown.largest), aside=year),
            panel(view.translate("region.gains"), changed(view, shown.gains, shown.largest), aside=year),
        ],
    )


def score_beside_peers(view: View, shown: Sequence[PeerRow]) -> Component:
    """Name, a bar of the score with a line at the peers' middle, the value, and the peers' middle value."""
    return html.Ol(className="beside", children=[html.Li(_beside(view, one)) for one in shown])


def _beside(view: View, one: PeerRow) -> list[Any]:
    cell, indicator = one.cell, one.indicator
    name = view.localise(indicator.name)
    middle = digits(one.middle_value, indicator.decimals) + unit(view, indicator)
    words = view.translate("region.bar", name=name, score=digits(cell.score, 0), middle=digits(one.middle_score, 0))
    return [
        _link(view, cell, name),
        bar(cell.score, one.middle_score, status_name(cell.status), words),
        number(view, display_value(view, indicator, cell), name),
        html.Small(view.translate("region.middle", value=middle), className="note"),
    ]


def changed(view: View, shown: Sequence[IndicatorChange], largest: float) -> Component:
    """Name, a bar as long as the change is big, the change in the indicator's own unit, the value now."""
    return html.Ol(className="beside", children=[html.Li(_changed(view, one, largest)) for one in shown])


def _changed(view: View, one: IndicatorChange, largest: float) -> list[Any]:
    cell, indicator = one.cell, one.indicator
    name = view.localise(indicator.name)
    decimals = max(indicator.decimals, 1) if indicator.unit.zh == "%" else indicator.decimals
    width = abs(one.size) / largest * 100 if largest else 0.0
    kind = "better" if one.size > 0 else "worse"
    words = escape(view.translate(f"region.change.{kind}", name=name))
    return [
        _link(view, cell, name),
        _swing(kind, width, words),
        number(view, display_value(view, indicator, cell), name),
        html.Small(
            change(view, cell.yoy, indicator.better, decimals, difference_unit(view, indicator)),
            className="note",
            title=year_compared(view, cell),
        ),
    ]


def _swing(kind: str, width: float, words: str) -> RawHtml:
    fill = f'<i class="fill" style="width:{width:.1f}%"></i>'
    return RawHtml(f'<div class="bar swing swing-{kind}" role="img" aria-label="{words}">{fill}</div>')


def _link(view: View, cell: IndicatorValue, name: str) -> Component:
    return html.A(name, href=view.href(f"/indicators/{cell.indicator}", region=str(cell.region)), className="name")
