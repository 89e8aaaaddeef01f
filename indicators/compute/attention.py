"""What needs a hand first: severity × weight × trend, each indicator once, where it stands worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import Attention, IndicatorValue, StatusReason
from indicators.definitions.model import Better
from indicators.definitions.regions import DEPTH
from indicators.scoring.status import Status

REACH = (1.0, 0.6, 0.35)  # how much a trouble counts that concerns the city, a district, a town
WORSENING = {-1: 1.3, 0: 1.0, 1: 0.8}
LASTS = 3  # periods in a row that fall short are told as such
STALE = 0.5  # severity of a value that did not come, or that cannot be


def rank_attention(cells: Iterable[IndicatorValue], catalogue: Catalogue) -> list[Attention]:
    """All indicators that are off track, on watch or overdue somewhere, the most pressing first."""
    worst: dict[str, Attention] = {}
    for cell in cells:
        found = _attention(cell, catalogue)
        if found and (cell.indicator not in worst or found.rank > worst[cell.indicator].rank):
            worst[cell.indicator] = found
    return sorted(worst.values(), key=lambda a: (-a.rank, a.indicator))


def severity(cell: IndicatorValue) -> float:
    """How bad a cell is, from 0 (nothing to do) upwards; bounded, so that one absurd value does not hide the rest."""
    if cell.stale or cell.impossible:
        return STALE
    if cell.judgement.needs_a_hand and cell.gap is not None:
        return (1.0 if cell.status == Status.OFF_TRACK else 0.4) + min(max(-cell.gap, 0.0), 4.0) / 4
    return 0.0


def _attention(cell: IndicatorValue, catalogue: Catalogue) -> Attention | None:
    bad = severity(cell)
    if not bad:
        return None
    indicator = catalogue.indicators[cell.indicator]
    reach = REACH[DEPTH[catalogue.regions[cell.region].level]]
    rank = bad * indicator.weight * WORSENING[cell.trend] * reach * (1.5 if indicator.veto else 1.0)
    reason = _why(cell, indicator.better)
    return Attention(cell.indicator, cell.region, cell.period, cell.value, cell.judgement, rank, reason)


def _why(cell: IndicatorValue, better: Better) -> StatusReason:
    """The most telling of what presses besides how it stands, with its numbers."""
    if cell.stale or cell.impossible:
        return StatusReason(cell.judgement.code)
    if _misses(cell, better):
        return StatusReason("will_miss", _known(cell, "projected", "target_value", "target_period"))
    if cell.judgement.short_run >= LASTS:
        return StatusReason("lasts", {"run": cell.judgement.short_run, **_known(cell, "yoy")})
    return StatusReason("worsens" if cell.trend < 0 else "behind", _known(cell, "yoy"))


def _known(cell: IndicatorValue, *names: str) -> dict[str, float | str]:
    return {name: getattr(cell, name) for name in names if getattr(cell, name) is not None}


def _misses(cell: IndicatorValue, better: Better) -> bool:
    """Whether the pace of the last year does not reach the target."""
    if cell.projected is None or cell.target_value is None:
        return False
    return cell.projected > cell.target_value if better == "lower" else cell.projected < cell.target_value


def regions_of(found: Sequence[Attention], region: int, catalogue: Catalogue) -> list[Attention]:
    """The part of a ranking that lies in a region."""
    inside = set(catalogue.regions.within(region))
    return [a for a in found if a.region in inside]
