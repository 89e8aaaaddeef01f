"""The head of an indicator's screen: where it belongs, its name and status, a choice of regions, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.judgements import judgement_mark, sentence
from components.forms.region_choice import RegionChoice, region_choice
from components.framework.view import View
from components.indicators.indicator_card import standing_sentence
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.forecast.outlook import Outlook


@dataclass(frozen=True)
class IndicatorHead:
    """An indicator in a region (named `place`) with its newest value.

    `crumbs` are the parts of the plan that it belongs to, each with its address where it has one.
    """

    indicator: Indicator
    value: IndicatorValue
    place: str
    crumbs: Sequence[tuple[str, str | None]]
    regions: RegionChoice
    outlook: Outlook | None = None


def indicator_head(view: View, shown: IndicatorHead) -> list[Component]:
    """Crumbs, heading and the sentence that says how it stands."""
    mark = judgement_mark(view, shown.value.judgement)
    reason = sentence(view, shown.indicator, shown.value.value, shown.value.judgement)
    return [
        _crumbs(view, shown.crumbs),
        html.Div(
            className="indicator-head",
            children=[
                html.H1([view.localise(shown.indicator.name), " ", mark]),
                region_choice(view, shown.regions),
            ],
        ),
        html.P(
            standing_sentence(view, shown.indicator, shown.value, shown.place, reason, shown.outlook), className="lead"
        ),
    ]


def _crumbs(view: View, crumbs: Sequence[tuple[str, str | None]]) -> Component:
    parts = [html.A(words, href=href) if href else words for words, href in crumbs]
    between = [item for part in parts for item in (part, " › ")][:-1]
    return html.Nav(between, className="crumbs", **{"aria-label": view.translate("indicator.crumbs")})
