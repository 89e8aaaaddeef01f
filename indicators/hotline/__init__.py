"""The citizens' barometer (晴雨表): which topics of requests rise, last, or are everywhere, and how the mood is."""

from indicators.hotline.counts import TopicCounts, rolled_up, tree
from indicators.hotline.detection import listed
from indicators.hotline.findings import KINDS, Finding, KindOfFinding, SeriesWithBand
from indicators.hotline.hourly import Hourly
from indicators.hotline.loader import load_hotline_rules
from indicators.hotline.rates import ThreeRates, Volume, three_rates
from indicators.hotline.rules import HotlineRules
from indicators.hotline.sentiment_index import SentimentIndex, SentimentInputs, sentiment_index

__all__ = [
    "KINDS",
    "Finding",
    "HotlineRules",
    "Hourly",
    "KindOfFinding",
    "SentimentIndex",
    "SentimentInputs",
    "SeriesWithBand",
    "ThreeRates",
    "TopicCounts",
    "Volume",
    "listed",
    "load_hotline_rules",
    "rolled_up",
    "sentiment_index",
    "three_rates",
    "tree",
]  # fmt: skip
