"""The living city of the demonstration: about two thousand devices that deliver through the same door as anybody's.

Every reading is a pure function of the seed, the device and the moment. kinds/ says which devices there are and how
what they deliver behaves, rhythms.yaml and weather.yaml move them together, scenarios/ tells the incidents and when
they come: fixed ones on the days of a cycle of two weeks that begins on 2025-06-30, and one in each other hour.
"""

from demo.simulator.backfill import backfill, is_backfilled
from demo.simulator.city import SimulatedCity, build_city
from demo.simulator.process import FEED, PROMISE

__all__ = ["FEED", "PROMISE", "SimulatedCity", "backfill", "build_city", "is_backfilled"]
