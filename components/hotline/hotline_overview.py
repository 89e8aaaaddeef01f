"""What the barometer shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from components.forms.region_choice import RegionChoice
from components.framework.view import View
from components.hotline.cards import FindingCard
from components.hotline.closed_loop import LoopStepView
from components.hotline.rates import RateRow, rates_panel
from components.hotline.repeats import RepeatRow, repeats_panel
from components.hotline.sentiment import DailyOrders, sentiment_panel
from indicators.hotline import HotlineRules, KindOfFinding, SentimentIndex


@dataclass(frozen=True)
class HotlineOverview:
    """The hotline in a region (named `place`) up to a day: its mood, findings by kind, and what became of the orders.

    `run` is the number of the refresh that all is read from. `again` are places that called again and again: those
    listed, and how many more there are.
    """

    run: int
    regions: RegionChoice
    rules: HotlineRules
    place: str
    until: str
    mood: SentimentIndex
    daily: DailyOrders
    loop: Sequence[LoopStepView]
    findings: Mapping[KindOfFinding, Sequence[FindingCard]]
    units: Sequence[RateRow]
    topics: Sequence[RateRow]
    again: Sequence[RepeatRow]
    more: int


def sentiment_section(view: View, shown: HotlineOverview) -> Component:
    """The gauge of the mood and the last days."""
    return sentiment_panel(view, shown.place, shown.mood, shown.daily, shown.rules, shown.until)


def rates_of_units(view: View, shown: HotlineOverview) -> Component:
    """The three rates of the region and those directly inside it."""
    how = _how(view, shown.rules)
    return rates_panel(view, view.translate("voice.rates"), view.translate("voice.unit"), shown.units, how)


def rates_of_topics(view: View, shown: HotlineOverview) -> Component:
    """The three rates by topic."""
    how = _how(view, shown.rules)
    return rates_panel(view, view.translate("voice.rates.topics"), view.translate("voice.topic"), shown.topics, how)


def repeats(view: View, shown: HotlineOverview) -> Component:
    """The places that called again and again."""
    return repeats_panel(view, shown.again, shown.more, shown.rules.repeats.days, shown.rules.repeats.fewest)


def _how(view: View, rules: HotlineRules) -> str:
    return view.translate("voice.rates.how", days=rules.rates.days, n=rules.rates.fewest)
