"""Runs of feeds: recorded, tried again, paused by the breaker; and a dead source holds up nobody but itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from data.feeds.definitions import FeedDefinition
from data.feeds.feed_overview import feed_overview, feed_runs
from data.feeds.feed_runner import run_feed
from data.operations.feeds.feed_store import KEPT, begin_run, note_run
from data.snapshots.refresh import refresh
from data.storage.engines import reading
from data.warehouse.batches import last_batch
from runtime.feed_process import FeedScheduler
from tests.data.feeds.conftest import FeedCity

Declare = Callable[..., FeedDefinition]
GOOD = "measure,region,period,value\nresident_population,440604,2025-05,130.5\n"
LANDED = [("resident_population", 440604, 202505, 130.5)]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def dead(declare: Declare, tmp_path: Path) -> FeedDefinition:
    """A feed whose folder is not there."""
    breaker = {"failures": 3, "pause": 1000}
    return declare({"kind": "folder", "path": str(tmp_path / "gone")}, breaker=breaker)


@pytest.fixture
def living(declare: Declare, inbox: Path) -> FeedDefinition:
    return declare({"kind": "folder", "path": str(inbox), "stable": 0, "pattern": "*.csv"})


def test_the_breaker_opens_after_failures_in_a_row_and_one_good_run_closes_it(
    city: FeedCity, dead: FeedDefinition, tmp_path: Path
) -> None:
    start = city.given.now
    waits, healths = [], []
    for _ in range(4):
        city.run(dead)
        state = city.state()
        waits.append(state.due_at - city.given.now)
        healths += [one.health for one in feed_overview(city.given.operations, {"feed": dead}, city.given.now)]
        city.clock.forward(waits[-1])
    (tmp_path / "gone").mkdir()
    city.run(dead)

    assert waits == [60, 60, 1000, 1000]
    assert healths == ["failing", "failing", "paused", "paused"]
    assert (city.state().failures, city.state().paused_until) == (0, 0)
    assert city.state().good_at == start + 2120
    assert city.state().due_at == city.given.now + 60


def test_a_run_says_what_came_and_the_newest_stands_in_the_overview(
    city: FeedCity, living: FeedDefinition, inbox: Path
) -> None:
    assert feed_overview(city.given.operations, {"feed": living}, city.given.now)[0].health == "new"
    (inbox / "may.csv").write_text(GOOD + "resident_population,nowhere,2025-05,1\n")

    run = city.run(living)

    assert (run.outcome, run.tries, run.deliveries, run.accepted, run.repeated, run.refused) == ("good", 1, 1, 1, 0, 1)
    assert (run.started_at, run.ended_at) == (city.given.now, city.given.now)
    standing = feed_overview(city.given.operations, {"feed": living}, city.given.now)[0]
    assert (standing.health, standing.last) == ("good", run)


def test_only_the_newest_runs_are_remembered(city: FeedCity) -> None:
    with city.given.operations.writing() as connection:
        for at in range(KEPT + 5):
            note_run(connection, begin_run(connection, "feed", at))
        begin_run(connection, "other", 1)

    assert [run.started_at for run in feed_runs(city.given.operations, "feed")] == [*range(KEPT + 4, 4, -1)]
    assert len(feed_runs(city.given.operations, "other")) == 1


def test_pauses_between_attempts_grow_with_jitter_up_to_the_most(city: FeedCity, dead: FeedDefinition) -> None:
    retries = dead.retries.model_copy(update={"times": 4, "first": 2.0, "most": 10.0})
    jitter = iter([0.0, 1.0, 0.5, 0.5])

    run = run_feed(
        replace(city.given, random=lambda: next(jitter)), "feed", dead.model_copy(update={"retries": retries})
    )

    assert run.tries == 5
    assert city.waits == [2 * 0.5, 4 * 1.5, 8 * 1.0, 10 * 1.0]


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """Lets a feed that hangs go on."""
    event = threading.Event()
    yield event
    event.set()


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_feed_that_fails_and_one_that_hangs_hold_up_neither_the_others_nor_the_refresher(
    city: FeedCity,
    dead: FeedDefinition,
    living: FeedDefinition,
    declare: Declare,
    inbox: Path,
    released: threading.Event,
) -> None:
    hanging = declare({"kind": "folder", "path": str(inbox.parent / "never"), "stable": 0})
    asked: list[str] = []

    class Hanging(type(hanging.fetch)):  # type: ignore[misc]
        def fetch(self, context: object) -> Iterator[object]:
            asked.append("hanging")
            released.wait(60)
            yield from ()

    stuck = hanging.model_copy(update={"fetch": Hanging.model_construct(**vars(hanging.fetch))})
    feeds: Mapping[str, FeedDefinition] = {"a-hangs": stuck, "b-fails": dead, "c-lives": living}
    scheduler = FeedScheduler(city.given, feeds)
    for value in ("130.5", "131.5"):
        (inbox / f"{value}.csv").write_text(GOOD.replace("130.5", value))
        before = len(city.facts())

        started = scheduler.start_due()

        assert until(lambda before=before: len(city.facts()) > before)  # type: ignore[misc]
        assert ("a-hangs" in started) == (value == "130.5"), "what still runs is not started again"
        assert until(lambda: city.state("b-fails").failures > 0 and city.state("c-lives").good_at == city.given.now)
        city.clock.forward(61)
        version = refresh(city.given.intake.engine, city.given.intake.catalogue, city.clock)
        with reading(city.given.intake.engine).connect() as connection:
            assert last_batch(connection) == version
    assert asked == ["hanging"]
    assert city.state("b-fails").failures == 2
    assert [run.outcome for run in feed_runs(city.given.operations, "a-hangs")] == ["running"]
    scheduler.finish(0)


def test_a_run_that_was_cut_off_is_begun_again(city: FeedCity, living: FeedDefinition, inbox: Path) -> None:
    with city.given.operations.writing() as connection:
        begin_run(connection, "feed", city.given.now)  # killed here
    (inbox / "may.csv").write_text(GOOD)

    assert FeedScheduler(city.given, {"feed": living}).start_due() == ("feed",)
    assert until(lambda: city.facts() == LANDED)
