"""What the screen of one indicator shows."""

from __future__ import annotations

from dataclasses import dataclass

from components.indicators.indicator_card import IndicatorCard
from components.indicators.indicator_head import IndicatorHead
from components.indicators.indicator_regions import RegionComparison
from components.indicators.origin import ValueOrigin
from components.indicators.trend_panel import IndicatorHistory
from components.indicators.vintages import ValueVintages

STORE = "indicator-address"  # the store that a choice of grain, of last year or of a district is written into


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator in one region, in depth."""

    head: IndicatorHead
    card: IndicatorCard
    history: IndicatorHistory
    regions: RegionComparison
    origin: ValueOrigin
    vintages: ValueVintages
