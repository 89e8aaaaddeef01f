"""What a layer must satisfy as a whole: nothing missing, no overlap, no gap, right place, right size, towns nested.

Each rule looks at the candidate and yields its faults; all rules run, so that a steward sees everything at once.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from data.geography.datum import CRS, Crs, from_wgs84, to_wgs84
from data.geography.importing.layers import FINE, read_areas, read_seats
from data.geography.plane import Area, gridded, ground_km2, parts, to_metres
from data.geography.shape_files import SourceRegion
from data.pipeline.refusal import RefusalReason
from indicators.definitions.model import Level

OVERLAP: Final = 0.001  # share of the smaller of two regions
GAP: Final = 2e6  # square metres; the largest true exclave of a neighbour is 1.3 km2
AREA: Final[dict[Level, float]] = {"city": 0.05, "district": 0.05, "town": 0.25}  # off the published
DISPLACED: Final = 0.2  # share of a district outside its shipped outline
SEAT: Final = 3_000.0  # metres from a town's outline to its seat
LOOSE: Final = 0.1  # share outside the shipped district outline, which is coarse
STRICT: Final = 0.005  # share outside the city's own district outline
CLEARLY: Final = 0.6  # share of the misfit that another datum must leave to be taken for the true one
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class LayerCandidate:
    """A layer about to be imported (metres), beside what it must agree with (metres)."""

    level: Level
    crs: Crs
    places: Mapping[int, SourceRegion]
    named: frozenset[int]
    areas: Mapping[int, Area]
    degrees: Mapping[int, Area]
    shipped_districts: Mapping[int, Area]
    own_districts: Mapping[int, Area]
    own_towns: Mapping[int, Area]

    @property
    def districts(self) -> Mapping[int, Area]:
        """The districts that towns must nest in: the city's own before the shipped."""
        return self.own_districts or self.shipped_districts

    @property
    def slack(self) -> float:
        """The share by which a town may miss its district."""
        return STRICT if self.own_districts else LOOSE


def check(candidate: LayerCandidate) -> list[RefusalReason]:
    """All faults of the layer as a whole."""
    return [fault for rule in RULES for fault in rule(candidate)]


