"""What is due when: each device at its own times, denser while something happens, or all in a round to measure."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.simulator import SimulatedCity
from demo.simulator.timetable import DeviceTimetable, DueReadings, EvenTimetable, batches, rows_of
from tests.demo.simulator.conftest import DAY, HOUR, MINUTE, MONDAY, at


def seen(due: DueReadings) -> set[tuple[int, int]]:
    return set(zip(due.channels.tolist(), due.at.tolist(), strict=True))


@given(start=st.integers(0, 20 * DAY), cuts=st.lists(st.integers(1, 1200), max_size=6))
def test_nothing_is_due_twice_and_nothing_is_missed_however_time_is_cut(
    own_times: DeviceTimetable, start: int, cuts: list[int]
) -> None:
    begins, ends = MONDAY + start, MONDAY + start + 1200
    edges = sorted({begins, ends, *(begins + cut for cut in cuts)})

    whole = own_times.between(begins, ends)
    parts = [own_times.between(a, b) for a, b in pairwise(edges)]

    assert set().union(*map(seen, parts)) == seen(whole)
    assert sum(map(len, parts)) == len(whole) == len(seen(whole))
    assert (np.diff(whole.at) >= 0).all()


def test_every_channel_that_delivers_is_due_within_its_time(city: SimulatedCity, own_times: DeviceTimetable) -> None:
    fleet = city.fleet
    due = own_times.between(at(3, "00:00"), at(3, "04:00"))

    often = [n for n in range(fleet.channels) if fleet.spots[fleet.channel_device[n]].device.every <= 4 * HOUR]
    silent = {n for n in often if fleet.silent[fleet.channel_device[n]]}
    assert set(often) - silent <= set(due.channels.tolist())
    assert not silent & set(due.channels.tolist())


def test_about_fifteen_readings_a_second_are_due_and_something_always_is(own_times: DeviceTimetable) -> None:
    begins = at(2, "04:00")
    due = own_times.between(begins, begins + 600)

    by_second = np.bincount(due.at - begins - 1, minlength=600)
    assert by_second.min() >= 1
    assert 8 <= by_second.mean() <= 25


def test_what_a_device_delivers_comes_together(city: SimulatedCity, own_times: DeviceTimetable) -> None:
    due = own_times.between(at(0, "10:00"), at(0, "10:10"))
    devices = city.fleet.channel_device[due.channels]

    key = list(zip(due.at.tolist(), devices.tolist(), strict=True))
    changes = [one for one, before in zip(key, [None, *key], strict=False) if one != before]
    assert len(changes) == len(set(key))


def test_gauges_are_read_every_minute_in_an_incident_and_when_it_rains_else_every_quarter(
    city: SimulatedCity, own_times: DeviceTimetable
) -> None:
    gauges = city.fleet.by_kind["ponding-gauge"]
    leping = gauges[city.fleet.regions[gauges] == 440607103]
    far = gauges[city.fleet.regions[gauges] == 440606106]

    during = own_times.moments(at(0, "09:00"), at(0, "10:00"), leping)
    elsewhere = own_times.moments(at(0, "09:00"), at(0, "10:00"), far)
    before = own_times.moments(at(-1, "03:00"), at(-1, "04:00"), leping)

    assert len(during.at) == 60 * len(leping)
    assert len(elsewhere.at) == 4 * len(far)
    assert len(before.at) == 4 * len(leping)


def test_river_gauges_are_read_every_five_minutes_in_the_flood_and_every_hour_else(
    city: SimulatedCity, own_times: DeviceTimetable
) -> None:
    gauges = city.fleet.by_kind["river-gauge"]

    assert len(own_times.moments(at(0, "10:00"), at(0, "11:00"), gauges).at) == 12 * 3
    assert len(own_times.moments(at(5, "10:00"), at(5, "11:00"), gauges).at) == 3


def test_at_a_rate_every_channel_has_its_turn_and_each_second_as_many(city: SimulatedCity) -> None:
    even = EvenTimetable(city, 900)
    due = even.between(1000, 1010)

    by_channel = np.bincount(due.channels, minlength=city.fleet.channels)
    assert np.bincount(due.at - 1001).tolist() == [900] * 10
    assert len(seen(due)) == 9000
    delivering = ~city.fleet.silent[city.fleet.channel_device]
    assert set(by_channel[delivering].tolist()) <= {3, 4}
    assert by_channel[~delivering].sum() == 0


def test_at_a_rate_each_reading_covers_the_time_since_the_one_before(city: SimulatedCity) -> None:
    due = EvenTimetable(city, 2000).between(5000, 5020)
    last: dict[int, int] = {}
    for channel, moment, span in zip(due.channels.tolist(), due.at.tolist(), due.span.tolist(), strict=True):
        if channel in last:
            assert moment - last[channel] == span
        last[channel] = moment


@pytest.mark.parametrize("rate", [0, -5, 100_000])
def test_a_rate_that_cannot_be_is_refused(city: SimulatedCity, rate: int) -> None:
    with pytest.raises(ValueError, match="readings a second"):
        EvenTimetable(city, rate)


@given(number=st.integers(0, 5000), most=st.integers(1, 1000))
def test_batches_hold_all_rows_in_order_and_none_is_too_large(number: int, most: int) -> None:
    rows: list[dict[str, object]] = [{"n": n} for n in range(number)]

    found = list(batches(rows, most))

    assert [row for batch in found for row in batch] == rows
    assert all(0 < len(batch) <= most for batch in found)


def test_rows_are_what_the_door_takes(city: SimulatedCity, own_times: DeviceTimetable) -> None:
    begins = at(0, "10:00") + 7 * MINUTE
    rows = rows_of(city, own_times.between(begins, begins + 60))
    quantities = {device.id: device.quantities for device in city.fleet.devices}

    for row in rows:
        assert set(row) == {"device", "quantity", "at", "value"}
        assert row["quantity"] in quantities[str(row["device"])]
        assert isinstance(row["value"], float)
        assert begins < int(str(row["at"])) <= begins + 60
