"""What the screen of a region shows."""

from __future__ import annotations

from dataclasses import dataclass

from components.leadership.peer_comparison import RegionStanding
from components.leadership.region_functions import FunctionsBeside
from components.leadership.region_head import Head, NeighboursMap, Ranking
from components.leadership.region_navigation import RegionWays


@dataclass(frozen=True)
class RegionPage:
    """A district or town beside its peers."""

    ways: RegionWays
    head: Head
    ranking: Ranking
    map: NeighboursMap
    functions: FunctionsBeside
    standing: RegionStanding
