"""响应率、解决率、满意率 with the volume behind them: indicators.md 6.5, R42 article 32."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Volume:
    """Orders of a region (and topic) within some days, by what became of them.

    `resolved` and `satisfied` are counted of the `rated`, those whose citizen was asked and answered.
    """

    received: int
    accepted: int = 0
    contacted: int = 0
    due: int = 0
    closed: int = 0
    on_time: int = 0
    rated: int = 0
    resolved: int = 0
    satisfied: int = 0
    returned: int = 0
    reopened: int = 0
    repeat: int = 0


@dataclass(frozen=True)
class Rate:
    """A part of a whole. `value` in %, None where there is no whole; `few`: too little volume to mean something."""

    part: int
    whole: int
    few: bool

    @property
    def value(self) -> float | None:
        """The share in %."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class ThreeRates:
    """响应率 response, 解决率 resolution, 满意率 satisfaction."""

    response: Rate
    resolution: Rate
    satisfaction: Rate


def three_rates(volume: Volume, fewest: int) -> ThreeRates:
    """The three rates; below `fewest` orders in the whole they read 样本不足."""

    def rate(part: int, whole: int) -> Rate:
        return Rate(part, whole, whole < fewest)

    return ThreeRates(
        rate(volume.contacted, volume.received),
        rate(volume.resolved, volume.rated),
        rate(volume.satisfied, volume.rated),
    )
