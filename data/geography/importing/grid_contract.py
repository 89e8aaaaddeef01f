"""The contract of a layer of grids: each row has a code and names its town, and the grids fit together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from data.geography.datum import Crs
from data.geography.importing.grid_checks import GridCandidate, check_grids
from data.geography.importing.layer_contract import in_metres
from data.geography.importing.layer_files import GridFeature, LayerFeature
from data.geography.importing.layers import read_layer
from data.geography.importing.region_matching import KnownRegions, doubled, sound, union
from data.geography.plane import Area, gridded, to_metres
from data.geography.shape_files import SourceRegion
from data.geography.shapes import SHIPPED, load_shapes
from data.pipeline.contract import CheckedRows, Contract, ContractColumns
from data.pipeline.refusal import RefusalReason, RowRefused


@dataclass(frozen=True)
class GridOutline:
    """A grid by its code, the town that it names, and the outline (degrees) that a row gives it."""

    code: str
    town: int
    area: Area


@dataclass(frozen=True)
class GridContract(Contract[GridOutline]):
    """Rows of grids in a declared datum. `own` are the city's own layers that stand already (degrees)."""

    version: ClassVar[str] = "layer-grid/1"
    once: ClassVar[bool] = False
    entire: ClassVar[bool] = True
    columns: ClassVar[ContractColumns] = ContractColumns(())  # found by their usual names, see layer_files

    crs: Crs
    places: tuple[SourceRegion, ...]
    own: Mapping[str, Mapping[int, Area]]

    @cached_property
    def known_towns(self) -> KnownRegions:
        """The towns of the city."""
        return KnownRegions.of("town", self.places)

    def check(self, row: GridFeature) -> GridOutline:
        if not row.code:
            raise RowRefused("no_code")
        return GridOutline(row.code, self.known_towns.region(_of_town(row)), sound(row))

    def key(self, record: GridOutline) -> Hashable:
        return record.code

    def again(self, first: GridOutline, record: GridOutline, place: int) -> None:
        """Several rows of one grid are joined, when they name one town."""
        if first.town != record.town:
            raise RowRefused("two_towns", text=record.code)

    def whole(self, checked: CheckedRows[GridOutline]) -> Iterable[RefusalReason]:
        for code, outlines in _grouped(checked.accepted).items():
            if doubled(outlines):
                yield RefusalReason("same_ground", {"rows": len(outlines), "text": code})
        degrees = joined(checked.accepted)
        candidate = GridCandidate(
            crs=self.crs,
            degrees=degrees,
            areas={code: gridded(to_metres(area)) for code, area in degrees.items()},
            towns={one.code: one.town for one in checked.accepted.values()},
            places={place.code: place for place in self.places},
            shipped_districts=in_metres(read_layer(SHIPPED / load_shapes(None).layers["district"])),
            own={level: in_metres(layer) for level, layer in self.own.items()},
        )
        yield from check_grids(candidate)


def joined(accepted: Mapping[int, GridOutline]) -> dict[str, Area]:
    """One outline for each grid, in the order of their codes."""
    return {code: union(outlines) for code, outlines in sorted(_grouped(accepted).items())}


def _of_town(row: GridFeature) -> LayerFeature:
    """The row as one that speaks of its town. Without a column of towns, a grid's code begins with its town's."""
    said = row.town or row.code[:9]
    coded = said.isascii() and said.isdigit()
    return LayerFeature(row.number, said if coded else "", "" if coded else said, row.outline)


def _grouped(accepted: Mapping[int, GridOutline]) -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = {}
    for one in accepted.values():
        found.setdefault(one.code, []).append(one.area)
    return found
