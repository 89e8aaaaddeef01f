"""A new kind of delivery is a contract and a landing; reading, quarantine, ledger and the dry run are there already."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, func, insert, select

from data.pipeline.contract import CheckedRows, Contract, ContractColumns, DeliveredRows
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver, deliver_file
from data.pipeline.ledger import Delivery
from data.pipeline.normalise import as_delivered
from data.pipeline.refusal import DeliveryRefused, RefusalReason, RowRefused
from data.pipeline.table_files import TableFile
from data.pipeline.values import number, shown
from data.telemetry import Readings, open_readings
from data.warehouse.batches import LEDGER, Warehouse
from data.warehouse.tables import batch, quarantine

NOW = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)
permits = Table("permits", MetaData(), Column("office", String(20), primary_key=True), Column("issued", Integer))


@dataclass(frozen=True)
class Permits:
    office: str
    issued: int


@dataclass(frozen=True)
class PermitContract(Contract[Permits]):
    version: ClassVar[str] = "permits/1"
    columns: ClassVar[ContractColumns] = ContractColumns(("office", "issued"))

    def check(self, row: Mapping[str, str]) -> Permits:
        if not row["office"]:
            raise RowRefused("blank", "office")
        return Permits(row["office"], int(number(row["issued"], "issued")))

    def key(self, record: Permits) -> Hashable:
        return record.office


class PermitLanding:
    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, Permits]) -> LandingResult:
        standing = set(connection.execute(select(permits.c.office)).scalars())
        refused = [
            RefusalReason("duplicate_id", {"text": shown(one.office)}, row, "office")
            for row, one in accepted.items()
            if one.office in standing
        ]
        new = [vars(one) for one in accepted.values() if one.office not in standing]
        if new:
            connection.execute(insert(permits), new)
        return LandingResult(refused=refused)


@dataclass(frozen=True)
class EntireContract(PermitContract):
    once: ClassVar[bool] = False
    entire: ClassVar[bool] = True

    def whole(self, checked: CheckedRows[Permits]) -> Iterable[RefusalReason]:
        if len(checked.accepted) < 2:
            yield RefusalReason("gap", {"km2": "1"})


Store = Warehouse | Readings


@pytest.fixture(params=["warehouse", "readings"])
def store(request: pytest.FixtureRequest, warehouse_url: str) -> Iterator[Store]:
    """Each database that deliveries land in, on each engine family."""
    if request.param == "readings":
        opened: Store = open_readings(warehouse_url)
    else:
        opened = Warehouse(request.getfixturevalue("warehouse"))
    permits.create(opened.engine)
    yield opened
    opened.dispose()


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Callable[..., DeliveryReport]:
    """Deliver these lines as a file."""

    def write_and_load(*lines: str, head: str = "office,issued", contract: PermitContract | None = None, **how: object):  # type: ignore[no-untyped-def]
        file = tmp_path / "permits.csv"
        file.write_text("\n".join([head, *lines]), encoding="utf-8")
        return deliver_file(store, file, "permit-office", NOW, contract or PermitContract(), PermitLanding(), **how)  # type: ignore[arg-type]

    return write_and_load


def state(store: Store) -> list[list[object]]:
    """What stands: records, batches, quarantine."""
    ledger = store.ledger
    with store.reading() as connection:
        return [list(connection.execute(select(table))) for table in (permits, ledger.batches, ledger.quarantine)]


def test_rows_land_or_go_to_quarantine_and_the_ledger_knows_the_batch(store: Store, load) -> None:  # type: ignore[no-untyped-def]
    report = load("东,3", ",4", "西,many", "东,5", "南,6", head="office,issued,note")

    assert (report.batch, report.accepted, report.unused_columns) == (1, 2, ("note",))
    assert report.reasons == {"blank": 1, "duplicate": 1, "not_a_number": 1}
    with store.reading() as connection:
        kept = store.ledger.refused_rows(connection, 1)
        assert sorted(connection.execute(select(permits)).all()) == [("东", 3), ("南", 6)]
        entry = connection.execute(select(store.ledger.batches)).mappings().one()
    assert [row.refusal for row in kept] == [row.refusal for row in report.refused]
    assert [(row.row, row.code, row.refusal.column) for row in kept] == [
        (2, "blank", "office"),
        (3, "not_a_number", "issued"),
        (4, "duplicate", ""),
    ]
    assert kept[1].content == '{"office": "西", "issued": "many", "note": ""}'
    told = {entry[name] for name in ("contract", "file_name", "accepted", "repeated", "refused")}
    assert told == {"permits/1", "permits.csv", 2, 0, 3}


def test_what_contradicts_what_stands_is_refused_with_the_rest(store: Store, load) -> None:  # type: ignore[no-untyped-def]
    load("东,3")
    report = load("南,1", "东,4", ",1")

    assert report.accepted == 1
    assert [(row.row, row.code) for row in report.refused] == [(2, "duplicate_id"), (3, "blank")]


def test_a_dry_run_says_the_same_and_leaves_nothing(store: Store, load) -> None:  # type: ignore[no-untyped-def]
    load("东,3")
    before = state(store)

    rehearsed = load("东,4", "南,6", "西,many", dry_run=True)

    assert state(store) == before
    assert load("东,4", "南,6", "西,many") == rehearsed
    assert len(state(store)[1]) == 2


def test_the_same_file_lands_once_unless_its_kind_may_come_again(store: Store, load) -> None:  # type: ignore[no-untyped-def]
    first = load("东,3", "西,many")
    again = load("东,3", "西,many")
    assert (again.already, again.batch, again.accepted, again.reasons) == (True, first.batch, 0, first.reasons)

    for _ in range(2):
        assert not load("南,1", "北,2", contract=EntireContract()).already


def test_what_is_taken_entirely_is_refused_with_every_reason_and_leaves_nothing(store: Store, load) -> None:  # type: ignore[no-untyped-def]
    before = state(store)

    with pytest.raises(DeliveryRefused) as refused:
        load("东,3", ",4", "西,many", contract=EntireContract())

    assert [(one.row, one.code) for one in refused.value.refusals] == [(2, "blank"), (3, "not_a_number"), (0, "gap")]
    assert state(store) == before


def test_another_normaliser_understands_another_layout_of_the_same_kind(store: Store, load) -> None:  # type: ignore[no-untyped-def]
    def below_a_title(file: TableFile, columns: ContractColumns) -> DeliveredRows:
        lines = {number - 1: line for number, line in file.lines.items() if number}
        return as_delivered(TableFile(file.name, file.digest, lines), columns)

    report = load("office,issued", "东,3", head="Permits of June", normalise=below_a_title)

    assert report.accepted == 1


def test_a_landing_that_fails_takes_everything_back(store: Store) -> None:
    class Failing:
        def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, Permits]) -> LandingResult:
            PermitLanding().land(connection, batch, accepted)
            raise ArithmeticError

    before = state(store)
    rows = DeliveredRows({1: {"office": "东", "issued": "3"}})
    with pytest.raises(ArithmeticError):
        deliver(store, Delivery("permit-office", "", NOW), rows, PermitContract(), Failing())
    assert state(store) == before


def test_a_reason_of_before_the_facts_is_the_sentence_that_was_kept(warehouse: Engine) -> None:
    old = {"batch": 1, "row": 2, "code": "bad_period", "detail": "a sentence of before", "content": "{}"}
    with warehouse.begin() as connection:
        connection.execute(insert(quarantine).values(**old))
        [kept] = LEDGER.refused_rows(connection, 1)
        assert connection.execute(select(func.count()).select_from(batch)).scalar() == 0
    assert kept.refusal == RefusalReason("bad_period", {"detail": "a sentence of before"}, 2)
