"""The citizens' barometer (晴雨表): which topics of requests rise, last, or are everywhere, and how the mood is."""

from indicators.hotline.counts import Counts, rolled_up, tree
from indicators.hotline.detection import listed
from indicators.hotline.findings import KINDS, Finding, KindOfFinding, SeriesWithBand
from indicators.hotline.hourly import Hourly
from indicators.hotline.loader import load_voice_rules
from indicators.hotline.rates import ThreeRates, Volume, three_rates
from indicators.hotline.rules import HotlineRules
from indicators.hotline.sentiment_index import Mood, SentimentInputs, mood

__all__ = [
    "KINDS",
    "Counts",
    "Finding",
    "HotlineRules",
    "Hourly",
    "KindOfFinding",
    "Mood",
    "SentimentInputs",
    "SeriesWithBand",
    "ThreeRates",
    "Volume",
    "listed",
    "load_voice_rules",
    "mood",
    "rolled_up",
    "three_rates",
    "tree",
]  # fmt: skip
