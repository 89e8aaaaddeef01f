"""Taking over a city's own layers (districts, towns, grids): whole or not at all, with a batch in the ledger.

The layer lands as a file of COCKPIT_HOME. It is replaced as the last thing before its batch is written, so that a
batch without its layer cannot be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine

from data.core.clock import Clock
from data.geography.datum import Crs
from data.geography.grids import load_grids
from data.geography.importing.grid_contract import GridContract, GridOutline
from data.geography.importing.grid_contract import joined as joined_grids
from data.geography.importing.grid_import import grids_file, put_grids
from data.geography.importing.layer_contract import DeliveredOutline, LayerContract, joined
from data.geography.importing.layer_encoding import encoding_of
from data.geography.importing.layer_files import LayerColumns, LayerFeature, read_grid_rows, read_rows
from data.geography.importing.layer_import import known_places, own_layer_file, own_layers, put_layer
from data.geography.importing.layers import read_areas
from data.geography.plane import ground_km2
from data.pipeline.contract import Contract, DeliveredRows
from data.pipeline.deliver import Batch, Landing, LandingResult, deliver
from data.pipeline.ledger import Delivery
from data.warehouse.batches import Warehouse, register_department
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Level

SOURCE: Final = "geography"
FOUND: Final = LayerColumns()
Record = TypeVar("Record")


@dataclass(frozen=True)
class LayerDelivery:
    """A file of outlines: the datum of its coordinates, and where to look in it."""

    file: Path
    crs: Crs
    columns: LayerColumns = FOUND


@dataclass(frozen=True)
class LayerTarget:
    """Where layers land (COCKPIT_HOME), and the warehouse whose ledger knows of them."""

    home: Path
    engine: Engine
    catalogue: Catalogue
    clock: Clock


@dataclass(frozen=True)
class ImportedLayer:
    """What was taken over: the area of each region in km2, and the published one where known.

    `encoding` is the one that the texts were found to be in; None where the file or the steward says it.
    """

    level: Level
    file: Path
    km2: Mapping[int, float]
    published_km2: Mapping[int, float]
    encoding: str | None = None


@dataclass(frozen=True)
class ImportedGrids:
    """What was taken over: how many grids each town has; towns without any are not named."""

    file: Path
    by_town: Mapping[int, int]


def import_layer(target: LayerTarget, given: LayerDelivery, level: Level) -> ImportedLayer:
    """Import the outlines of all districts or all towns, and draw the map anew.

    Raises DeliveryRefused with everything that is wrong; then nothing was changed.
    """
    contract = LayerContract(level, given.crs, known_places(), own_layers(target.home))
    rows = read_rows(given.file, given.crs, given.columns)
    _deliver(target, given, rows, contract, LayerLanding(target, level))
    km2 = {code: ground_km2(outline) for code, outline in own_layers(target.home)[level].items()}
    published = {code: area for code, area in read_areas().items() if code in km2}
    found = None if given.columns.encoding else encoding_of(given.file, given.columns.layer)
    return ImportedLayer(level, own_layer_file(target.home, level), km2, published, found)


def import_grids(target: LayerTarget, given: LayerDelivery) -> ImportedGrids:
    """Import grids. Raises DeliveryRefused with everything that is wrong; then nothing was changed."""
    contract = GridContract(given.crs, known_places(), own_layers(target.home))
    _deliver(target, given, read_grid_rows(given.file, given.crs, given.columns), contract, GridLanding(target))
    return ImportedGrids(grids_file(target.home), Counter(grid.town for grid in load_grids(target.home).layer.grids))


def _deliver(
    target: LayerTarget,
    given: LayerDelivery,
    rows: Sequence[LayerFeature],
    contract: Contract[Record],
    landing: Landing[Record],
) -> None:
    digest = hashlib.sha256(given.file.read_bytes()).hexdigest()
    delivery = Delivery(SOURCE, given.file.name, target.clock.now(), digest)
    deliver(Warehouse(target.engine), delivery, DeliveredRows({row.number: row for row in rows}), contract, landing)


@dataclass(frozen=True)
class LayerLanding:
    """Replaces the outlines of a level."""

    target: LayerTarget
    level: Level

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, DeliveredOutline]) -> LandingResult:
        register_department(connection, self.target.catalogue, batch.delivery.source)
        put_layer(self.target.home, self.level, joined(accepted))
        return LandingResult()


@dataclass(frozen=True)
class GridLanding:
    """Replaces the grids."""

    target: LayerTarget

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, GridOutline]) -> LandingResult:
        register_department(connection, self.target.catalogue, batch.delivery.source)
        towns = {one.code: one.town for one in accepted.values()}
        put_grids(self.target.home, joined_grids(accepted), towns)
        return LandingResult()
