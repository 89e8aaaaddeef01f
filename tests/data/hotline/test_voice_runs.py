"""A run of the barometer over a small demonstration city, against counts made by hand in plain SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, text

from data.core.clock import FixedClock
from data.core.scope import OutOfScope, Scope, ScopeMissing
from data.geography.grids import load_grids
from data.hotline.hotline_repository import HotlineRepository
from data.hotline.refresh import refresh_hotline
from data.warehouse.connection import open_warehouse
from data.warehouse.events import NewEvents, append_events
from data.warehouse.tables import snapshot
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.hotline import HotlineRules, load_hotline_rules

CITY, DISTRICT, TOWN = 440600, 440605, 440605124
ALL = Scope.everything()
CLOCK = FixedClock(datetime(2025, 6, 30, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def rules() -> HotlineRules:
    return load_hotline_rules(CATALOGUE)


@pytest.fixture(scope="module")
def engine(city_home: Path) -> Iterator[Engine]:
    """The warehouse of the demonstration city that all tests share; its preparation has run the barometer."""
    opened = open_warehouse(f"sqlite:///{city_home / 'warehouse.db'}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def reader(engine: Engine, shipped: Catalogue) -> HotlineRepository:
    return HotlineRepository(engine, shipped)


def ask(engine: Engine, question: str, **facts: int) -> list[tuple[int, ...]]:
    with engine.connect().execution_options(access="read") as connection:
        return [tuple(row) for row in connection.execute(text(question), facts)]


def run_of(reader: HotlineRepository) -> int:
    found = reader.run_of(ALL, 1)
    assert found is not None
    return found.run


WITHIN = "kind = 1 AND day BETWEEN 20250602 AND 20250629"


@pytest.mark.parametrize(
    ("region", "where"), [(CITY, "1 = 1"), (DISTRICT, "region / 1000 = 440605"), (TOWN, "region = 440605124")]
)
def test_volumes_are_those_of_plain_sql(reader: HotlineRepository, engine: Engine, region: int, where: str) -> None:
    rated = "flags & 64 = 64"
    [row] = ask(
        engine,
        f"SELECT count(*), sum(flags & 16 = 16), sum({rated}), sum({rated} AND flags & 32 = 32), "
        f"sum({rated} AND flags & 128 = 128), sum(flags & 1024 = 1024) FROM event WHERE {WITHIN} AND {where}",
    )
    found = reader.region(ALL, run_of(reader), region)
    assert found is not None
    volume = found.volume
    assert row == (
        volume.received, volume.contacted, volume.rated, volume.resolved, volume.satisfied, volume.repeat
    )  # fmt: skip
    assert sum(topic.volume.received for topic in found.topics) == volume.received


def test_orders_by_day_are_those_of_plain_sql(reader: HotlineRepository, engine: Engine) -> None:
    rows = ask(engine, "SELECT day, count(*) FROM event WHERE kind = 1 AND day >= 20250519 GROUP BY day ORDER BY day")
    found = reader.region(ALL, run_of(reader), CITY)
    assert found is not None
    assert found.daily == tuple(count for _, count in rows)
    assert found.mood.signs.count == sum(count for _, count in rows[-7:])


def test_counts_by_grid_are_those_of_plain_sql(reader: HotlineRepository, engine: Engine) -> None:
    for topic, which in ((0, "1 = 1"), (1, "topic = 1")):
        rows = ask(engine, f"SELECT grid, count(*) FROM event WHERE {WITHIN} AND grid > 0 AND {which} GROUP BY grid")
        assert reader.by_grid(ALL, run_of(reader), 1, topic, 28) == {row[0]: row[1] for row in rows}
    week = reader.by_grid(ALL, run_of(reader), 2, 0, 7)
    assert sum(week.values()) == ask(engine, "SELECT count(*) FROM event WHERE kind = 2 AND day > 20250622")[0][0]


def test_the_loop_counts_times_and_the_median_is_in_the_middle(reader: HotlineRepository, engine: Engine) -> None:
    found = reader.region(ALL, run_of(reader), CITY)
    assert found is not None
    steps = {step.id: step for step in found.loop}
    hours = sorted(
        (accepted - received) / 3600
        for accepted, received in ask(engine, "SELECT accepted, received FROM order_times WHERE accepted > 0")
    )
    assert steps["accepted"].taken == len(hours)
    assert steps["accepted"].hours == pytest.approx(np.median(hours))
    [[waiting]] = ask(engine, "SELECT count(*) FROM order_times WHERE contacted > 0 AND closed = 0")
    assert steps["closed"].waiting == waiting
    assert steps["rated"].waiting == 0


def test_every_order_lies_in_a_grid_of_its_town(engine: Engine) -> None:
    town = {grid.number: grid.town for grid in load_grids(None).layer.grids}
    for grid, region in ask(engine, "SELECT DISTINCT grid, region FROM event WHERE grid > 0"):
        assert town[grid] == region


def test_steps_are_taken_one_after_the_other(engine: Engine) -> None:
    wrong = (
        "(accepted > 0 AND accepted < received) OR (contacted > 0 AND contacted < accepted) "
        "OR (closed > 0 AND (closed < contacted OR contacted = 0)) OR (rated > 0 AND (rated < closed OR closed = 0))"
    )
    assert ask(engine, f"SELECT count(*) FROM order_times WHERE {wrong}") == [(0,)]


def test_nothing_new_makes_no_new_run(engine: Engine, shipped: Catalogue, rules: HotlineRules) -> None:
    first = refresh_hotline(engine, shipped, rules, CLOCK)
    assert refresh_hotline(engine, shipped, rules, CLOCK) == first


def test_a_scope_sees_only_what_lies_inside(reader: HotlineRepository) -> None:
    run, narrow = run_of(reader), Scope.of_regions([TOWN])
    with pytest.raises(OutOfScope):
        reader.region(narrow, run, CITY)
    with pytest.raises(ScopeMissing):
        reader.findings(None, run, CITY)  # type: ignore[arg-type]
    assert {one.region for one in reader.repeats(narrow, run, TOWN)} <= {TOWN}
    assert {one.region for one in reader.findings(narrow, run, TOWN)} <= {TOWN}


def test_a_surge_that_lands_is_listed_by_the_next_run(
    warehouse: Engine, shipped: Catalogue, rules: HotlineRules
) -> None:
    """On both engines: twenty-five quiet weeks of one topic, then a loud one in one town."""
    dice = np.random.default_rng(5)
    towns = np.array(shipped.regions.at("town"))
    quiet = events(dice, shipped, towns, weeks=25, surge=None)
    append_events(warehouse, shipped, "hotline", "quiet.csv", "hotline_order", quiet, CLOCK.now(), basis=3)
    before = refresh_hotline(warehouse, shipped, rules, CLOCK)
    reader = HotlineRepository(warehouse, shipped)
    assert before is not None
    loud = {(one.kind, one.topic, one.region) for one in reader.findings(ALL, before, CITY)}
    assert ("rising", "noise", TOWN) not in loud
    more = events(dice, shipped, np.array([TOWN]), weeks=1, surge=30)
    append_events(warehouse, shipped, "hotline", "loud.csv", "hotline_order", more, CLOCK.now(), basis=3)
    after = refresh_hotline(warehouse, shipped, rules, CLOCK)
    assert after == before + 1
    found = {(one.kind, one.topic, one.region): one for one in reader.findings(ALL, after, CITY)}
    assert ("rising", "noise", TOWN) in found
    with warehouse.connect() as connection:
        assert connection.execute(snapshot.select()).all() == []
    assert reader.run_of(ALL, 1) is not None


def events(
    dice: np.random.Generator, shipped: Catalogue, towns: np.ndarray, weeks: int, surge: int | None
) -> NewEvents:
    """About twenty orders about noise a week and town; with `surge`, so many more on each of the last four days."""
    last = date(2025, 6, 29)
    rows = []
    for back in range(weeks * 7 if surge is None else 4):
        day = last - timedelta(days=back)
        for town in towns.tolist():
            for n in range(int(dice.poisson(3 if surge is None else surge))):
                rows.append((int(f"{day:%Y%m%d}"), town, n + (1 if surge is None else 1000)))
    day, town, number = np.array(rows).T
    late = [datetime.strptime(f"{one} 23:30 +0800", "%Y%m%d %H:%M %z") for one in day]
    at = np.array([int(moment.timestamp()) for moment in late])
    return NewEvents(day, town, number, at, np.ones_like(day), np.zeros_like(day), np.zeros(len(day)))