def _datum(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    """A wrong datum shifts everything by some 600 m, far more than the known outline is off."""
    if candidate.degrees:
        yield from datum(candidate.crs, candidate.degrees.values(), candidate.shipped_districts.values())


def datum(crs: Crs, degrees: Iterable[Area], districts: Iterable[Area]) -> Iterator[RefusalReason]:
    """A fault when outlines (degrees) fit known districts (metres) much better in another datum than the declared."""
    known = shapely.union_all(list(districts))
    whole = shapely.union_all(list(degrees), grid_size=FINE)
    misfit = {tried: float(known.symmetric_difference(_reread(whole, crs, tried)).area) for tried in (crs, *CRS[1:])}
    best = min(misfit, key=lambda tried: misfit[tried])
    if misfit[best] < CLEARLY * misfit[crs]:
        yield RefusalReason("datum", {"better": best, "crs": crs})


def _missing(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    for place in candidate.places.values():
        if place.level == candidate.level and place.code not in candidate.named:
            yield RefusalReason("missing_region", {"text": place.name_zh, "region": place.code})


def _overlap(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    for one, other, shared in overlaps(candidate.areas):
        names = {"one": _name(candidate, one), "other": _name(candidate, other)}
        yield RefusalReason("overlap", {**names, "area": f"{shared / 1e6:.3f} km²", "region": one})


def overlaps(areas: Mapping[Key, Area]) -> Iterator[tuple[Key, Key, float]]:
    """Each two areas that overlap, and by how much (in the square of their unit)."""
    keys, shapes = list(areas), list(areas.values())
    pairs = STRtree(shapes).query(shapes, predicate="intersects").T.tolist() if shapes else []
    for one, other in (pair for pair in pairs if pair[0] < pair[1]):
        shared = float(shapes[one].intersection(shapes[other]).area)
        if shared > OVERLAP * min(shapes[one].area, shapes[other].area):
            yield keys[one], keys[other], shared


def _gap(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    whole = shapely.union_all(list(candidate.areas.values()))
    holes = [shapely.Polygon(ring) for part in parts(whole) for ring in part.interiors]
    for hole in holes:
        if hole.area > GAP and _complete(candidate):
            yield RefusalReason("gap", {"km2": f"{hole.area / 1e6:.2f}"})


def _size(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    published = read_areas()
    measured = {code: ground_km2(outline) for code, outline in candidate.degrees.items() if code in published}
    if candidate.level == "district" and _complete(candidate):
        whole = sum(ground_km2(outline) for outline in candidate.degrees.values())
        measured |= {code: whole for code, place in candidate.places.items() if place.level == "city"}
    for code, km2 in measured.items():
        if abs(km2 / published[code] - 1) > AREA[candidate.places[code].level]:
            areas = {"km2": f"{km2:.2f}", "published": f"{published[code]:.2f}"}
            yield RefusalReason("area", {"text": _name(candidate, code), **areas, "region": code})


def _displaced(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    if candidate.level == "district":
        for code, outline in candidate.areas.items():
            outside = share_outside(outline, candidate.shipped_districts[code])
            if outside > DISPLACED:
                share = f"{outside:.0%}"
                yield RefusalReason("displaced", {"text": _name(candidate, code), "share": share, "region": code})


def _seat(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    for code, seat in read_seats().items():
        if code in candidate.areas:
            away = candidate.areas[code].distance(to_metres(shapely.Point(seat)))
            if away > SEAT:
                km = f"{away / 1000:.1f}"
                yield RefusalReason("seat", {"text": _name(candidate, code), "km": km, "region": code})


def _nesting(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    if candidate.level == "town":
        for code, outline in candidate.areas.items():
            yield from _outside(candidate, code, outline, candidate.districts, candidate.slack)


def _own_towns(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    if candidate.level == "district":
        for code, outline in candidate.own_towns.items():
            yield from _outside(candidate, code, outline, candidate.areas, STRICT)


def _covered(candidate: LayerCandidate) -> Iterator[RefusalReason]:
    """The towns of a district must fill it; asked only where all of its towns are at hand."""
    if candidate.level != "town":
        return
    for district, outline in candidate.districts.items():
        towns = [code for code, place in candidate.places.items() if place.parent == district]
        if all(code in candidate.areas for code in towns):
            bare = share_outside(outline, shapely.union_all([candidate.areas[code] for code in towns]))
            if bare > candidate.slack:
                name = _name(candidate, district)
                yield RefusalReason("uncovered", {"share": f"{bare:.1%}", "text": name, "region": district})


def _reread(outline: Area, declared: Crs, crs: Crs) -> Area:
    """The outline (metres) as it would be, had another datum been declared."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_wgs84(crs, *from_wgs84(declared, points[:, 0], points[:, 1])))

    return gridded(to_metres(shapely.transform(outline, move)))


def _outside(
    candidate: LayerCandidate, town: int, outline: Area, districts: Mapping[int, Area], slack: float
) -> Iterator[RefusalReason]:
    parent = candidate.places[town].parent
    if parent is not None and parent in districts:
        outside = share_outside(outline, districts[parent])
        if outside > slack:
            names = {"inner": _name(candidate, town), "outer": _name(candidate, parent)}
            yield RefusalReason("nesting", {"share": f"{outside:.1%}", **names, "region": town})


def share_outside(outline: Area, within: Area) -> float:
    """The share of an outline that lies outside another."""
    return float(outline.difference(within).area / outline.area)


def _complete(candidate: LayerCandidate) -> bool:
    return all(c in candidate.areas for c, place in candidate.places.items() if place.level == candidate.level)


def _name(candidate: LayerCandidate, code: int) -> str:
    return candidate.places[code].name_zh


RULES: Final[tuple[Callable[[LayerCandidate], Iterator[RefusalReason]], ...]] = (
    _datum,
    _missing,
    _overlap,
    _gap,
    _size,
    _displaced,
    _seat,
    _nesting,
    _own_towns,
    _covered,
)
