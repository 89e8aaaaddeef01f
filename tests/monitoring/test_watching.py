"""The watch makes the same picture of the same readings, however they came; what is silent is unknown, never green."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.core.scope import OutOfScope, Scope
from data.telemetry.tables import point_slot, sign_slot
from monitoring.monitor import EvaluationResult
from monitoring.stream_evaluator import LATE, SLOT
from tests.campaign import length
from tests.monitoring.conftest import ALL, CHANCHENG, CITY, GUICHENG, NANHAI, NOW, SHIWAN, Bench

NORMAL, BLUE, YELLOW, ORANGE, RED = 0, 2, 3, 4, 5
DEEP = 60  # the deepest that a gauge stands in: nothing else can be worse
Row = tuple[str, float, float]


def flood(device: str = "P-1", start: float = 0, minutes: int = 5, depth: float = 20) -> list[Row]:
    """A reading a minute of the same depth."""
    return [(device, start + 60 * n, depth) for n in range(minutes)]


def slots(bench: Bench) -> list[Any]:
    with bench.readings.reading() as connection:
        return [tuple(row) for row in connection.execute(select(point_slot).order_by(*point_slot.primary_key))]


def test_readings_become_a_value_and_a_level_at_their_device(bench: Bench) -> None:
    bench.post(*flood(), ("P-3", 0, 2))

    bench.turn(250)

    wet, dry = bench.point("V11", "P-1"), bench.point("V11", "P-3")
    assert (wet.value, wet.level, wet.at, wet.since, wet.stale) == (20, YELLOW, NOW + 240, NOW + 120, False)
    assert (dry.value, dry.level) == (2, NORMAL)


def test_a_sign_is_rolled_up_from_town_to_city_with_its_worst_place(bench: Bench) -> None:
    bench.post(*flood(depth=30), *flood("P-3", depth=6))

    bench.turn(250)

    numbers = {one.device.id: one.no for one in bench.reader.devices(ALL)}
    town, district = bench.sign("V11", SHIWAN), bench.sign("V11", CHANCHENG)
    other, city = bench.sign("V11", NANHAI), bench.sign("V11", CITY)
    assert [one.level for one in (town, district, other, city)] == [ORANGE, ORANGE, BLUE, ORANGE]
    assert (city.value, city.worst, city.counted, city.stale) == (30, numbers["P-1"], 2, 1)
    assert city.levels == {BLUE: 1, ORANGE: 1}
    assert other.worst == numbers["P-3"]


def test_one_red_sign_is_seen_in_the_health_of_its_kind_and_of_the_city(bench: Bench) -> None:
    bench.post(*flood(depth=100), *[("G-1", 60 * n, 1) for n in range(5)])

    bench.turn(250)

    healths = bench.reader.healths(ALL, CITY)
    space, safety, city = healths["space"], healths["safety"], healths["city"]
    assert space.value is not None
    assert space.value < 40
    assert [part[0] for part in space.parts] == ["V11"]
    assert safety.value == 100
    assert city.worst == "space"
    assert city.value == pytest.approx(sum(part[2] for part in city.parts))
    assert city.value == pytest.approx((space.value + 100) / 4 + space.value / 2, abs=0.1)
    assert set(city.unknown) == set(healths) - {"space", "safety", "city"}


def test_every_turn_that_changes_something_is_a_new_version(bench: Bench) -> None:
    assert bench.reader.version(ALL) == 0

    bench.post(("P-1", 0, 1))
    bench.turn(1)
    first = bench.reader.version(ALL)
    bench.turn(2)
    again = bench.reader.version(ALL)
    bench.post(("P-1", 60, 1))
    bench.turn(61)

    assert first == again
    assert bench.reader.version(ALL) == first + 1
    assert bench.reader.looked_at(ALL) == NOW + 61


def test_a_device_without_readings_for_three_samplings_is_unknown_and_counts_nowhere(bench: Bench) -> None:
    bench.post(*flood(), ("P-3", 240, 1))
    bench.turn(250)

    limit = bench.catalogue.vitals.signs["V11"].stale_seconds
    bench.turn(240 + limit)
    still = bench.point("V11", "P-1").stale
    bench.turn(241 + limit)

    assert not still
    assert bench.point("V11", "P-1").stale
    city = bench.sign("V11", CITY)
    assert (city.level, city.value, city.unseen, city.standing) == (None, None, YELLOW, YELLOW)


def test_a_kind_that_falls_silent_keeps_what_it_cost_and_one_that_was_calm_is_unknown(bench: Bench) -> None:
    bench.post(*flood(), ("G-1", 240, 1))
    bench.turn(250)
    before = bench.reader.healths(ALL, CITY)

    bench.turn(24 * 3600)

    after = bench.reader.healths(ALL, CITY)
    assert (before["space"].value, after["space"].value) == (77.5, 77.5)
    assert (after["space"].known, after["space"].parts) == (0, before["space"].parts)
    assert (before["safety"].value, after["safety"].value) == (100, None)
    assert after["city"].value is not None
    assert before["city"].value is not None
    assert after["city"].value <= before["city"].value


def test_a_level_at_which_a_place_fell_silent_stands_beside_a_calm_place_until_a_reading_clears_it(
    new_bench: Callable[[], Bench],
) -> None:
    bench = new_bench()
    bench.clock.at(70 * 60)
    bench.post(*flood(depth=100), *flood("P-3", minutes=70, depth=1))
    bench.turn(70 * 60)
    city, health = bench.sign("V11", CITY), bench.reader.healths(ALL, CITY)["space"].value
    assert (city.level, city.standing, city.silenced) == (NORMAL, RED, True)
    assert health is not None
    assert health < 50

    bench.open()
    bench.clock.at(110 * 60)
    bench.post(*(row for device in ("P-1", "P-3") for row in flood(device, start=70 * 60, minutes=40, depth=1)))
    bench.turn(110 * 60)

    assert (bench.sign("V11", CITY).standing, bench.reader.healths(ALL, CITY)["space"].value) == (NORMAL, 100)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=length(8, 60))
@given(
    depths=st.fixed_dictionaries(dict.fromkeys(("P-1", "P-2", "P-3"), st.integers(0, 60))),
    stops=st.sets(st.sampled_from(["P-1", "P-2", "P-3"]), min_size=1),
    reopened=st.booleans(),
)
def test_no_health_rises_because_devices_stop(
    new_bench: Callable[[], Bench], depths: dict[str, int], stops: set[str], reopened: bool
) -> None:
    bench = new_bench()
    bench.clock.at(3600)
    bench.post(*(row for device, depth in depths.items() for row in flood(device, minutes=60, depth=depth)))
    bench.turn(3600)
    before = bench.reader.healths(ALL, CITY)
    assert before["space"].value is not None

    heard = [device for device in depths if device not in stops]
    bench.clock.at(9000)
    bench.post(*(row for device in heard for row in flood(device, start=3600, minutes=90, depth=depths[device])))
    if reopened:
        bench.open()
    bench.turn(9000)

    after = bench.reader.healths(ALL, CITY)
    for kind in ("space", "city"):
        value, then = after[kind].value, before[kind].value
        assert value is None or then is None or value <= then
    if max(depths[device] for device in stops) >= DEEP:
        assert after["space"].value == before["space"].value


def test_a_feed_that_says_nothing_for_twice_its_promise_greys_all_it_brought_and_nothing_else(bench: Bench) -> None:
    bench.post(*flood(), feed="one", every=5)
    bench.post(("P-3", 240, 1), feed="other", every=3600)
    bench.turn(10)
    assert bench.sign("V11", CHANCHENG).level == YELLOW

    bench.turn(11)

    assert bench.sign("V11", CHANCHENG).level is None
    assert bench.sign("V11", NANHAI).level == NORMAL
    assert [(one.id, one.silent) for one in bench.reader.feeds(ALL)] == [("one", True), ("other", False)]

    bench.clock.at(300)
    bench.post(("P-1", 300, 20), feed="one", every=5)
    bench.turn(301)

    assert bench.sign("V11", CHANCHENG).level == YELLOW


def test_a_device_registered_later_is_met_when_it_delivers(bench: Bench) -> None:
    from data.telemetry.device_registry import SensorDevice, register

    bench.turn(0)
    new = SensorDevice("P-9", "新点", "New point", GUICHENG, ("ponding_depth",), "water-bureau", 60)
    with bench.readings.writing() as connection:
        register(connection, [new], NOW)
    bench.post(*flood("P-9"))

    bench.turn(250)

    assert bench.point("V11", "P-9").level == YELLOW


def test_the_picture_of_a_region_outside_the_scope_is_not_shown(bench: Bench) -> None:
    bench.post(*flood(), *flood("P-3"))
    bench.turn(250)
    mine = Scope.of_regions([NANHAI, GUICHENG])

    assert {one.region for one in bench.reader.points(mine)} == {GUICHENG}
    assert bench.reader.signs(mine, NANHAI)
    device = bench.point("V11", "P-1").device
    assert bench.reader.point_history(mine, "V11", device, 0, NOW * 2) == ()
    assert bench.reader.points_of_device(mine, device) == ()
    for ask in (
        lambda: bench.reader.signs(mine, CITY),
        lambda: bench.reader.healths(mine, CHANCHENG),
        lambda: bench.reader.sign(mine, "V11", [CHANCHENG]),
        lambda: bench.reader.sign_history(mine, "V11", CITY, 0, NOW * 2),
        lambda: bench.reader.health_history(mine, CITY, 0),
        lambda: bench.reader.points(mine, region=SHIWAN),
    ):
        with pytest.raises(OutOfScope):
            ask()


def test_five_minutes_of_a_point_keep_range_last_value_and_worst_level(bench: Bench) -> None:
    bench.post(("P-1", 0, 3), ("P-1", 60, 30), ("P-1", 120, 8), ("P-1", 300, 1))
    bench.turn(301)

    device = bench.point("V11", "P-1").device
    first, second = bench.reader.point_history(ALL, "V11", device, NOW, NOW + 600)

    assert (first.slot, first.low, first.high, first.value, first.level) == (NOW, 3, 30, 8, ORANGE)
    assert (second.slot, second.low, second.high, second.value, second.level) == (NOW + SLOT, 1, 1, 1, NORMAL)


def _history(seed: int) -> list[Row]:
    """An hour of three gauges: calm, rain, and calm again."""
    made = random.Random(seed)
    wave = [max(0.0, 40 - abs(n - 30) * 2) for n in range(60)]
    return [
        (device, 60 * n, round(max(0.0, wave[n] * share + made.gauss(0, 1.5)), 1))
        for n in range(60)
        for device, share in (("P-1", 1.0), ("P-2", 0.4), ("P-3", 0.1))
    ]


def _live(bench: Bench, rows: list[Row]) -> None:
    """Post and watch minute by minute."""
    for at in sorted({row[1] for row in rows}):
        bench.clock.at(at)
        bench.post(*(row for row in rows if row[1] == at))
        bench.turn(at)


def test_a_history_landed_at_once_gives_the_pictures_that_were_seen_live(new_bench: Callable[[], Bench]) -> None:
    rows, live, later = _history(1), new_bench(), new_bench()
    _live(live, rows)
    later.clock.at(3540)
    later.post(*rows)
    later.turn(3540)

    assert slots(live) == slots(later)
    assert [live.point("V11", d) for d in ("P-1", "P-2", "P-3")] == [
        later.point("V11", d) for d in ("P-1", "P-2", "P-3")
    ]
    assert live.sign("V11", CITY) == later.sign("V11", CITY)
    assert _levels(live) == _levels(later)
    assert len(_levels(later)) == 12
    assert (_levels(later)[0], max(_levels(later))) == (NORMAL, ORANGE)


def _levels(bench: Bench) -> list[int]:
    query = select(sign_slot.c.level).where(sign_slot.c.region == CITY).order_by(sign_slot.c.slot)
    with bench.readings.reading() as connection:
        return list(connection.execute(query).scalars())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=length(8, 15))
@given(seed=st.integers(0, 10_000), late=st.integers(1, LATE // 60 - 2))
def test_readings_that_come_late_and_out_of_order_end_in_the_same_picture(
    new_bench: Callable[[], Bench], seed: int, late: int
) -> None:
    rows, straight, crooked = _history(seed), new_bench(), new_bench()
    made = random.Random(seed)
    arrives = {row: row[1] + 60 * made.choice([0, 0, 0, made.randint(0, late)]) for row in rows}
    _live(straight, rows)

    for minute in range(60 + late):
        crooked.clock.at(60 * minute)
        part = [row for row in rows if arrives[row] == 60 * minute]
        made.shuffle(part)
        crooked.post(*part)
        crooked.turn(60 * minute)

    for device in ("P-1", "P-2", "P-3"):
        assert crooked.point("V11", device) == straight.point("V11", device)
    assert slots(crooked) == slots(straight)


def test_a_reading_too_late_to_change_a_level_still_fills_its_slot(bench: Bench) -> None:
    bench.clock.at(3600)
    bench.post(*flood(start=0, minutes=60, depth=1))
    bench.turn()

    bench.post(("P-1", 30, 33))
    bench.turn()

    now = bench.point("V11", "P-1")
    assert (now.level, now.value) == (NORMAL, 1)
    first = bench.reader.point_history(ALL, "V11", now.device, NOW, NOW)[0]
    assert (first.low, first.high, first.level) == (1, 33, ORANGE)


def test_a_watch_opened_anew_goes_on_where_the_last_one_stopped(new_bench: Callable[[], Bench]) -> None:
    rows, whole, broken = _history(3), new_bench(), new_bench()
    _live(whole, rows)
    for minute in range(60):
        broken.clock.at(60 * minute)
        broken.post(*(row for row in rows if row[1] == 60 * minute))
        if minute % 7 == 3:
            broken.open()
        broken.turn()

    assert slots(broken) == slots(whole)
    for device in ("P-1", "P-2", "P-3"):
        assert broken.point("V11", device) == whole.point("V11", device)


class Dies:
    """A listener that ends the turn at a certain picture, as a crash would."""

    def __init__(self, at: int) -> None:
        self.left = at

    def see(self, picture: EvaluationResult) -> None:
        self.left -= 1
        if self.left == 0:
            raise MemoryError


@pytest.mark.parametrize("at", [1, 2, 5, 9])
def test_a_turn_that_dies_half_way_is_done_again_and_nothing_is_missing(
    new_bench: Callable[[], Bench], at: int
) -> None:
    rows, whole, broken = _history(4), new_bench(), new_bench()
    whole.clock.at(3540)
    whole.post(*rows)
    whole.turn(3540)
    broken.clock.at(3540)
    broken.post(*rows)
    broken.listener = Dies(at)
    broken.open()

    with pytest.raises(MemoryError):
        broken.turn()
    broken.open()
    broken.turn()

    assert slots(broken) == slots(whole)
    for device in ("P-1", "P-2", "P-3"):
        assert broken.point("V11", device) == whole.point("V11", device)
