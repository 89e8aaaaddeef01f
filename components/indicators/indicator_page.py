"""The screen of one indicator: how it stands and why, its history, where it differs, what it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.framework.markup import to_html
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.choice_store import STORE
from components.indicators.history_panel import history_panel
from components.indicators.indicator_card import IndicatorCard, card
from components.indicators.indicator_head import IndicatorHead, indicator_head
from components.indicators.indicator_regions import RegionComparison, regions_panel
from components.indicators.origin import ValueOrigin, origin_panel
from components.indicators.trend_panel import IndicatorHistory
from components.indicators.vintages import ValueVintages, vintages_panel


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator in one region, in depth."""

    head: IndicatorHead
    card: IndicatorCard
    history: IndicatorHistory
    regions: RegionComparison
    origin: ValueOrigin
    vintages: ValueVintages

    def title(self, view: View) -> str:
        """The indicator's name."""
        return view.localise(self.head.indicator.name)


def indicator_page(view: View, page: IndicatorPage, tasks: Component) -> list[Component]:
    """The content of the screen; `tasks` stands below the card."""
    regions = RawHtml(to_html(regions_panel(view, page.regions)), id="indicator-regions")
    shown = html.Section(card(view, page.card), className="panel indicator-card")
    return [
        *indicator_head(view, page.head),
        html.Div(
            className="indicator",
            children=[
                html.Div([shown, tasks], className="indicator-side"),
                history_panel(view, page.history),
                html.Section(className="panel indicator-regions", children=regions),
                origin_panel(view, page.origin),
                vintages_panel(view, page.vintages),
            ],
        ),
        dcc.Store(id=STORE),
    ]
