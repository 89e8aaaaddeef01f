"""What the interface for programs knows: the words of its answers, as it gives them and as it describes them."""

from __future__ import annotations

from indicators.calendar.periods import Grain

BASES = ("unknown", "published", "plan", "reported", "demo")
STATUSES = ("unknown", "on_track", "watch", "off_track")
HEADS = ("indicator", "region", "period", "value", "numerator", "denominator", "expected", "status", "basis", "unit")
NUMBERS = ("value", "numerator", "denominator", "expected")
GRAINS = tuple(grain.value for grain in Grain)
