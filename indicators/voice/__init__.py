"""The citizens' barometer (晴雨表): which topics of requests rise, last, or are everywhere, and how the mood is."""

from indicators.voice.counts import Counts, rolled_up, tree
from indicators.voice.findings import KINDS, Finding, KindOfFinding, Trail
from indicators.voice.hourly import Hourly
from indicators.voice.listing import listed
from indicators.voice.mood import Mood, Signs, mood
from indicators.voice.rates import ThreeRates, Volume, three_rates
from indicators.voice.reading_rules import load_voice_rules
from indicators.voice.rules import VoiceRules

__all__ = [
    "KINDS", "Counts", "Finding", "Hourly", "KindOfFinding", "Mood", "Signs", "ThreeRates", "Trail", "VoiceRules",
    "Volume", "listed", "load_voice_rules", "mood", "rolled_up", "three_rates", "tree",
]  # fmt: skip
