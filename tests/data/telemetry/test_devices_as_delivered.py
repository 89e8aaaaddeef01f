"""Devices and readings as departments and gateways send them: other datums, names, units, zones, and running totals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.geography.point_crs import point_crs
from data.ingest.device_files import DeviceFileRules, load_devices
from data.ingest.reading_files import load_readings
from data.pipeline.deliver import DeliveryReport
from data.telemetry import Readings, open_readings
from data.telemetry.device_registry import SensorDevice, devices
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import ReadingContract
from data.telemetry.reading_ingest import known_devices, limits_of
from data.telemetry.tables import counter_reading, reading
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from web.api.readings import rows_of

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
EVENING = 1_795_951_067  # 2026-11-29 19:17:47 in Foshan
HEAD = "id,name_zh,quantities,region,owner,every,lon,lat"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


class City:
    """A register and its readings, filled by files."""

    def __init__(self, readings: Readings, catalogue: Catalogue, folder: Path) -> None:
        self.readings, self.catalogue, self.folder = readings, catalogue, folder
        self.clock, self.limits = FixedClock(NOW), limits_of(catalogue.vitals.quantities)

    def enter(self, *rows: str, head: str = HEAD, crs: str = "wgs84", hand_over: bool = False) -> DeliveryReport:
        file = self.folder / "devices.csv"
        file.write_text("\n".join([head, *rows]), "utf-8")
        return self.enter_file(file, crs, hand_over)

    def enter_file(self, file: Path, crs: str = "wgs84", hand_over: bool = False) -> DeliveryReport:
        rules = DeviceFileRules(point_crs(crs), hand_over)
        return load_devices(self.readings, self.catalogue, file, self.clock, rules=rules)

    def known(self) -> dict[str, SensorDevice]:
        with self.readings.reading() as connection:
            return {one.device.id: one.device for one in devices(Scope.everything(), connection)}

    def bring(self, file: Path) -> DeliveryReport:
        with self.readings.reading() as connection:
            register = known_devices(connection, self.limits)
        return load_readings(self.readings, register, file, self.clock, "file")

    def post(self, rows: list[object]) -> DeliveryReport:
        with self.readings.reading() as connection:
            register = known_devices(connection, self.limits)
        return land(self.readings, ReadingContract(register, int(NOW.timestamp())), DataSource("gateway"), rows)

    def stored(self) -> list[tuple[int, float]]:
        with self.readings.reading() as connection:
            rows = connection.execute(select(reading.c.at, reading.c.value).order_by(reading.c.channel, reading.c.at))
            return [(row.at, row.value) for row in rows]


@pytest.fixture
def city(catalogue: Catalogue, tmp_path: Path) -> Iterator[City]:
    readings = open_readings(f"sqlite:///{tmp_path / 'readings.db'}")
    yield City(readings, catalogue, tmp_path)
    readings.dispose()


@pytest.fixture
def city_anywhere(catalogue: Catalogue, warehouse_url: str, tmp_path: Path) -> Iterator[City]:
    readings = open_readings(warehouse_url)
    yield City(readings, catalogue, tmp_path)
    readings.dispose()


def metres(one: SensorDevice, lon: float, lat: float) -> float:
    assert one.lon is not None
    assert one.lat is not None
    return float((((one.lon - lon) * 102_500) ** 2 + ((one.lat - lat) * 110_800) ** 2) ** 0.5)


def test_names_of_the_catalogue_and_other_spellings_are_taken_and_a_place_elsewhere_is_refused(city: City) -> None:
    report = city.enter_file(CASES / "devices.csv")

    assert {row.content["id"]: row.code for row in report.refused} == {"P3": "swapped_axes", "P9": "outside_region"}
    [elsewhere] = [row.refusal.facts for row in report.refused if row.code == "outside_region"]
    assert elsewhere["lies_in"] == "三水区"
    assert float(elsewhere["km"]) > 5
    found = city.known()
    assert set(found) == {"P1", "P2", "R1", "P4", "P5", "P6", "P7", "P8"}
    assert (found["P6"].owner, found["P7"].quantities, found["P8"].every) == ("water-bureau", ("ponding_depth",), 60)
    assert metres(found["P4"], 113.12, 23.02) < 0.1


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [
        ("gcj-02", "113.125484", "23.017448"),
        ("GCJ02", "113.125484", "23.017448"),
        ("EPSG:4490", "113.12", "23.02"),
        ("4326", "113.12", "23.02"),
        ("gk", "38409790.99", "2547023.38"),
        ("gk-38", "38409790.99", "2547023.38"),
        ("epsg:4526", "38409790.99", "2547023.38"),
        ("epsg:4547", "409790.99", "2547023.38"),
        ("gk-cm114", "409790.99", "2547023.38"),
    ],
)
def test_points_come_in_the_reference_that_is_named(city: City, crs: str, x: str, y: str) -> None:
    report = city.enter(f"P2,积水点,ponding_depth,祖庙街道,water-bureau,60,{x},{y}", crs=crs)

    assert (report.accepted, report.refused) == (1, ())
    assert metres(city.known()["P2"], 113.12, 23.02) < 1


def test_an_easting_without_its_zone_and_an_unknown_reference_are_refused(city: City) -> None:
    report = city.enter("P2,积水点,ponding_depth,祖庙街道,water-bureau,60,409790.99,2547023.38", crs="gk")

    assert [row.code for row in report.refused] == ["no_zone_number"]
    with pytest.raises(ValueError, match="none of"):
        point_crs("mercator")


def test_a_device_is_renamed_moved_handed_over_retired_and_replaced_by_a_file(city: City) -> None:
    city.enter_file(CASES / "devices.csv")
    for name in ("only-place.csv", "only-name.csv", "correction.csv"):
        assert city.enter_file(CASES / name).refused == ()
    assert city.known()["P1"].name_zh == "积水点一号"
    assert metres(city.known()["P2"], 113.12, 23.02) < 0.1

    moved = "P1,积水点一号,ponding_depth,张槎街道,fire-brigade,60,113.08,23.03"
    assert [row.code for row in city.enter(moved).refused] == ["duplicate_id"]
    report = city.enter(moved, hand_over=True)
    assert ([row.code for row in report.refused], [one.code for one in report.notices]) == ([], ["handed_over"])
    assert (city.known()["P1"].owner, city.known()["P1"].region) == ("fire-brigade", 440604011)

    row = "{},积水点,ponding_depth,祖庙街道,water-bureau,60,113.12,23.02,{},{}"
    head = f"{HEAD},state,replaces"
    city.enter(row.format("P5", "停用", ""), row.format("N1", "", "P6"), head=head)
    assert {"P5", "P6", "N1"} & set(city.known()) == {"N1"}
    city.enter(row.format("P5", "在用", ""), head=head)
    assert "P5" in city.known()


def test_times_of_readings_come_as_date_cells_numbers_and_local_times(city: City) -> None:
    city.enter_file(CASES / "devices.csv")
    report = city.bring(CASES / "times.csv")

    assert (report.accepted, report.refused) == (8, ())
    offsets = [at - EVENING for at, _ in city.stored()]
    assert offsets == [0, 60, 180, 240, 360, 420, 480, 780]
    cells = city.bring(CASES / "times.xlsx")
    assert cells.refused == ()
    assert cells.accepted + cells.repeated > 0


def test_a_device_has_a_zone_and_a_unit_of_its_own(city: City) -> None:
    city.enter("P1,积水点,ponding_depth,祖庙街道,water-bureau,60,,,UTC,mm", head=f"{HEAD},zone,unit")
    report = city.post([
        {"device": "P1", "at": "2026-11-29 11:17:47", "value": 50},
        {"device": "P1", "at": EVENING + 60, "value": 0.5, "unit": "m"},
        {"device": "P1", "at": EVENING + 120, "value": 1, "unit": "μg/m³"},
    ])  # fmt: skip

    assert [at - EVENING for at, _ in city.stored()] == [0, 60]
    assert [value for _, value in city.stored()] == pytest.approx([5, 50])
    assert [row.code for row in report.refused] == ["unit_of_reading"]


def test_a_counter_lands_as_what_it_grew_by(city_anywhere: City) -> None:
    city_anywhere.enter("R1,雨量站,rainfall,祖庙街道,water-bureau,300,,,counter", head=f"{HEAD},counts")
    report = city_anywhere.bring(CASES / "running-total.csv")

    assert (report.accepted, report.refused, report.notices) == (12, (), ())
    assert [value for _, value in city_anywhere.stored()] == [2.0] * 11
    again = city_anywhere.post([{"device": "R1", "at": "2026-11-29T19:22:47+08:00", "value": 24}])
    other = city_anywhere.post([{"device": "R1", "at": "2026-11-29T19:22:47+08:00", "value": 25}])
    assert (again.accepted, again.repeated, [row.code for row in other.refused]) == (0, 1, ["contradicts"])


@pytest.mark.parametrize(
    ("totals", "growth", "code"),
    [
        ([(0, 30.0), (300, 31.5), (600, 0.5), (900, 2.0)], [1.5, 0.5, 1.5], "counter_reset"),
        ([(0, 30.0), (300, 29.8), (600, 31.0)], [1.2], "counter_fell"),
        ([(0, 30.0), (300, 999.0), (600, 1000.0)], [1.0], "counter_jumped"),
        ([(0, 30.0), (30_000, 60.0), (30_300, 61.0)], [1.0], "counter_gap"),
        ([(0, 120.0), (300, 175.0)], [], "counter_jumped"),
    ],
)
def test_a_counter_that_begins_anew_falls_jumps_or_was_away_tells_no_growth_that_is_not_known(
    city: City, totals: list[tuple[int, float]], growth: list[float], code: str
) -> None:
    city.enter("R1,雨量站,rainfall,祖庙街道,water-bureau,300,,,累计", head=f"{HEAD},counts")
    start = EVENING - 40_000
    reports = [city.post([{"device": "R1", "at": start + after, "value": value}]) for after, value in totals]

    assert [value for _, value in city.stored()] == pytest.approx(growth)
    assert [one.code for report in reports for one in report.notices] == [code]
    assert sum(report.accepted for report in reports) == len(totals)


def test_a_total_that_comes_late_changes_no_sum(city: City) -> None:
    city.enter("R1,雨量站,rainfall,祖庙街道,water-bureau,300,,,counter", head=f"{HEAD},counts")
    for after, value in ((0, 10), (600, 14), (300, 11)):
        assert city.post([{"device": "R1", "at": EVENING + after, "value": value}]).accepted == 1

    assert [value for _, value in city.stored()] == [4.0]
    with city.readings.reading() as connection:
        assert len(connection.execute(select(counter_reading)).all()) == 3


def test_a_gauge_that_does_not_say_that_it_counts_is_questioned_before_it_alarms(city: City) -> None:
    city.enter("R1,雨量站,rainfall,祖庙街道,water-bureau,300,113.11,23.03")
    whole = city.bring(CASES / "running-total.csv")
    assert (whole.accepted, {row.code for row in whole.refused}) == (0, {"running_total"})

    lines = (CASES / "running-total.csv").read_text("utf-8").split()[1:]
    for line in lines:
        device, at, value = line.split(",")
        city.post([{"device": device, "at": at, "value": value}])
    assert sum(value for _, value in city.stored()) < 100  # what raises the red signal in three hours


def test_a_storm_is_no_running_total(city: City) -> None:
    city.enter("R1,雨量站,rainfall,祖庙街道,water-bureau,300,113.11,23.03")
    storm = [0.5, 2, 4, 7, 9, 12, 15, 14, 16, 18, 12, 8, 6, 3]
    report = city.post([{"device": "R1", "at": EVENING + 300 * n - 5000, "value": v} for n, v in enumerate(storm)])

    assert (report.accepted, report.refused) == (len(storm), ())


def test_one_value_for_longer_than_the_rule_says_is_said(city: City) -> None:
    city.enter("P1,积水点,ponding_depth,祖庙街道,water-bureau,60,,,2小时", head=f"{HEAD},flat_after")
    early = city.post([{"device": "P1", "at": EVENING - 9000 + n, "value": 7} for n in (0, 600, 6000)])
    late = city.post([{"device": "P1", "at": EVENING - 1000, "value": 7}])
    moved = city.post([{"device": "P1", "at": EVENING, "value": 8}])

    assert [[one.code for one in report.notices] for report in (early, late, moved)] == [[], ["flat_line"], []]


@pytest.mark.parametrize("mimetype", ["application/json", "application/x-ndjson"])
def test_a_gateway_sends_a_reading_a_line(city: City, mimetype: str) -> None:
    city.enter_file(CASES / "devices.csv")
    report = city.post(rows_of((CASES / "gateway.ndjson").read_bytes(), mimetype))

    assert (report.accepted, report.refused) == (2, ())


def test_a_gateway_may_send_one_reading_milliseconds_and_fields_of_its_own(city: City) -> None:
    city.enter_file(CASES / "devices.csv")
    one = {"device": "P1", "at": EVENING * 1000 + 250, "value": 3, "unit": "cm", "battery": 3.6}
    report = city.post(rows_of(json.dumps(one).encode(), "application/json"))

    assert (report.accepted, report.unused_columns, city.stored()) == (1, ("battery",), [(EVENING, 3.0)])
