"""The first start makes a city that has lived for a day: readings, what is usual, a picture; cut off, it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from data.core.clock import DEMO_START, FixedClock, from_epoch, to_epoch
from data.core.scope import Scope
from data.core.settings import Settings
from data.geography.grids import load_grids
from data.telemetry import Readings, open_readings
from data.telemetry.baselines import baselines
from data.telemetry.batches import feeds_now
from data.telemetry.current_state import CurrentStateRepository
from data.telemetry.tables import arrival, reading, refused_reading, sign_slot
from demo.container import DemoContainer
from demo.simulator import FEED, SimulatedCity, backfill, is_backfilled
from demo.simulator.history import QUARTER, SLOT, due_before
from demo.simulator.timetable import DeviceTimetable
from demo.simulator_process import begins_after
from indicators.catalogue.catalogue import Catalogue
from indicators.vitals.samples import hour_of_week
from tests.demo.simulator.conftest import DAY, HOUR, MINUTE, at

NOW = to_epoch(DEMO_START)
ALL = Scope.everything()
CITY = 440600


@pytest.fixture(scope="module")
def begun(city: SimulatedCity, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readings]:
    """The readings of a city that was brought to life, with a sixth of the history."""
    readings = open_readings(f"sqlite:///{tmp_path_factory.mktemp('living') / 'readings.db'}")
    backfill(readings, catalogue, FixedClock(DEMO_START), city, lambda done: None, scale=1 / 6)
    yield readings
    readings.dispose()


@pytest.fixture(scope="module")
def reader(begun: Readings) -> CurrentStateRepository:
    return CurrentStateRepository(begun, FixedClock(DEMO_START))


def test_a_day_of_the_city_is_some_three_hundred_thousand_readings_in_order(city: SimulatedCity) -> None:
    due = due_before(city, NOW)

    assert 200_000 <= len(due) <= 330_000
    assert (np.diff(due.at) >= 0).all()
    assert due.at[-1] <= NOW
    assert len({*zip(due.channels.tolist(), due.at.tolist(), strict=True)}) == len(due)


def test_the_history_is_part_of_what_would_have_been_delivered_live(
    city: SimulatedCity, own_times: DeviceTimetable
) -> None:
    due = due_before(city, NOW)
    for begins in (at(-1, "22:00"), at(0, "05:30"), at(0, "09:50")):
        ends = begins + 6 * MINUTE
        live = own_times.between(begins, ends)
        live_keys = set(zip(live.channels.tolist(), live.at.tolist(), strict=True))
        here = (due.at > begins) & (due.at <= ends)
        keys = set(zip(due.channels[here].tolist(), due.at[here].tolist(), strict=True))
        assert keys <= live_keys
        assert keys


def test_no_value_of_the_last_day_is_ever_stale_when_a_picture_is_drawn(
    city: SimulatedCity, catalogue: Catalogue
) -> None:
    due = due_before(city, NOW)
    long_ago = np.arange(NOW - 23 * HOUR, NOW - 2 * HOUR, QUARTER) + QUARTER - 1
    ends = np.concatenate([long_ago, np.arange(NOW - 2 * HOUR, NOW, SLOT) + SLOT - 1])
    for block in city.fleet.blocks:
        delivered = set(city.fleet.kinds[block.kind].quantities)
        readers = [catalogue.vitals.signs[name] for name in catalogue.vitals.reading(block.quantity)]
        signs = [sign for sign in readers if set(sign.reads) <= delivered]
        every = city.fleet.kinds[block.kind].every
        if not signs or every > HOUR:
            continue
        longest = min(sign.stale_seconds for sign in signs)
        for channel in (block.first, block.first + len(block) - 1):
            if city.fleet.silent[city.fleet.channel_device[channel]]:
                continue
            mine = due.at[due.channels == channel]
            newest = mine[np.maximum(np.searchsorted(mine, ends, side="right") - 1, 0)]
            assert (ends - newest).max() <= longest, block.quantity


def test_every_reading_was_accepted_and_all_came_from_the_feeder(begun: Readings) -> None:
    with begun.reading() as connection:
        refused = connection.execute(select(func.count()).select_from(refused_reading)).scalar()
        accepted, feeds = connection.execute(
            select(func.sum(arrival.c.accepted), func.count(arrival.c.feed.distinct()))
        ).one()
        stored = connection.execute(select(func.count()).select_from(reading)).scalar()
        feed = feeds_now(connection, NOW)

    assert (refused, feeds) == (0, 1)
    assert accepted == stored
    assert [one.id for one in feed] == [FEED]


def test_the_first_screen_finds_every_sign_but_those_that_need_a_week(
    reader: CurrentStateRepository, catalogue: Catalogue
) -> None:
    signs = reader.signs(ALL, CITY)
    unknown = {name for name in catalogue.vitals.signs if name not in signs or not signs[name].known}

    assert unknown <= {"V73", "V94"}  # a sixth of a history has neither a week of fire calls nor a night of lamps
    assert signs["V26"].level == 3
    healths = reader.healths(ALL, CITY)
    calm = [one.value for kind, one in healths.items() if kind not in {"city", "environment", "space"}]
    assert min(value or 0 for value in calm) >= 85
    assert sum((value or 0) >= 90 for value in calm) >= 6


def test_charts_have_a_picture_in_every_slot_of_the_last_hours_and_every_quarter_before(begun: Readings) -> None:
    with begun.reading() as connection:
        query = select(sign_slot.c.sign, sign_slot.c.slot).where(sign_slot.c.region == CITY, sign_slot.c.slot < NOW)
        rows = connection.execute(query.where(sign_slot.c.slot >= NOW - 4 * HOUR)).all()

    late = Counter(sign for sign, slot in rows if slot >= NOW - 2 * HOUR)
    before = Counter(sign for sign, slot in rows if slot < NOW - 2 * HOUR)
    for sign in ("V11", "V26", "V27", "V61", "V71", "V83", "V85", "V96"):
        assert (late[sign], before[sign]) >= (22, 7), sign
        assert before[sign] <= 9, sign


def test_gauges_have_two_days_and_grids_hold_the_devices(reader: CurrentStateRepository, city: SimulatedCity) -> None:
    numbers = {one.device.id: one for one in reader.devices(ALL)}
    makou = numbers["440607001-RIV-0001"]
    towns = {grid.number: grid.town for grid in load_grids(None).visible(ALL)}

    history = reader.point_history(ALL, "V26", makou.no, NOW - 2 * DAY, NOW)
    assert history[0].slot < NOW - 46 * HOUR
    standing = [one.device for one in numbers.values() if one.device.lon is not None and one.device.region > 999_999]
    assert all(towns[one.grid] == one.region for one in standing)


def test_what_is_usual_is_told_for_what_is_compared_with_it(
    begun: Readings, reader: CurrentStateRepository, city: SimulatedCity
) -> None:
    with begun.reading() as connection:
        told = baselines(connection)
    numbers = {one.device.id: one.no for one in reader.devices(ALL)}
    hotline = told[numbers["440605-HOT-0001"], "hotline_calls"]

    assert all(len(hours) == 168 for hours in told.values())
    ten, three = hour_of_week(at(0, "10:30")), hour_of_week(at(0, "03:30"))
    assert hotline[ten] > 4 * hotline[three]
    assert sum(hotline) / 7 == pytest.approx(14_900 * 0.386, rel=0.06)
    rooms = [one for one in reader.devices(ALL) if "emergency_waiting" in one.channels]
    assert all((one.no, "emergency_waiting") in told for one in rooms)


def test_doing_it_again_changes_nothing(
    begun: Readings, city: SimulatedCity, catalogue: Catalogue, reader: CurrentStateRepository
) -> None:
    def stored() -> int:
        with begun.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(reading)).scalar_one())

    before, signs = stored(), reader.signs(ALL, CITY)

    backfill(begun, catalogue, FixedClock(DEMO_START), city, lambda done: None, scale=1 / 6)

    assert stored() == before
    assert {name: (one.value, one.level) for name, one in reader.signs(ALL, CITY).items()} == {
        name: (one.value, one.level) for name, one in signs.items()
    }


class Cut(Exception):
    """Somebody pulls the plug."""


def test_cut_off_half_way_it_is_not_done_and_the_next_start_does_it(
    city: SimulatedCity, catalogue: Catalogue, tmp_path: Path
) -> None:
    readings = open_readings(f"sqlite:///{tmp_path / 'readings.db'}")

    def pull(done: int) -> None:
        if done > 100:
            raise Cut

    with pytest.raises(Cut):
        backfill(readings, catalogue, FixedClock(DEMO_START), city, pull, scale=0.05)
    assert not is_backfilled(readings)

    backfill(readings, catalogue, FixedClock(from_epoch(NOW + 40)), city, lambda done: None, scale=0.05)

    assert is_backfilled(readings)
    assert CurrentStateRepository(readings, FixedClock(DEMO_START)).signs(ALL, CITY)["V26"].known
    readings.dispose()


def test_the_feeder_goes_on_where_the_readings_end(begun: Readings, tmp_path: Path) -> None:
    home = Path(str(begun.engine.url.database)).parent
    container = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}), FixedClock(from_epoch(NOW + 90)))

    assert NOW - 5 <= begins_after(container) < NOW
    fresh = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(tmp_path)}), FixedClock(DEMO_START))
    assert begins_after(fresh) == NOW - 1
