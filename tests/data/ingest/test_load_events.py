"""Loading orders from a file: what lands, what is refused and why, and that nothing personal is ever stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from data.core.clock import FixedClock
from data.geography.grids import Grids, load_grids
from data.ingest.load_events import load_events
from data.pipeline.refusal import DeliveryRefused
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue

CLOCK = FixedClock(datetime(2025, 6, 30, 2, 0, tzinfo=UTC))
HEAD = "id,received,region,topic,grid,text,accepted,contacted,closed,rated,satisfied,resolved,due"
SECRETS = ("陈志强", "13823456789", "440602199003071234", "粤EB1234")


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def grids() -> Grids:
    return load_grids(None)


@pytest.fixture(scope="module")
def code(grids: Grids) -> str:
    """A grid of Leping."""
    return next(grid.code for grid in grids.layer.grids if grid.town == 440607103)


def write(folder: Path, *rows: str, name: str = "orders.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([HEAD, *rows]), "utf-8")
    return file


def ask(engine: Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_a_good_row_lands_with_its_times_and_a_masked_text(
    warehouse: Engine, shipped: Catalogue, grids: Grids, code: str, tmp_path: Path
) -> None:
    said = "来电人：陈志强，电话13823456789，反映车辆粤EB1234占道"
    times = "2025-06-20 09:10,2025-06-20 10:00,2025-06-21 09:00,2025-06-22 12:00"
    file = write(tmp_path, f"1001,2025-06-20 09:00,乐平镇,环境保护,{code},{said},{times},是,1,1")
    report = load_events(warehouse, shipped, grids, file, CLOCK, kind="hotline_order")
    assert (report.accepted, dict(report.reasons), report.unused_columns) == (1, {}, ())
    number = next(grid.number for grid in grids.layer.grids if grid.code == code)
    [(day, region, order, topic, grid, flags, hours)] = ask(
        warehouse, "SELECT day, region, id, topic, grid, flags, hours FROM event"
    )
    assert (day, region, order, topic, grid, hours) == (20250620, 440607103, 1001, 6, number, 24.0)
    set_ = {name for place, name in enumerate(shipped.events["hotline_order"].flags) if int(str(flags)) >> place & 1}
    assert set_ == {"due", "closed", "contacted", "rated", "satisfied", "resolved"}
    [(kept,)] = ask(warehouse, "SELECT text FROM order_text")
    assert kept == "来电人：〔姓名〕，电话〔电话〕，反映车辆〔车牌〕占道"
    [(received, closed)] = ask(warehouse, "SELECT received, closed FROM order_times")
    assert int(str(closed)) - int(str(received)) == 24 * 3600
    assert ask(warehouse, "SELECT value FROM fact_current WHERE value = 1 AND period = 202506") != []


BAD = {
    "bad_order_id": "－,2025-06-20 09:00,440607103,noise,,,,,,,,,",
    "rounded_id": "2.02506E+17,2025-06-20 09:00,440607103,noise,,,,,,,,,",
    "no_time": "1,,440607103,noise,,,,,,,,,",
    "bad_time": "2,昨天,440607103,noise,,,,,,,,,",
    "in_the_future": "3,2025-07-01 09:00,440607103,noise,,,,,,,,,",
    "unknown_region": "4,2025-06-20 09:00,广州市,noise,,,,,,,,,",
    "unknown_grid": "7,2025-06-20 09:00,440607103,noise,999999999999,,,,,,,,",
    "too_long": f"11,2025-06-20 09:00,440607103,noise,,,,,,,,,{'x' * 10_001}",
    "bad_flag": "9,2025-06-20 09:00,440607103,noise,,,,,,,maybe,,",
    "duplicate": "10,2025-06-20 09:00,440607103,noise,,,,,,,,,",
}


def test_what_is_refused_says_why_and_keeps_nothing_personal(
    sqlite_warehouse: Engine, shipped: Catalogue, grids: Grids, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    personal = "我叫陈志强，身份证440602199003071234，电话13823456789"
    rows = [row.replace(",,,,,,,,,", f",,{personal},,,,,,,", 1) for row in BAD.values()]
    file = write(tmp_path, rows[-1], *rows, "13823456789,联系人陈志强 13823456789,440607103,noise,,,,,,,,,")
    report = load_events(sqlite_warehouse, shipped, grids, file, CLOCK, kind="hotline_order")
    assert report.accepted == 1
    assert {code: report.reasons[code] for code in BAD} == {code: 2 if code == "bad_time" else 1 for code in BAD}
    kept = str(ask(sqlite_warehouse, "SELECT detail, content FROM quarantine")) + caplog.text
    assert not any(secret in kept for secret in SECRETS)
    database = Path(str(sqlite_warehouse.url.database))
    stored = b"".join(part.read_bytes() for part in database.parent.glob(database.name + "*"))
    assert not any(secret.encode() in stored for secret in SECRETS)


def test_a_grid_belongs_to_the_town_of_the_order(
    sqlite_warehouse: Engine, shipped: Catalogue, grids: Grids, code: str, tmp_path: Path
) -> None:
    file = write(tmp_path, f"1,2025-06-20 09:00,440604010,noise,{code},,,,,,,,")
    report = load_events(sqlite_warehouse, shipped, grids, file, CLOCK, kind="hotline_order")
    assert dict(report.reasons) == {"grid_elsewhere": 1}


def test_the_same_file_changes_nothing_and_a_newer_state_replaces_the_older(
    warehouse: Engine, shipped: Catalogue, grids: Grids, tmp_path: Path
) -> None:
    open_ = write(tmp_path, "7,2025-06-20 09:00,440607103,noise,,路灯不亮,,,,,,,1", name="monday.csv")
    closed = write(tmp_path, "7,2025-06-20 09:00,440607103,noise,,路灯已修,,,2025-06-21 09:00,,,,1", name="tuesday.csv")
    load_events(warehouse, shipped, grids, open_, CLOCK, kind="hotline_order")
    assert load_events(warehouse, shipped, grids, open_, CLOCK, kind="hotline_order").already
    load_events(warehouse, shipped, grids, closed, CLOCK, kind="hotline_order")
    assert ask(warehouse, "SELECT hours, batch FROM event") == [(24.0, 2)]
    assert ask(warehouse, "SELECT text FROM order_text") == [("路灯已修",)]


def test_a_file_that_cannot_be_used_writes_nothing(
    sqlite_warehouse: Engine, shipped: Catalogue, grids: Grids, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("id,received\n1,2025-06-20 09:00", "utf-8")
    with pytest.raises(DeliveryRefused, match="region"):
        load_events(sqlite_warehouse, shipped, grids, file, CLOCK, kind="hotline_order")
    with pytest.raises(DeliveryRefused):
        load_events(sqlite_warehouse, shipped, grids, write(tmp_path), CLOCK, kind="earthquake")
    assert ask(sqlite_warehouse, "SELECT count(*) FROM batch") == [(0,)]
