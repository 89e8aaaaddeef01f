"""Readings come by batches, late, twice, wrong: each row is answered, and nothing that was accepted is lost."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from components.messages.refusal_texts import refusal_text
from data.core.scope import Scope
from data.pipeline.deliver import DeliveryReport
from data.telemetry import Readings
from data.telemetry.device_registry import devices
from data.telemetry.engine import LEDGER
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import AHEAD, KEPT, ReadingContract
from data.telemetry.tables import arrival, channel, feed, reading, refused_reading
from tests.campaign import length
from tests.data.telemetry.conftest import NOW, OTHER, TOWN, known

FEED = DataSource("gateway", 60)


def row(at: object = NOW, value: object = 12.5, device: object = "FS-P-1", **more: object) -> dict[str, object]:
    return {"device": device, "at": at, "value": value, **more}


def stored(readings: Readings) -> list[tuple[int, int, float]]:
    with readings.reading() as connection:
        query = select(reading.c.channel, reading.c.at, reading.c.value).order_by(reading.c.channel, reading.c.at)
        return [tuple(found) for found in connection.execute(query)]


def counts(receipt: DeliveryReport) -> tuple[int, int, int]:
    return receipt.accepted, receipt.repeated, len(receipt.refused)


def test_a_reading_is_stored_where_it_belongs(readings: Readings, contract: ReadingContract) -> None:
    rows = [
        row(),
        row("2025-06-30T09:59:00+08:00", "7.25"),
        row(str(NOW), 31, device="FS-A-1", quantity="pm25"),
    ]

    receipt = land(readings, contract, FEED, rows)

    pump, air = contract.devices.channels["FS-P-1"]["depth"], contract.devices.channels["FS-A-1"]["pm25"]
    assert counts(receipt) == (3, 0, 0)
    assert stored(readings) == sorted([(pump, NOW, 12.5), (pump, NOW - 60, 7.25), (air, NOW, 31.0)])


WILD_ROWS = [
    row(device="\ud800"),
    row(device="a\x00b"),
    row(at="\udfff"),
    row(value="\ud800"),
    {"device": "FS-A-1", "quantity": "\udc00\x00", "at": NOW, "value": 1},
    "\ud800",
    ["\x00"],
]


def test_half_a_character_or_a_nul_refuses_its_row_and_not_the_batch(
    readings: Readings, contract: ReadingContract
) -> None:
    receipt = land(readings, contract, FEED, [*WILD_ROWS, row()])

    assert counts(receipt) == (1, 0, len(WILD_ROWS))
    with readings.reading() as connection:
        assert len(connection.execute(select(refused_reading)).all()) == len(WILD_ROWS)


def test_a_row_nested_as_deep_as_json_goes_refuses_itself(readings: Readings, contract: ReadingContract) -> None:
    deep: object = []
    for _ in range(100_000):
        deep = [deep]

    assert counts(land(readings, contract, FEED, [row(value=deep), row()])) == (1, 0, 1)


def test_the_same_rows_again_change_nothing(readings: Readings, contract: ReadingContract) -> None:
    rows = [row(), row(NOW - 60, 3)]
    land(readings, contract, FEED, rows)
    before = stored(readings)

    again = land(readings, contract, FEED, [*rows, row(NOW - 120, 2), row(NOW - 120, 2)])

    assert counts(again) == (1, 3, 0)
    assert set(stored(readings)) - set(before) == {(1, NOW - 120, 2.0)}


def test_another_value_of_the_same_time_is_refused_and_the_first_stands(
    readings: Readings, contract: ReadingContract
) -> None:
    land(readings, contract, FEED, [row()])

    receipt = land(readings, contract, FEED, [row(value=13), row(NOW - 60, 1), row(NOW - 60, 2)])

    assert counts(receipt) == (1, 0, 2)
    assert [(bad.row, bad.code) for bad in receipt.refused] == [(1, "contradicts"), (3, "contradicts")]
    assert stored(readings) == [(1, NOW - 60, 1.0), (1, NOW, 12.5)]


BAD: list[tuple[Any, str]] = [
    (row(device="FS-X"), "unknown_device"),
    (row(device=7), "unknown_device"),
    (row(device="FS-A-1"), "unknown_quantity"),
    (row(quantity="pm25"), "unknown_quantity"),
    (row("yesterday"), "bad_time"),
    (row(1e9), "too_old"),
    (row("29/06/25 10:00"), "ambiguous_time"),
    (row(10**30), "bad_time"),
    (row(True), "bad_time"),
    (row(None), "bad_time"),
    (row(NOW + AHEAD + 1), "in_the_future"),
    (row(NOW - KEPT - 1), "too_old"),
    (row(value=None), "not_a_number"),
    (row(value="1,5"), "not_a_number"),
    (row(value=float("nan")), "not_a_number"),
    (row(value=float("inf")), "not_a_number"),
    (row(value=10**400), "not_a_number"),
    (row(value=True), "not_a_number"),
    (row(value=-0.5), "impossible_value"),
    (row(value=501), "impossible_value"),
    (row(unit="mm/h"), "unit_of_reading"),
    (row(unit=7), "unit_of_reading"),
    (["FS-P-1", NOW, 1], "not_a_row"),
    (None, "not_a_row"),
]


def test_a_bad_row_goes_aside_with_its_reason_and_the_others_land(
    readings: Readings, contract: ReadingContract
) -> None:
    """Walks all that a row can have wrong, in one delivery with a good one."""
    receipt = land(readings, contract, FEED, [*(given for given, _ in BAD), row()])

    assert counts(receipt) == (1, 0, len(BAD))
    with readings.reading() as connection:
        aside = LEDGER.refused_rows(connection, receipt.batch)
    assert [(one.row, one.code) for one in aside] == [(n, code) for n, (_, code) in enumerate(BAD, 1)]
    for lang in ("zh", "en"):
        kept = [refusal_text(lang, one.refusal) for one in aside]
        assert kept == [refusal_text(lang, one.refusal) for one in receipt.refused]


def test_fields_that_a_reading_does_not_have_are_passed_over_and_said(
    readings: Readings, contract: ReadingContract
) -> None:
    receipt = land(readings, contract, FEED, [row(battery=3.6, **{"\ud800": 1}), row(NOW - 1, rssi=-70)])

    assert counts(receipt) == (2, 0, 0)
    assert receipt.unused_columns == ("\\ud800", "battery", "rssi")


@pytest.mark.parametrize("at", [NOW + AHEAD, NOW - KEPT])
def test_a_clock_may_be_a_little_ahead_and_a_reading_some_days_late(
    readings: Readings, contract: ReadingContract, at: int
) -> None:
    assert counts(land(readings, contract, FEED, [row(at)])) == (1, 0, 0)


def test_a_token_for_some_regions_brings_readings_of_no_others(readings: Readings) -> None:
    mine = ReadingContract(known(readings), NOW, frozenset({TOWN}))

    receipt = land(readings, mine, FEED, [row(), row(device="FS-P-2")])

    assert [bad.code for bad in receipt.refused] == ["not_yours"]
    assert OTHER not in mine.regions  # type: ignore[operator]


def test_every_channel_knows_its_newest_reading(readings: Readings, contract: ReadingContract) -> None:
    land(readings, contract, FEED, [row(NOW - 60), row(NOW, 31, device="FS-A-1", quantity="o3")])
    land(readings, contract, FEED, [row(NOW - 120)])  # late: not the newest

    with readings.reading() as connection:
        newest = {r.no: r.last_at for r in connection.execute(select(channel))}
        assert [one.last_at for one in devices(Scope.everything(), connection)] == [NOW - 60, NOW, 0]
    assert sorted(newest.values()) == [0, 0, NOW - 60, NOW]


def test_a_feed_is_noted_with_what_it_promised(readings: Readings, contract: ReadingContract) -> None:
    land(readings, contract, DataSource("gateway", 5), [])
    land(readings, ReadingContract(contract.devices, NOW - 10), DataSource("gateway", 5), [])

    with readings.reading() as connection:
        assert [tuple(f) for f in connection.execute(select(feed))] == [("gateway", 5, NOW)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=length(15, 25))
@given(data=st.data())
def test_whatever_the_order_the_parts_and_the_repetitions_the_same_readings_stand(
    readings: Readings, contract: ReadingContract, data: st.DataObject
) -> None:
    times = data.draw(st.lists(st.integers(0, 400), min_size=1, max_size=30, unique=True))
    rows = [row(NOW - back, back % 400, device=("FS-P-1", "FS-P-2")[back % 2]) for back in times]
    sent = rows + data.draw(st.lists(st.sampled_from(rows), max_size=20))
    random.Random(data.draw(st.integers(0, 9))).shuffle(sent)
    cut = data.draw(st.integers(0, len(sent)))

    receipts = [land(readings, contract, FEED, part) for part in (sent[:cut], sent[cut:])]

    wanted = {(contract.devices.channels[str(r["device"])]["depth"], r["at"], float(str(r["value"]))) for r in rows}
    assert wanted <= set(stored(readings))
    assert sum(len(one.refused) for one in receipts) == 0
    assert sum(one.accepted + one.repeated for one in receipts) == len(sent)


def test_nothing_is_lost_or_doubled_when_many_post_at_once(readings: Readings, contract: ReadingContract) -> None:
    def post(worker: int) -> list[DeliveryReport]:
        own = [[row(NOW - 1000 * worker - n, n % 100) for n in range(k, k + 20)] for k in range(0, 200, 20)]
        shared = [row(NOW - 500_000 - n, n % 100) for n in range(50)]
        return [land(readings, contract, DataSource(f"g{worker}"), part) for part in (*own, shared)]

    with ThreadPoolExecutor(4) as people:
        receipts = [one for part in people.map(post, range(4)) for one in part]

    assert len(stored(readings)) == sum(one.accepted for one in receipts) == 4 * 200 + 50
    assert sum(one.repeated for one in receipts) == 3 * 50
    assert len({one.batch for one in receipts}) == len(receipts)
    with readings.reading() as connection:
        assert sum(a.accepted for a in connection.execute(select(arrival))) == 850
