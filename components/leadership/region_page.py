"""What the screen of a region shows."""

from __future__ import annotations

from dataclasses import dataclass

from components.leadership.peer_comparison import PeerComparison
from components.leadership.region_functions import FunctionComparison
from components.leadership.region_head import NeighboursMap, RegionHead, RegionRanking
from components.leadership.region_navigation import RegionNavigation


@dataclass(frozen=True)
class RegionPage:
    """A district or town beside its peers."""

    ways: RegionNavigation
    head: RegionHead
    ranking: RegionRanking
    map: NeighboursMap
    functions: FunctionComparison
    standing: PeerComparison
