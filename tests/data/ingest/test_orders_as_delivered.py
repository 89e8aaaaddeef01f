"""Orders as hotlines export them: ids of every form, times of every precision, coarse places, topics of their own."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from data.core.clock import FixedClock
from data.geography.grids import Grids, load_grids
from data.ingest.event_identity import identity, masked_id
from data.ingest.load_events import load_events
from data.pipeline.deliver import DeliveryReport
from data.pipeline.refusal import DeliveryRefused
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue

CASES = Path(__file__).parent / "cases" / "orders"
CLOCK = FixedClock(datetime(2026, 6, 30, 2, 0, tzinfo=UTC))
HEAD = "id,received,region,topic,accepted,closed,text"
ZUMIAO, DALIANG, SHUNDE, CITY = 440604012, 440606005, 440606, 440600


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def grids() -> Grids:
    return load_grids(None)


class Loader:
    """Loads files of orders into one warehouse."""

    def __init__(self, engine: Engine, catalogue: Catalogue, grids: Grids, folder: Path) -> None:
        self.engine, self.catalogue, self.grids, self.folder, self.files = engine, catalogue, grids, folder, 0

    def file(self, path: Path, source: str = "hotline") -> DeliveryReport:
        return load_events(self.engine, self.catalogue, self.grids, path, CLOCK, kind="hotline_order", source_id=source)

    def rows(self, *rows: str, source: str = "hotline") -> DeliveryReport:
        self.files += 1
        path = self.folder / f"{self.files}.csv"
        path.write_text("\n".join([HEAD, *rows]), "utf-8")
        return self.file(path, source)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question))]

    def value(self, region: int, measure: str = "hotline_orders") -> object:
        query = f"""SELECT f.value FROM fact_current f JOIN measure_key k ON k.no = f.measure
            WHERE k.id = '{measure}' AND f.region = {region} AND f.period = 202606"""
        return [value for (value,) in self.ask(query)]


@pytest.fixture
def orders(sqlite_warehouse: Engine, shipped: Catalogue, grids: Grids, tmp_path: Path) -> Loader:
    return Loader(sqlite_warehouse, shipped, grids, tmp_path)


@pytest.fixture
def orders_anywhere(warehouse: Engine, shipped: Catalogue, grids: Grids, tmp_path: Path) -> Loader:
    return Loader(warehouse, shipped, grids, tmp_path)


def noticed(report: DeliveryReport) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for notice in report.notices:
        found.setdefault(notice.row, set()).add(notice.code)
    return found


def test_ids_that_differ_in_their_letters_are_two_orders(orders_anywhere: Loader) -> None:
    first = orders_anywhere.file(CASES / "id-prefix-a.csv")
    assert (first.accepted, first.refused) == (2, ())
    orders_anywhere.file(CASES / "id-prefix-b.csv")
    third = orders_anywhere.file(CASES / "id-prefix-c.csv")

    assert (third.accepted, third.replaced) == (1, 0)
    topics = orders_anywhere.ask("SELECT i.id, e.topic FROM event e JOIN event_id i ON i.no = e.id AND i.kind = e.kind")
    assert dict(topics) == {"A20260001": 1, "B20260001": 10, "A20260002": 1, "WX20260002": 10}
    assert len(orders_anywhere.ask("SELECT id FROM order_text")) == 4


def test_an_id_is_text_of_any_script_and_form(orders: Loader) -> None:
    report = orders.file(CASES / "id-forms.csv")
    more = orders.rows("佛山〔2026〕0005号,2026-06-07 09:05,祖庙街道,noise,,,x", "007,2026-06-07,祖庙街道,noise,,,x")

    assert (report.accepted, report.refused, more.accepted) == (6, (), 2)
    assert len(orders.ask("SELECT DISTINCT day, region, id FROM event")) == 8
    assert len({identity(one) for one in ("7", "07", "A7", "a7", "A-7", "A 7", "七", "WX7")}) == 8
    assert {identity(one) for one in ("ＷＸ７", " WX7 ", "WX\u200b7", "\ufeffWX7", '="WX7"', "'WX7")} == {"WX7"}


def test_a_state_that_is_replaced_is_counted(orders_anywhere: Loader) -> None:
    orders_anywhere.rows("X-1,2026-06-07 09:00,祖庙街道,noise,,,open", "7,2026-06-07 09:00,祖庙街道,noise,,,open")
    report = orders_anywhere.rows(
        "X-1,2026-06-07 09:00,祖庙街道,noise,,2026-06-08 09:00,closed", "X-2,2026-06-07 09:00,祖庙街道,noise,,,open"
    )

    assert (report.accepted, report.replaced) == (2, 1)
    assert sorted(orders_anywhere.ask("SELECT hours FROM event")) == [(0.0,), (0.0,), (24.0,)]


def test_an_order_whose_town_becomes_known_is_counted_once(orders_anywhere: Loader) -> None:
    orders_anywhere.rows("X-1,2026-06-07 09:00,顺德区,noise,,,district", "X-9,2026-06-07 09:00,顺德区,noise,,,stays")
    orders_anywhere.rows("X-1,2026-06-07 09:00,祖庙街道,noise,,,of another office", source="another")
    report = orders_anywhere.rows("X-1,2026-06-07 09:00,大良街道,noise,,,town")

    assert report.replaced == 1
    assert sorted(orders_anywhere.ask("SELECT region FROM event")) == [(SHUNDE,), (ZUMIAO,), (DALIANG,)]
    assert len(orders_anywhere.ask("SELECT id FROM order_text")) == 3
    assert orders_anywhere.value(SHUNDE) == [2]


def test_an_order_that_was_stored_without_its_letters_takes_them_on_once(orders: Loader) -> None:
    orders.rows("20260002,2026-06-07 09:00,祖庙街道,noise,,,A20260002 of an older version")
    with orders.engine.begin() as connection:
        connection.execute(text("UPDATE batch SET contract = 'orders/1'"))
    report = orders.rows(
        "A20260002,2026-06-07 09:00,祖庙街道,noise,,,x", "WX20260002,2026-06-07 09:00,祖庙街道,noise,,,y"
    )
    again = orders.rows("A20260002,2026-06-07 09:00,祖庙街道,noise,,,z", "20260002,2026-06-07 09:00,祖庙街道,noise,,,n")

    assert (report.replaced, again.replaced) == (1, 1)
    assert sorted(said for (said,) in orders.ask("SELECT text FROM order_text")) == ["n", "y", "z"]
    assert orders.value(ZUMIAO) == [3]


def test_one_odd_step_does_not_cost_the_order(orders: Loader) -> None:
    report = orders.file(CASES / "precision-and-skew.csv")

    assert (report.accepted, report.refused) == (4, ())
    assert noticed(report) == {2: {"step_coarse"}, 3: {"step_skewed"}}
    rows = orders.ask("SELECT id, received, accepted, closed, coarse, odd FROM order_times")
    received = int(datetime(2026, 6, 8, 1, 5, 40, tzinfo=UTC).timestamp())
    eleven, day_end = received + 6860, int(datetime(2026, 6, 8, 15, 59, 59, tzinfo=UTC).timestamp())
    assert {row[0]: row[1:] for row in rows} == {
        1: (received, received, eleven, 0, 0),
        2: (received, received + 20, day_end, 0b1000, 0),
        3: (received, received, eleven, 0, 0b10),
        4: (received, received, eleven, 0, 0),
    }


def test_a_step_that_contradicts_or_has_not_come_is_marked_and_not_used(orders: Loader) -> None:
    report = orders.rows(
        "1,2026-06-08 09:00,祖庙街道,noise,2026-06-08 10:00,2026-06-08 08:00,closed before it came",
        "2,2026-06-08 09:00,祖庙街道,noise,,2026-07-08 08:00,to come",
        "3,2026-06-08 09:00,祖庙街道,noise,待办,2026-06-08 12:00,unread",
    )

    assert noticed(report) == {1: {"step_out_of_order"}, 2: {"step_ahead"}, 3: {"step_unread"}}
    flags = orders.catalogue.events["hotline_order"].flags
    closed = 1 << flags.index("closed")
    found = {
        row[0]: (row[1], int(str(row[2])) & closed != 0) for row in orders.ask("SELECT id, hours, flags FROM event")
    }
    assert found == {1: (0.0, True), 2: (0.0, False), 3: (3.0, True)}
    assert [odd for (odd,) in orders.ask("SELECT odd FROM order_times ORDER BY id")] == [0b1000, 0b1000, 0b10]


def test_a_coarse_place_is_kept_as_coarse_and_counts_in_what_lies_around(orders: Loader) -> None:
    report = orders.rows(
        "1,2026-06-09 09:05,顺德区,noise,,,", "2,2026-06-09 09:05,大良街道,noise,,,", "3,2026-06-09 09:05,,noise,,,"
    )

    assert (report.accepted, noticed(report)) == (3, {1: {"coarse_place"}, 3: {"coarse_place"}})
    assert {code: orders.value(code) for code in (DALIANG, SHUNDE, CITY)} == {DALIANG: [1], SHUNDE: [2], CITY: [3]}


def test_places_go_by_full_and_short_names_and_old_ones(orders: Loader) -> None:
    assert orders.file(CASES / "topic-and-place.csv").accepted == 7
    places = dict(orders.ask("SELECT id, region FROM event"))
    assert places == {11: SHUNDE, 12: DALIANG, 13: DALIANG, 14: DALIANG, 15: DALIANG, 16: CITY, 17: DALIANG}
    assert [code for (code,) in orders.ask("SELECT DISTINCT topic FROM event")] == [1]


def test_a_time_is_read_however_it_is_written(orders: Loader) -> None:
    assert orders.file(CASES / "times.csv").accepted == 9
    five = datetime(2026, 6, 5, 1, 5, tzinfo=UTC)
    at = dict(orders.ask("SELECT id, at FROM event"))
    offsets = {order - 202600000: int(str(second)) - int(five.timestamp()) for order, second in at.items()}
    assert offsets == {1: 0, 2: 0, 4: 0, 5: 0, 7: 2, 8: 0, 10: 7, 11: 53700, 13: -32700}


def test_heads_of_an_export_are_known_by_their_chinese_names(orders: Loader) -> None:
    file = orders.folder / "export.csv"
    file.write_text(
        "工单编号,受理时间,所属镇街,诉求类型,办结时间,诉求内容\n佛-1,2026/6/5 9:05,大良,噪音,－,很吵\n", "gb18030"
    )

    assert orders.file(file).accepted == 1
    assert orders.ask("SELECT closed FROM order_times") == []


def test_topics_go_by_the_names_that_offices_have_and_unknown_ones_are_kept(orders: Loader) -> None:
    report = orders.rows(
        "14,2026-06-09 09:05,大良街道,噪音,,,",
        "15,2026-06-09 09:05,大良街道,环境保护-噪声污染-社会生活噪声,,,",
        "16,2026-06-09 09:05,大良街道,环境保护 / 固体废物,,,",
        "17,2026-06-09 09:05,大良街道,ＮＯＩＳＥ,,,",
        "18,2026-06-09 09:05,大良街道,无人机黑飞 联系13800138000,,,",
        "19,2026-06-09 09:05,大良街道,,,,",
    )

    topics = [topic.id for topic in orders.catalogue.events["hotline_order"].topics]
    found = {order: topics[int(str(n)) - 1] for order, n in orders.ask("SELECT id, topic FROM event")}
    assert found == {14: "noise", 15: "noise", 16: "environment", 17: "noise", 18: "other", 19: "other"}
    assert Counter(notice.code for notice in report.notices) == {"unmapped_topic": 2}
    assert "13800138000" not in str(report.notices)


def test_a_city_names_topics_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("hotline_order:\n  topics: {security: [无人机黑飞]}\n", "utf-8")
    [topic] = [t for t in load_catalogue(CATALOGUE, tmp_path).events["hotline_order"].topics if t.id == "security"]

    assert "无人机黑飞" in topic.also


def test_a_bare_quote_names_its_line(orders: Loader) -> None:
    assert orders.file(CASES / "newline-in-text.csv").accepted == 2
    with pytest.raises(DeliveryRefused) as refused:
        orders.file(CASES / "loose-quote.csv")

    assert [(one.code, one.facts["line"]) for one in refused.value.refusals] == [("bare_quote", 2)]


def test_full_width_and_separated_numbers_are_masked(orders: Loader) -> None:
    assert orders.file(CASES / "full-width.csv").accepted == 6
    assert dict(orders.ask("SELECT id, text FROM order_text")) == {
        21: "电话〔电话〕来电反映噪声",
        22: "联系电话〔电话〕反映噪声",
        24: "身份证〔身份证号〕",
        25: "手机〔电话〕",
        27: "住锦华路〔详细地址〕",
        28: "手机〔电话〕",
    }


@pytest.mark.parametrize(
    "order", ["FS12345-20260607-0002", "6222021234567890123", "佛山〔2026〕0005号", "DH44060026060700004", "88886666"]
)
def test_quarantine_keeps_the_id_of_a_refused_order(orders: Loader, order: str) -> None:
    orders.rows(f"{order},2026-06-07 09:00,广州市,noise,,,卡号6222021234567890123")

    [(content,)] = orders.ask("SELECT content FROM quarantine")
    assert f'"id": "{order}"' in str(content)
    assert "卡号〔银行卡号〕" in str(content)


@pytest.mark.parametrize("personal", ["13800138000", "44060219900101123X", "联系人陈志强 13823456789"])
def test_what_is_personal_in_the_column_of_ids_is_not_kept(personal: str) -> None:
    assert not any(part in masked_id(personal) for part in ("13800138000", "19900101", "陈志强", "13823456789"))
