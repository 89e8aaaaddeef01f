"""The facts behind a number of a snapshot: the roll-up's own record, over the facts that the snapshot knew.

A version never changes, and neither do the facts it knew: the same roll-up over them notes the same ways, so that the
record needs no table of its own.
"""

import math
from collections.abc import Collection, Iterable
from typing import Literal

from sqlalchemy import Connection

from data.core.qualifier import Qualifier
from data.snapshots.deliveries import batches, of_batches
from data.snapshots.qualifiers import Qualifiers, qualifier_of
from data.snapshots.result_types import BatchInfo, LineageInput, SnapshotInfo
from data.warehouse.facts import read_columns
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import FactTable
from indicators.measures.lineage import Lineage, LineageNode
from indicators.measures.measure_cube import MeasureCube, build_cube
from indicators.measures.measure_matrix import Derivation

WAYS: dict[Derivation, Literal["direct", "time", "difference", "regions", "carried", "missing"]] = {
    Derivation.NONE: "missing",
    Derivation.DELIVERED: "direct",
    Derivation.MONTHS: "time",
    Derivation.QUARTERS: "time",
    Derivation.HALVES: "time",
    Derivation.DIFFERENCE: "difference",
    Derivation.REGIONS: "regions",
    Derivation.CARRIED: "carried",
}


def cube_of(
    connection: Connection, catalogue: Catalogue, about: SnapshotInfo, measures: Collection[str]
) -> MeasureCube:
    """What a version was computed from, of some measures."""
    facts = read_columns(connection, catalogue, measures, about.known_at, about.last_batch)
    return build_cube(facts, catalogue, about.day)


def inputs_of(
    connection: Connection,
    catalogue: Catalogue,
    about: SnapshotInfo,
    indicator: str,
    region: int,
    period: Period,
    wordings: Qualifiers,
) -> tuple[LineageInput, ...]:
    """Each value that an indicator's formula took, with the facts it came from; then what weighted the means."""
    cube = cube_of(connection, catalogue, about, catalogue.measures_of(indicator))
    origins = Lineage(cube).of_indicator(indicator, region, period)
    weights = {(one.measure, one.region, one.period): one for origin in origins for one in origin.weighed_by()}
    rows = {row for origin in (*origins, *weights.values()) for row in origin.rows()}
    known = batches(connection, {int(cube.facts.batch[row]) for row in rows})
    return (
        *(
            _input(one, cube.facts, known, qualifier_of(catalogue, wordings, one.measure, region, one.period))
            for one in origins
        ),
        *_weights(period, weights.values(), cube.facts, known),
    )


def _input(origin: LineageNode, facts: FactTable, known: dict[int, BatchInfo], wording: Qualifier) -> LineageInput:
    rows = origin.rows()
    told = origin.added[0].period.id if origin.way is Derivation.CARRIED else ""
    direct = origin.way is Derivation.DELIVERED
    return LineageInput(
        origin.measure,
        WAYS[origin.way],
        len(rows),
        _weakest(facts, rows),
        tuple(of_batches(known, (int(facts.batch[row]) for row in rows))),
        origin.value if direct else math.nan,
        wording if direct else Qualifier.EXACT,
        origin.period.id,
        told,
    )


def _weights(
    period: Period, weights: Iterable[LineageNode], facts: FactTable, known: dict[int, BatchInfo]
) -> Iterable[LineageInput]:
    """One input for each measure that weighted others."""
    by_measure: dict[str, set[int]] = {}
    for weight in weights:
        by_measure.setdefault(weight.measure, set()).update(weight.rows())
    for measure, rows in by_measure.items():
        found = tuple(of_batches(known, (int(facts.batch[row]) for row in rows)))
        yield LineageInput(measure, "weight", len(rows), _weakest(facts, rows), found, period=period.id)


def _weakest(facts: FactTable, rows: Collection[int]) -> int:
    return max((int(facts.basis[row]) for row in rows), default=0)
