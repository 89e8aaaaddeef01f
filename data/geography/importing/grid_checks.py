"""What grids must satisfy as a whole: the declared datum, no overlap, inside the town or district they belong to.

How many there are, and whether they fill a town, is the city's matter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import shapely

from data.geography.datum import Crs
from data.geography.importing.layer_checks import LOOSE, STRICT, datum, overlaps, share_outside
from data.geography.plane import Area
from data.geography.shape_files import SourceRegion
from data.pipeline.refusal import RefusalReason

ASTRAY: Final = 0.2  # share of a grid outside the city's own outline of its town
SMALLEST: Final = 100.0  # square metres; what is smaller is a slip of the pen


@dataclass(frozen=True)
class GridCandidate:
    """Grids about to be imported, by code (metres and degrees), beside what they must agree with (metres)."""

    crs: Crs
    degrees: Mapping[str, Area]
    areas: Mapping[str, Area]
    towns: Mapping[str, int]
    places: Mapping[int, SourceRegion]
    shipped_districts: Mapping[int, Area]
    own: Mapping[str, Mapping[int, Area]]  # level → the city's own outlines

    def district(self, town: int) -> int:
        """The district of a town."""
        parent = self.places[town].parent
        if parent is None:
            raise KeyError(town)
        return parent


def check_grids(candidate: GridCandidate) -> list[RefusalReason]:
    """All faults of the grids as a whole."""
    return [fault for rule in RULES for fault in rule(candidate)]


def _datum(candidate: GridCandidate) -> Iterator[RefusalReason]:
    """Held against the districts that have grids: a layer may be of one district alone."""
    districts = {candidate.district(town) for town in candidate.towns.values()}
    if districts:
        known = [candidate.shipped_districts[district] for district in sorted(districts)]
        yield from datum(candidate.crs, candidate.degrees.values(), known)


def _crumb(candidate: GridCandidate) -> Iterator[RefusalReason]:
    for code, outline in candidate.areas.items():
        if outline.area < SMALLEST:
            yield RefusalReason("too_small", {"text": code, "area": f"{outline.area:.1f}"})


def _overlap(candidate: GridCandidate) -> Iterator[RefusalReason]:
    for one, other, shared in overlaps(candidate.areas):
        yield RefusalReason("overlap", {"one": one, "other": other, "area": f"{shared:,.0f} m²"})


def _in_own_town(candidate: GridCandidate) -> Iterator[RefusalReason]:
    """Each grid lies in the town it names, where the city's own outlines of its towns are at hand."""
    for code, outline in candidate.areas.items():
        town = candidate.own.get("town", {}).get(candidate.towns[code])
        outside = share_outside(outline, town) if town is not None else 0.0
        if outside > ASTRAY:
            name = candidate.places[candidate.towns[code]].name_zh
            yield RefusalReason("nesting", {"share": f"{outside:.0%}", "inner": code, "outer": name})


def _in_district(candidate: GridCandidate) -> Iterator[RefusalReason]:
    """All grids of a town together lie in its district: shipped outlines are too coarse to ask more of each grid."""
    own = candidate.own.get("district")
    slack = STRICT if own else LOOSE
    for town in sorted(set(candidate.towns.values())):
        together = shapely.union_all([area for code, area in candidate.areas.items() if candidate.towns[code] == town])
        district = candidate.district(town)
        outside = share_outside(together, (own or candidate.shipped_districts)[district])
        if outside > slack:
            inner, outer = candidate.places[town].name_zh, candidate.places[district].name_zh
            yield RefusalReason("nesting", {"share": f"{outside:.1%}", "inner": inner, "outer": outer, "region": town})


RULES: Final[tuple[Callable[[GridCandidate], Iterator[RefusalReason]], ...]] = (
    _datum,
    _crumb,
    _overlap,
    _in_own_town,
    _in_district,
)
