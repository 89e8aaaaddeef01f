"""The contract of a layer of districts or towns: each row names a region and outlines it, and they fit together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from data.geography.datum import Crs
from data.geography.importing.layer_checks import LayerCandidate, check
from data.geography.importing.layer_files import LayerFeature
from data.geography.importing.layers import read_layer
from data.geography.importing.region_matching import KnownRegions, doubled, sound, union
from data.geography.plane import Area, gridded, to_metres
from data.geography.shape_files import SourceRegion
from data.geography.shapes import SHIPPED, load_shapes
from data.pipeline.contract import CheckedRows, Contract, ContractColumns
from data.pipeline.refusal import RefusalReason, RowRefused
from indicators.definitions.model import Level


@dataclass(frozen=True)
class DeliveredOutline:
    """A region and the outline (degrees) that a row gives it."""

    region: int
    area: Area


@dataclass(frozen=True)
class LayerContract(Contract[DeliveredOutline]):
    """Rows of a level in a declared datum. `own` are the city's own layers that stand already (degrees)."""

    once: ClassVar[bool] = False
    entire: ClassVar[bool] = True
    columns: ClassVar[ContractColumns] = ContractColumns(())  # found by their usual names, see layer_files

    level: Level
    crs: Crs
    places: tuple[SourceRegion, ...]
    own: Mapping[str, Mapping[int, Area]]

    @property
    def version(self) -> str:
        return f"layer-{self.level}/1"

    @cached_property
    def known(self) -> KnownRegions:
        """The regions of the level."""
        return KnownRegions.of(self.level, self.places)

    def check(self, row: LayerFeature) -> DeliveredOutline:
        return DeliveredOutline(self.known.region(row), sound(row))

    def key(self, record: DeliveredOutline) -> Hashable:
        return record.region

    def again(self, first: DeliveredOutline, record: DeliveredOutline, place: int) -> None:
        """Several rows of one region are joined."""

    def whole(self, checked: CheckedRows[DeliveredOutline]) -> Iterable[RefusalReason]:
        grouped = _grouped(checked.accepted)
        for region, outlines in grouped.items():
            if doubled(outlines):
                yield RefusalReason("same_ground", {"rows": len(outlines), "text": str(region), "region": region})
        named = {*grouped, *self._named([row.content for row in checked.refused])}
        yield from check(self._candidate(frozenset(named), joined(checked.accepted)))

    def _named(self, rows: Iterable[LayerFeature]) -> Iterable[int]:
        """Regions of rows whose outline is unsound: they are not missing."""
        for row in rows:
            try:
                yield self.known.region(row)
            except RowRefused:
                continue

    def _candidate(self, named: frozenset[int], areas: Mapping[int, Area]) -> LayerCandidate:
        return LayerCandidate(
            level=self.level,
            crs=self.crs,
            places={place.code: place for place in self.places},
            named=named,
            areas=in_metres(areas),
            degrees=areas,
            shipped_districts=in_metres(read_layer(SHIPPED / load_shapes(None).layers["district"])),
            own_districts=in_metres(self.own.get("district", {})),
            own_towns=in_metres(self.own.get("town", {})),
        )


def joined(accepted: Mapping[int, DeliveredOutline]) -> dict[int, Area]:
    """One outline for each region, in the order of their codes."""
    return {region: union(outlines) for region, outlines in sorted(_grouped(accepted).items())}


def in_metres(areas: Mapping[int, Area]) -> dict[int, Area]:
    """A layer of degrees in metres, on the grid of the plane."""
    return {code: gridded(to_metres(area)) for code, area in areas.items()}


def _grouped(accepted: Mapping[int, DeliveredOutline]) -> dict[int, list[Area]]:
    found: dict[int, list[Area]] = {}
    for one in accepted.values():
        found.setdefault(one.region, []).append(one.area)
    return found
