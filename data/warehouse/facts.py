"""Measure facts: appended in batches, never changed. The mart `fact_current` holds the standing vintage of actuals.

A forecast or a plan stays in `fact`, to be read as what it is; it never stands for what is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    and_,
    insert,
    literal,
    select,
    true,
)

from data.core.clock import to_epoch
from data.core.states import EXPECTED
from data.pipeline.ledger import BatchCounts, Delivery
from data.storage.engines import capabilities
from data.warehouse.batches import LEDGER, mark_touched, measure_numbers
from data.warehouse.delivery_counts import note_delivery_counts
from data.warehouse.tables import batch, fact, fact_current, measure_key
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import FactTable

_KEY = ("measure", "region", "period")
_SAID = ("value", "state", "basis", "wording")
_stage = Table(
    "fact_stage",
    MetaData(),
    *(Column(fact.c[name].name, fact.c[name].type) for name in (*_KEY, *_SAID)),
    prefixes=["TEMPORARY"],
)


class FactError(ValueError):
    """Columns that cannot be facts; nothing was written."""


@dataclass(frozen=True)
class NewFacts:
    """Facts to append, as columns of equal length N.

    `measure` int[N] indexes `measures`; `region` official codes; `period` codes (Period.code); `value` finite
    float64[N]; `state` data.core.states.State; `basis` the engine's basis codes; `wording` data.core.qualifier.Wording.
    (measure, region, period) is unique.
    """

    measures: tuple[str, ...]
    measure: NDArray[np.integer[Any]]
    region: NDArray[np.integer[Any]]
    period: NDArray[np.integer[Any]]
    value: NDArray[np.floating[Any]]
    state: NDArray[np.integer[Any]]
    basis: NDArray[np.integer[Any]]
    wording: NDArray[np.integer[Any]]

    @classmethod
    def of(
        cls,
        measure: Sequence[str] | NDArray[np.object_],
        region: Sequence[int] | NDArray[Any],
        period: Sequence[int] | NDArray[Any],
        value: Sequence[float] | NDArray[Any],
        *,
        basis: int | Sequence[int] | NDArray[Any],
        state: int | Sequence[int] | NDArray[Any] = 0,
        wording: int | Sequence[int] | NDArray[Any] = 0,
    ) -> "NewFacts":
        """Build from one measure name a row; a single basis, state or wording holds for all rows."""
        names, index = np.unique(np.asarray(measure, dtype=str), return_inverse=True)
        count = len(index)
        return cls(
            tuple(str(name) for name in names),
            index.astype(np.int32),
            np.asarray(region, dtype=np.int64),
            np.asarray(period, dtype=np.int32),
            np.asarray(value, dtype=np.float64),
            np.broadcast_to(np.asarray(state, dtype=np.int16), (count,)),
            np.broadcast_to(np.asarray(basis, dtype=np.int16), (count,)),
            np.broadcast_to(np.asarray(wording, dtype=np.int16), (count,)),
        )

    def __len__(self) -> int:
        return len(self.measure)


def append_facts(
    engine: Engine, catalogue: Catalogue, source_id: str, file_name: str, facts: NewFacts, loaded_at: datetime
) -> int:
    """Land one batch of facts with its marts in one transaction; returns the batch's number.

    `loaded_at` is aware; the vintage with the latest `loaded_at` stands (of equals, the later batch).
    Raises FactError, before anything is written, for unknown measures or regions, values that are not finite,
    columns of different length and duplicate keys.
    """
    check(facts, catalogue)
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        number = LEDGER.open(connection, Delivery(source_id, file_name, loaded_at), BatchCounts(len(facts)))
        land(connection, facts, number, loaded_at)
    return number


def check(facts: NewFacts, catalogue: Catalogue) -> None:
    """Raise FactError unless the columns are sound."""
    columns = (facts.region, facts.period, facts.value, facts.state, facts.basis, facts.wording)
    if any(len(column) != len(facts) for column in columns):
        raise FactError("the columns differ in length")
    if unknown := set(facts.measures) - set(catalogue.measures):
        raise FactError(f"measures that the catalogue does not know: {', '.join(sorted(unknown))}")
    if strange := set(np.unique(facts.region).tolist()) - set(catalogue.regions.codes):
        raise FactError(f"regions that the catalogue does not know: {', '.join(map(str, sorted(strange)))}")
    if not np.isfinite(facts.value).all():
        raise FactError("a fact's value is a finite number; no value is no row")
    if _has_duplicates(facts):
        raise FactError("a measure, region and period occurs twice in one batch")


def _has_duplicates(facts: NewFacts) -> bool:
    order = np.lexsort((facts.period, facts.region, facts.measure))
    keys = np.stack([facts.measure[order], facts.region[order], facts.period[order]])
    return bool((keys[:, 1:] == keys[:, :-1]).all(axis=0).any())


def land(connection: Connection, facts: NewFacts, batch_no: int, loaded_at: datetime) -> None:
    """Write checked facts of an open batch and bring the mart up to date, inside the caller's transaction."""
    if not len(facts):
        return
    numbers = measure_numbers(connection, facts.measures)
    wire = np.array([numbers[name] for name in facts.measures])[facts.measure]
    columns = {"measure": wire, "region": facts.region, "period": facts.period}
    columns |= {name: getattr(facts, name) for name in _SAID}
    _stage.create(connection)
    capabilities(connection).bulk_insert(connection, _stage, columns)
    note_delivery_counts(connection, _stage, batch_no)
    _append(connection, batch_no)
    _bring_up_to_date(connection, batch_no, to_epoch(loaded_at))
    _stage.drop(connection)
    mark_touched(connection, batch_no, np.unique(wire).tolist())


