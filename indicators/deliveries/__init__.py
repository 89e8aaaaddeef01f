"""What should have come, from whom and by when; and how what came is judged."""

from indicators.deliveries.judgement import (
    Arrival,
    DeliveryState,
    Item,
    Punctuality,
    SourceMonth,
    cell_of,
    judge,
    periods_ending,
    punctuality,
    tells_of,
)
from indicators.deliveries.promises import DeliverySource, Promise, source_of_measure, sources_of

__all__ = [
    "Arrival",
    "DeliverySource",
    "DeliveryState",
    "Item",
    "Promise",
    "Punctuality",
    "SourceMonth",
    "cell_of",
    "judge",
    "periods_ending",
    "punctuality",
    "source_of_measure",
    "sources_of",
    "tells_of",
]
