"""From readings to alerts: a place that stands too high, a district that is unusual, a source that fell silent."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import insert

from data.operations import Operations, open_operations
from data.operations.alerts.incidents import open_incidents
from data.operations.alerts.repository import AlertFilter, alert_timeline, list_alerts
from data.operations.alerts.unit_of_work import AlertChange
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import ReadingContract
from data.telemetry.reading_ingest import known_devices
from data.telemetry.tables import sign_slot
from indicators.alerts import Alert, load_alert_definitions
from indicators.catalogue.catalogue import CATALOGUE
from indicators.incidents import AlertingConfig
from monitoring.alerting import Alerting
from monitoring.anomalies import AnomalyDetector
from monitoring.monitor import EvaluationResult
from monitoring.stream_evaluator import SLOT
from tests.monitoring.conftest import ALL, CHANCHENG, CITY, NOW, SHIWAN, Bench
from tests.monitoring.test_watching import flood

BLUE, YELLOW, ORANGE, RED = 2, 3, 4, 5


class AroundTheClock:
    """People always work."""

    def after(self, since: int, seconds: int) -> int:
        return since + seconds


@dataclass
class Table:
    """The bench with alerts listening."""

    bench: Bench
    operations: Operations
    told: list[AlertChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        rules = load_alert_definitions(CATALOGUE)
        catalogue = self.bench.catalogue
        self.grounds = AlertingConfig(rules.rules, rules.causes, catalogue.regions, {})
        self.listen()

    def listen(self) -> None:
        """Begin to listen anew, as after a kill."""
        unusual = AnomalyDetector(self.bench.readings, self.grounds.rules)
        self.bench.listener = Alerting(
            self.operations, self.grounds, self.bench.catalogue.vitals, AroundTheClock(), unusual, self.told.extend
        )
        self.bench.open()

    def alerts(self, **wanted: object) -> tuple[Alert, ...]:
        with self.operations.reading() as connection:
            return list_alerts(connection, ALL, AlertFilter(**wanted))  # type: ignore[arg-type]


@pytest.fixture
def table(bench: Bench, warehouse_url: str) -> Iterator[Table]:
    opened = open_operations(warehouse_url)
    yield Table(bench, opened)
    opened.dispose()


def test_a_place_above_its_step_has_one_alert_however_long_it_lasts(table: Table) -> None:
    table.bench.post(*flood(depth=30))
    table.bench.turn(250)
    table.bench.post(*flood(start=300, depth=32))
    table.bench.turn(550)

    (alert,) = table.alerts()
    assert (alert.subject.sign, alert.subject.place, alert.subject.region) == ("V11", "P-1", SHIWAN)
    assert (alert.level, alert.state, alert.trigger, alert.value_raised) == (ORANGE, "raised", "step", 30)
    assert alert.value_peak == 32
    assert alert.subject.cause == "flood"
    assert [change.announce for change in table.told if change.events[0].kind == "raised"] == [True]


def test_it_recovers_when_the_place_has_been_inside_for_its_time(table: Table) -> None:
    table.bench.post(*flood(depth=30))
    table.bench.turn(250)
    table.bench.clock.at(3600)
    table.bench.post(*flood(start=300, minutes=55, depth=0))
    table.bench.turn(3600)

    (alert,) = table.alerts()
    assert alert.state == "recovered"
    assert alert.recovered_at is not None
    assert 900 <= alert.recovered_at - (NOW + 300) <= 960


def test_alerts_of_one_flood_in_a_district_are_one_incident(table: Table) -> None:
    table.bench.post(*flood(depth=30), *flood("P-2", depth=45))
    table.bench.turn(250)

    alerts = table.alerts()
    assert {alert.level for alert in alerts} == {ORANGE, RED}
    assert len({alert.incident for alert in alerts}) == 1
    with table.operations.reading() as connection:
        (incident,) = open_incidents(connection, ALL, table.grounds)
    assert (incident.cause, incident.level) == ("flood", RED)
    assert sum(change.announce for change in table.told) == 1


def test_told_twice_of_the_same_readings_nothing_happens_twice(table: Table) -> None:
    table.bench.post(*flood(depth=30))
    table.bench.turn(250)
    before = table.alerts()

    table.listen()
    table.bench.turn(260)
    table.bench.post(*flood(start=300, depth=30))
    table.bench.turn(560)

    (alert,) = table.alerts()
    assert alert.id == before[0].id
    with table.operations.reading() as connection:
        assert [event.kind for event in alert_timeline(connection, ALL, alert.id).log if event.kind == "raised"] == [
            "raised"
        ]


def test_nobody_answers_and_the_next_duty_level_is_called(table: Table) -> None:
    table.bench.post(*flood(depth=45))
    table.bench.turn(250)

    table.bench.clock.at(250 + 11 * 60)
    table.bench.post(*flood(start=300, minutes=12, depth=45))
    table.bench.turn()

    (alert,) = table.alerts()
    assert (alert.level, alert.escalation_step) == (RED, 1)


def test_a_source_that_falls_silent_is_an_alert_of_its_own_and_recovers_nothing(table: Table) -> None:
    table.bench.post(*flood(depth=30), ("P-2", 0, 0))
    table.bench.turn(250)
    limit = 6 * int(table.bench.catalogue.vitals.signs["V11"].sampling.seconds)

    table.bench.turn(240 + limit + 60)
    silence = table.alerts(trigger="stale")
    flooded = table.alerts(trigger="step")

    assert [(a.subject.place, a.level) for a in silence] == [(str(CHANCHENG), BLUE)]
    assert [a.state for a in flooded] == ["raised"]

    table.bench.clock.at(240 + limit + 60 + 1800)
    table.bench.post(*flood(start=240 + limit + 60, minutes=30, depth=0))
    table.bench.turn()
    assert [a.state for a in table.alerts(trigger="stale")] == ["recovered"]


def _usual_week(bench: Bench, sign: str, region: int) -> None:
    """Five weeks of slots with a daily rhythm around 40, up to now."""
    made = random.Random(7)
    begin = NOW - 35 * 86_400
    rows = [
        {
            "sign": sign,
            "region": region,
            "slot": at,
            "value": 40 + 8 * math.sin(at / 86_400 * 2 * math.pi) + made.gauss(0, 0.6),
            "level": 0,
        }
        for at in range(begin - begin % SLOT, NOW, SLOT)
    ]
    with bench.readings.writing() as connection:
        connection.execute(insert(sign_slot), rows)


def test_what_is_far_from_usual_for_this_hour_is_an_alert_though_no_step_is_reached(table: Table) -> None:
    bench = table.bench
    speed = SensorDevice("T-1", "佛山大道", "Foshan Avenue", SHIWAN, ("road_speed",), "public-security-bureau", 300)
    assert bench.catalogue.vitals.signs["V62"].seasonal
    (quantity,) = bench.catalogue.vitals.signs["V62"].reads
    with bench.readings.writing() as connection:
        register(connection, [SensorDevice(**{**vars(speed), "quantities": (quantity,)})], NOW)
    _usual_week(bench, "V62", CHANCHENG)
    bench.open()

    def usual(at: int) -> float:
        return 40 + 8 * math.sin((NOW + at) / 86_400 * 2 * math.pi)

    for slot in range(24):  # two hours: as usual, then far below it, but above 30 km/h, where the first step lies
        at = slot * SLOT
        bench.clock.at(at + 5)
        bench.post(("T-1", at, usual(at) if slot < 8 else usual(at) - 9))
        bench.turn(at + 5)

    (alert,) = table.alerts()
    assert (alert.subject.sign, alert.subject.region, alert.trigger) == ("V62", CHANCHENG, "band")
    assert alert.raised_at >= NOW + 8 * SLOT
    assert alert.level >= BLUE


def test_without_enough_of_a_past_nothing_is_called_unusual(table: Table) -> None:
    bench = table.bench
    (quantity,) = bench.catalogue.vitals.signs["V62"].reads
    with bench.readings.writing() as connection:
        register(
            connection, [SensorDevice("T-1", "路", "Road", SHIWAN, (quantity,), "public-security-bureau", 300)], NOW
        )
    bench.open()

    for slot in range(12):
        bench.clock.at(slot * SLOT + 5)
        bench.post(("T-1", slot * SLOT, 60 if slot < 6 else 35))
        bench.turn()

    assert table.alerts() == ()


def test_a_sign_that_speaks_at_night_only_is_not_silent_by_day(table: Table) -> None:
    bench = table.bench
    lamps = bench.catalogue.vitals.signs["V94"]
    assert lamps.active == (19, 6)
    with bench.readings.writing() as connection:
        register(
            connection, [SensorDevice("L-1", "路灯", "Lamps", SHIWAN, lamps.reads, "city-management-bureau", 900)], NOW
        )
    bench.open()

    bench.clock.at(-4 * 3600 - 900)  # a quarter to six in the morning
    before_dawn = NOW - 4 * 3600 - 900
    with bench.readings.reading() as connection:
        contract = ReadingContract(known_devices(connection, {}), before_dawn)
    rows = [{"device": "L-1", "at": before_dawn, "quantity": name, "value": 99} for name in lamps.reads]
    assert not land(bench.readings, contract, DataSource("gateway", 86_400), rows).refused
    bench.turn()
    bench.turn(5 * 3600)  # three in the afternoon
    by_day = table.alerts(trigger="stale")
    bench.turn(11.5 * 3600)  # half past nine in the evening: two and a half hours of the night without a word
    by_night = table.alerts(trigger="stale")

    assert by_day == ()
    assert [(alert.subject.sign, alert.subject.region) for alert in by_night] == [("V94", CHANCHENG)]


def test_nobody_is_called_silent_while_a_history_is_still_being_taken_in(table: Table) -> None:
    watch = table.bench.listener
    assert isinstance(watch, Alerting)
    table.bench.post(*flood(depth=0))
    table.bench.turn(250)
    unknown = replace(table.bench.sign("V11", CHANCHENG), level=None, value=None)
    later = EvaluationResult(NOW + 36_000, [], frozenset(), [unknown], whole=False)

    watch.see(later)
    assert table.alerts(trigger="stale") == ()
    watch.see(replace(later, whole=True))
    assert [alert.subject.region for alert in table.alerts(trigger="stale")] == [CHANCHENG]


def test_a_morning_like_every_morning_is_not_sudden_where_nobody_knows_what_is_usual(table: Table) -> None:
    bench = table.bench
    (quantity,) = bench.catalogue.vitals.signs["V62"].reads
    with bench.readings.writing() as connection:
        register(
            connection, [SensorDevice("T-1", "路", "Road", SHIWAN, (quantity,), "public-security-bureau", 300)], NOW
        )
    bench.open()

    for slot in range(60):  # five hours: more than a sudden change is measured against
        bench.clock.at(slot * SLOT + 5)
        bench.post(("T-1", slot * SLOT, 60 if slot < 50 else 45))
        bench.turn()

    assert table.alerts(trigger="sudden") == ()


def test_a_lost_feed_is_one_alert_of_the_city_as_grave_as_what_it_hides(table: Table) -> None:
    table.bench.clock.at(250)
    table.bench.post(*flood("P-2", depth=45), feed="gateway", every=60)
    table.bench.turn(250)
    table.bench.turn(250 + 120)
    assert "feed" not in {alert.subject.sign for alert in table.alerts()}, "within two of its promises it is not lost"

    table.bench.turn(3600)

    lost = [alert for alert in table.alerts() if alert.trigger == "stale"]
    assert [(a.subject.sign, a.subject.place, a.subject.region) for a in lost] == [("feed", "gateway", CITY)]
    assert lost[0].level == RED, "the red flood that it hides"
    with table.operations.reading() as connection:
        (incident,) = (one for one in open_incidents(connection, ALL, table.grounds) if one.cause == "feed")
    assert (incident.region, incident.lead) == (CITY, lost[0].id)


def test_one_lost_feed_of_two_is_yellow_and_recovers_when_it_speaks(table: Table) -> None:
    table.bench.post(*flood("P-3", depth=1), feed="other", every=60)
    table.bench.turn(250)
    table.bench.clock.at(900)
    table.bench.post(("P-1", 900, 1), feed="gateway", every=60)
    table.bench.turn(930)

    (alert,) = (one for one in table.alerts() if one.subject.sign == "feed")
    assert (alert.subject.place, alert.level, alert.state) == ("other", YELLOW, "raised")
    for seconds in range(960, 1800, 60):
        table.bench.clock.at(seconds)
        table.bench.post(("P-3", seconds, 1), feed="other", every=60)
        table.bench.post(("P-1", seconds, 1), feed="gateway", every=60)
        table.bench.turn(seconds + 1)
    (alert,) = (one for one in table.alerts() if one.subject.sign == "feed")
    assert alert.state == "recovered"
