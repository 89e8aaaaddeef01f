"""What is usual at an hour of the week: learnt from weeks of readings, kept hour by hour; what was told stands."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select

from data.core.scope import Scope
from data.telemetry import Readings
from data.telemetry.baseline_tables import channel_hour
from data.telemetry.baselines import baseline_inputs, baseline_quantities, baselines, keep_hours, learn, write_baselines
from data.telemetry.device_registry import devices
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import ReadingContract
from indicators.catalogue.catalogue import load_catalogue
from indicators.vitals.samples import hour_of_week
from tests.data.telemetry.conftest import NOW

HOUR, WEEK = 3600, 7 * 86_400
MONDAY = NOW - 10 * HOUR
SUMMED, MEANT = {"depth": True}, {"depth": False}


def channel_of(readings: Readings, device: str = "FS-P-1") -> tuple[int, int]:
    """Number of a device and of its channel."""
    with readings.reading() as connection:
        found = next(one for one in devices(Scope.everything(), connection) if one.device.id == device)
    return found.no, found.channels["depth"]


def hours_of(readings: Readings, weeks: int, number: int) -> None:
    """Weeks of kept hours: the total is the hour of the week, ten times as much in one of the weeks."""
    rows = [
        {
            "channel": number,
            "hour": MONDAY - week * WEEK + n * HOUR,
            "total": n * (10.0 if week == 1 else 1.0),
            "readings": 4,
        }
        for week in range(1, weeks + 1)
        for n in range(168)
    ]
    with readings.writing() as connection:
        connection.execute(insert(channel_hour), rows)


def test_the_median_of_each_hour_of_the_week_is_learnt(readings: Readings) -> None:
    device, channel = channel_of(readings)
    hours_of(readings, 3, channel)

    with readings.writing() as connection:
        number = learn(connection, SUMMED, NOW)
        found = baselines(connection)

    assert number == 1
    assert found == {(device, "depth"): tuple(map(float, range(168)))}


def test_what_is_not_added_up_is_learnt_as_a_mean(readings: Readings) -> None:
    device, channel = channel_of(readings)
    hours_of(readings, 3, channel)

    with readings.writing() as connection:
        learn(connection, MEANT, NOW)
        found = baselines(connection)

    assert found[device, "depth"][100] == 25


def test_fewer_than_three_weeks_teach_nothing(readings: Readings) -> None:
    hours_of(readings, 2, channel_of(readings)[1])

    with readings.writing() as connection:
        assert learn(connection, SUMMED, NOW) == 0
        assert baselines(connection) == {}


def test_what_was_told_is_not_learnt_over(readings: Readings) -> None:
    device, channel = channel_of(readings)
    hours_of(readings, 3, channel)
    with readings.writing() as connection:
        write_baselines(connection, {(device, "depth"): [7.0] * 168}, 4, NOW)

        assert learn(connection, SUMMED, NOW) == 0
        assert set(baselines(connection)[device, "depth"]) == {7.0}
        assert baseline_inputs(connection) == {4}


def test_hours_are_kept_as_sums_once_they_have_ended(readings: Readings, contract: ReadingContract) -> None:
    rows = [{"device": "FS-P-1", "at": NOW - 2 * HOUR + 60 * n, "value": 2} for n in range(1, 100)]
    land(readings, contract, DataSource("gateway"), rows)

    with readings.writing() as connection:
        keep_hours(connection, SUMMED, NOW)
        keep_hours(connection, SUMMED, NOW)
        kept = {row.hour: (row.total, row.readings) for row in connection.execute(select(channel_hour))}

    assert kept == {NOW - 2 * HOUR: (120, 60), NOW - HOUR: (78, 39)}


def test_a_reading_at_the_full_hour_speaks_of_the_hour_before(readings: Readings, contract: ReadingContract) -> None:
    land(readings, contract, DataSource("gateway"), [{"device": "FS-P-1", "at": NOW - HOUR, "value": 5}])

    with readings.writing() as connection:
        keep_hours(connection, SUMMED, NOW)
        hours = connection.execute(select(channel_hour.c.hour)).scalars().all()

    assert hours == [NOW - 2 * HOUR]
    assert hour_of_week(NOW - HOUR) == hour_of_week(NOW - 2 * HOUR + 1)


def test_a_late_reading_is_added_to_its_hour_and_old_hours_go(readings: Readings, contract: ReadingContract) -> None:
    _, channel = channel_of(readings)
    old = {"channel": channel, "hour": NOW - 9 * WEEK, "total": 1.0, "readings": 1}
    with readings.writing() as connection:
        connection.execute(insert(channel_hour), [old])
    land(readings, contract, DataSource("gateway"), [{"device": "FS-P-1", "at": NOW - 2 * HOUR, "value": 1}])
    with readings.writing() as connection:
        keep_hours(connection, SUMMED, NOW)
    land(readings, contract, DataSource("gateway"), [{"device": "FS-P-1", "at": NOW - 2 * HOUR - 60, "value": 2}])

    with readings.writing() as connection:
        keep_hours(connection, SUMMED, NOW + HOUR)
        total, count = connection.execute(select(func.sum(channel_hour.c.total), func.count())).one()

    assert (total, count) == (3, 1)


def test_what_is_usual_matters_for_what_is_compared_with_it_or_has_seasons() -> None:
    found = baseline_quantities(load_catalogue().vitals)

    assert found["hotline_calls"]
    assert not found["emergency_waiting"]
    assert {"influenza_like_share", "traffic_index", "power_load"} <= set(found)
    assert "ponding_depth" not in found


@pytest.mark.parametrize("weeks", [3, 5])
def test_another_device_of_the_same_quantity_is_learnt_by_itself(readings: Readings, weeks: int) -> None:
    (one, first), (other, second) = channel_of(readings), channel_of(readings, "FS-P-2")
    hours_of(readings, weeks, first)
    hours_of(readings, 1, second)

    with readings.writing() as connection:
        learn(connection, SUMMED, NOW)
        found = baselines(connection)

    assert (one, "depth") in found
    assert (other, "depth") not in found