def _append(connection: Connection, batch_no: int) -> None:
    rows = select(*(_stage.c[name] for name in _KEY), literal(batch_no), *(_stage.c[name] for name in _SAID))
    names = [*_KEY, "batch", *_SAID]
    connection.execute(insert(fact).from_select(names, rows.order_by(*(_stage.c[name] for name in _KEY))))


def _bring_up_to_date(connection: Connection, batch_no: int, loaded_at: int) -> None:
    changed = ("batch", *_SAID, "loaded_at")
    stage = _stage.c
    rows = select(
        *(stage[name] for name in _KEY), literal(batch_no), *(stage[name] for name in _SAID), literal(loaded_at)
    ).where(stage.state.not_in(EXPECTED))
    statement: Any = capabilities(connection).upsert(fact_current)
    statement = statement.from_select([*_KEY, *changed], rows.order_by(*(stage[name] for name in _KEY)))
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(_KEY),
            set_={name: statement.excluded[name] for name in changed},
            where=statement.excluded.loaded_at >= fact_current.c.loaded_at,
        )
    )


def read_columns(
    connection: Connection,
    catalogue: Catalogue,
    measures: Collection[str] | None = None,
    as_of: datetime | None = None,
    last_batch: int | None = None,
) -> FactTable:
    """The standing value of every fact, or those of some measures, in the order of loading.

    With `as_of` what was known at that moment, with `last_batch` what had landed by that batch. Forecasts and plans
    are no facts of what is, and facts of measures that the catalogue no longer has are left out.
    """
    numbers = {row.id: row.no for row in connection.execute(select(measure_key)) if row.id in catalogue.measures}
    wanted = sorted(no for name, no in numbers.items() if measures is None or name in measures)
    now = as_of is None and last_batch is None
    table = _columns(connection, _current(wanted) if now else _known_by(wanted, as_of, last_batch))
    if not now:
        table = table[_last_of_each_key(table)]
    table = table[np.lexsort((table[:, 5], table[:, 6]))]
    return _fact_columns(table, {no: name for name, no in numbers.items()}, wanted)


def _current(wanted: list[int]) -> Select[Any]:
    mart = fact_current.c
    return (
        select(mart.measure, mart.region, mart.period, mart.value, mart.basis, mart.batch, mart.loaded_at)
        .where(mart.measure.in_(wanted))
        .order_by(mart.measure, mart.region, mart.period)
    )


def _known_by(wanted: list[int], moment: datetime | None, last: int | None) -> Select[Any]:
    """All vintages known by then; of each key the last row is the one that stood."""
    query = (
        select(fact.c.measure, fact.c.region, fact.c.period, fact.c.value, fact.c.basis, fact.c.batch)
        .add_columns(batch.c.loaded_at)
        .join(batch, batch.c.id == fact.c.batch)
        .where(fact.c.measure.in_(wanted), fact.c.state.not_in(EXPECTED), known_by(moment, last))
    )
    return query.order_by(fact.c.measure, fact.c.region, fact.c.period, batch.c.loaded_at, batch.c.id)


def known_by(moment: datetime | None, last: int | None) -> ColumnElement[bool]:
    """Which batches had been loaded by a moment, and landed by a batch."""
    loaded = true() if moment is None else batch.c.loaded_at <= to_epoch(moment)
    return and_(loaded, true() if last is None else batch.c.id <= last)


def _columns(connection: Connection, query: Select[Any]) -> NDArray[np.float64]:
    """The rows as float64[N, 7]: exact for codes and seconds, which lie far below 2**53.

    Plain tuples from the driver's cursor: rows by name would cost three seconds for half a million facts.
    """
    cursor: Any = connection.execute(query).cursor
    return np.fromiter(chain.from_iterable(cursor.fetchall()), dtype=np.float64).reshape(-1, 7)


def _last_of_each_key(table: NDArray[np.float64]) -> NDArray[np.bool_]:
    last = np.ones(len(table), dtype=np.bool_)
    last[:-1] = (table[1:, :3] != table[:-1, :3]).any(axis=1)
    return last


def _fact_columns(table: NDArray[np.float64], names: dict[int, str], wanted: list[int]) -> FactTable:
    return FactTable(
        measures=tuple(names[no] for no in wanted),
        measure=np.searchsorted(np.array(wanted, dtype=np.int64), table[:, 0].astype(np.int64)).astype(np.int32),
        region=table[:, 1].astype(np.int64),
        period=table[:, 2].astype(np.int32),
        value=table[:, 3],
        basis=table[:, 4].astype(np.uint8),
        batch=table[:, 5].astype(np.int32),
    )
