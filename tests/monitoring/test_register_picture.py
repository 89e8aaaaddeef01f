"""What screens read of devices and of what stands above normal, on each engine."""

from __future__ import annotations

from data.core.scope import Scope
from data.telemetry.device_queries import DeviceRegistryQueries
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.state_version import change_version_of
from indicators.liveness import MONITOR_SILENT as LATE
from tests.monitoring.conftest import ALL, CITY, GUICHENG, NOW, SHIWAN, Bench

SIGNS = ("V11",)


def flooded(bench: Bench) -> DeviceRegistryQueries:
    """P-1 under water for five minutes, P-2 dry, P-3 and G-1 never heard."""
    bench.post(*(("P-1", 60 * n, 30 + n) for n in range(5)), *(("P-2", 60 * n, 1) for n in range(5)))
    bench.turn(300)
    return DeviceRegistryQueries(bench.readings, bench.clock)


def numbers(reader: DeviceRegistryQueries) -> dict[str, int]:
    return {one.device.id: one.no for one in reader.all(ALL)}


def test_a_device_stands_at_the_level_of_its_worst_judged_sign(bench: Bench) -> None:
    reader = flooded(bench)
    known = numbers(reader)

    assert reader.levels(ALL, SIGNS) == {known["P-1"]: 4, known["P-2"]: 0}
    assert reader.levels(ALL, ()) == {known["P-1"]: 0, known["P-2"]: 0}
    assert reader.levels(Scope(frozenset({GUICHENG}), None), SIGNS) == {}
    bench.turn(3 * 24 * 3600)
    assert set(reader.levels(ALL, SIGNS).values()) == {None}


def test_what_stands_above_normal_is_found_with_what_it_was_an_hour_before(bench: Bench) -> None:
    reader = flooded(bench)
    point = bench.reader.raised(ALL, [SHIWAN], SIGNS)
    assert [(one.device, one.level, one.value) for one in point] == [(numbers(reader)["P-1"], 4, 34.0)]
    assert bench.reader.raised(ALL, [GUICHENG], SIGNS) == ()
    key = ("V11", point[0].device)
    assert bench.reader.values_before(ALL, [key], NOW + 200) == {key: 34.0}
    assert bench.reader.values_before(Scope(frozenset({GUICHENG}), None), [key], NOW + 200) == {}
    assert bench.reader.values_before(ALL, [], NOW) == {}
    assert bench.reader.point_days(ALL, "V11", [point[0].device], NOW - 600) == {point[0].device: [(NOW, 34.0)]}


def test_newest_and_last_readings_say_who_brought_them(bench: Bench) -> None:
    reader = flooded(bench)
    one = reader.by_id(ALL, "P-1")
    assert one is not None
    assert [(n.quantity, n.at, n.value, n.feed) for n in reader.newest(ALL, one)] == [
        ("ponding_depth", NOW + 240, 34.0, "gateway")
    ]
    assert reader.last_readings(ALL, one, "ponding_depth", 2) == ((NOW + 240, 34.0), (NOW + 180, 33.0))
    assert reader.last_heard(ALL)[numbers(reader)["P-3"]] == 0


def test_a_claim_to_an_id_that_is_taken_waits_until_it_is_settled_by_somebody_who_sees_it(bench: Bench) -> None:
    other = SensorDevice("P-1", "别处", "Elsewhere", GUICHENG, ("ponding_depth",), "water-bureau", 60)
    with bench.readings.writing() as connection:
        register(connection, [other], NOW)
    reader = DeviceRegistryQueries(bench.readings, bench.clock)
    claim = reader.clashes(ALL)[0]

    assert (claim.id, claim.holder.device.region, claim.claimed["region"]) == ("P-1", SHIWAN, GUICHENG)
    assert not reader.settle(Scope(frozenset({GUICHENG}), None), claim.id, claim.claim)
    assert reader.settle(ALL, claim.id, claim.claim)
    assert reader.clashes(ALL) == ()
    assert not reader.settle(ALL, claim.id, claim.claim)


def test_a_refused_reading_is_shown_with_its_reason_to_those_who_may_see_its_device(bench: Bench) -> None:
    from data.telemetry.landing import DataSource, land
    from data.telemetry.reading_contract import ReadingContract
    from data.telemetry.reading_ingest import known_devices

    with bench.readings.reading() as connection:
        contract = ReadingContract(known_devices(connection, {}), NOW)
    rows = [{"device": "P-1", "at": NOW, "value": "much"}, {"device": "nobody", "at": NOW, "value": 1}]
    land(bench.readings, contract, DataSource("gateway"), rows)
    reader = DeviceRegistryQueries(bench.readings, bench.clock)

    assert [one.device for one in reader.refused(ALL, NOW - 60, 9)] == ["P-1", "nobody"]
    of_shiwan = reader.refused(Scope(frozenset({SHIWAN}), None), NOW - 60, 9)
    assert [one.refusal.code for one in of_shiwan] == ["not_a_number"]
    assert reader.refused(Scope(frozenset({GUICHENG}), None), NOW - 60, 9) == ()
    assert reader.refused(ALL, NOW + 1, 9) == ()


def test_the_beat_changes_with_the_picture_and_when_the_watch_falls_silent(bench: Bench) -> None:
    flooded(bench)
    with bench.readings.reading() as connection:
        beats = [change_version_of(connection, NOW + 300 + late) for late in (0, LATE, LATE + 1, 3600)]
    assert beats[0] == beats[1] != beats[2] == beats[3]
    assert not bench.reader.late(ALL)
    bench.clock.at(300 + LATE + 1)
    assert bench.reader.late(ALL)
    assert bench.reader.signs(ALL, CITY)["V11"].level == 4, "what was known last is still there to be shown"


def test_a_watch_opened_anew_sums_up_a_health_from_all_signs_that_were_known(bench: Bench) -> None:
    bench.post(("P-1", 0, 3), ("G-1", 0, 5))
    bench.turn(10)
    before = {kind: one.known for kind, one in bench.reader.healths(ALL, CITY).items()}

    bench.open()
    bench.post(("P-1", 60, 3))
    bench.turn(70)

    assert {kind: one.known for kind, one in bench.reader.healths(ALL, CITY).items()} == before
