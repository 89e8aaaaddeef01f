"""The feeder as a process beside real servers: it feeds, waits, catches up, greys the city when it hangs, and ends."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from access.authentication.startup_checks import open_auth
from data.core.scope import Scope
from data.core.settings import Settings
from data.telemetry.current_state import CurrentStateRepository
from data.telemetry.state_types import FeedState
from data.telemetry.tables import reading
from demo.container import DemoContainer
from demo.simulator import FEED, PROMISE
from demo.simulator_token import feeder_token
from tests.serving import ROOT, free_port, process_of, serving

ALL = Scope.everything()
CITY = 440600
ALONE = """
import os, sys
from pathlib import Path
from data.core.jobs import waiting
from demo.simulator_process import ingest_address, run_feeder
from demo.container import DemoContainer
from data.core.settings import Settings
office = DemoContainer(Settings.from_environment({"COCKPIT_HOME": sys.argv[1]}))
Path(sys.argv[1], "feeding").write_text("")
address = ingest_address("127.0.0.1", int(sys.argv[2]), "/api/v1/readings")
run_feeder(office, address, sys.argv[3], waiting(lambda: True))
"""


@pytest.fixture
def home(city_home: Path, tmp_path: Path) -> Path:
    """The data folder of a small city that was never started."""
    return Path(shutil.copytree(city_home, tmp_path / "home"))


@pytest.fixture
def container(home: Path) -> Iterator[DemoContainer]:
    opened = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    yield opened
    opened.dispose()


def eventually(true: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def gone(number: int) -> bool:
    return not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE


def feed_of(container: DemoContainer) -> FeedState:
    return next(one for one in CurrentStateRepository(container.readings, container.clock).feeds(ALL) if one.id == FEED)


def seconds_of_the_grid(container: DemoContainer) -> list[int]:
    """The moments of the readings of the one device that has one every second."""
    reader = CurrentStateRepository(container.readings, container.clock)
    channel = next(one for one in reader.devices(ALL) if "frequency_deviation" in one.channels)
    query = select(reading.c.at).where(reading.c.channel == channel.channels["frequency_deviation"])
    with container.readings.reading() as connection:
        return list(connection.execute(query.order_by(reading.c.at)).scalars())


def test_the_whole_house_runs_and_a_hanging_feeder_greys_the_city_and_all_end_with_the_server(
    home: Path, container: DemoContainer
) -> None:
    begun = seconds_of_the_grid(container)[-1]
    reader = CurrentStateRepository(container.readings, container.clock)
    with serving(home):
        assert eventually(lambda: seconds_of_the_grid(container)[-1] > begun + 8)
        assert eventually(lambda: reader.healths(ALL, CITY)["city"].value is not None)
        processes = {name: process_of(home, name) for name in ("simulator", "monitor", "refresher")}
        assert eventually(lambda: any(sign.known for sign in reader.signs(ALL, CITY).values()))
        version = reader.version(ALL)

        psutil.Process(processes["simulator"]).send_signal(signal.SIGSTOP)
        last = feed_of(container).last_at

        assert eventually(lambda: not any(sign.known for sign in reader.signs(ALL, CITY).values()), 2 * PROMISE + 30)
        assert all(one.known == 0 for kind, one in reader.healths(ALL, CITY).items() if kind != "city")
        assert eventually(lambda: reader.version(ALL) > version)
        assert (feed_of(container).last_at, feed_of(container).every) == (last, PROMISE)
        assert eventually(lambda: (reader.looked_at(ALL) or 0) > last + 2 * PROMISE)
        assert not gone(processes["monitor"])
    assert eventually(lambda: all(gone(number) for number in processes.values()))


@contextmanager
def feeding(home: Path, port: int, token: str) -> Iterator[None]:
    """The feeder by itself, without a server."""
    starter = subprocess.Popen([sys.executable, "-c", ALONE, str(home), str(port), token], cwd=ROOT)
    try:
        assert eventually((home / "feeding").exists)
        yield
    finally:
        starter.terminate()
        starter.wait(10)


def test_a_server_that_comes_late_and_is_restarted_misses_nothing(home: Path, container: DemoContainer) -> None:
    port = free_port()
    token = feeder_token(open_auth(container.settings, container.operations, container.catalogue))
    begun = seconds_of_the_grid(container)[-1]
    with feeding(home, port, token):
        time.sleep(2)  # it knocks, and nobody is there
        with serving(home, workers=1, port=port):
            assert eventually(lambda: seconds_of_the_grid(container)[-1] > begun + 6)
        stopped = seconds_of_the_grid(container)[-1]
        time.sleep(2)
        with serving(home, workers=1, port=port):
            assert eventually(lambda: seconds_of_the_grid(container)[-1] > stopped + 6)

    seconds = seconds_of_the_grid(container)
    assert [moment for moment in seconds if moment >= begun] == list(range(begun, seconds[-1] + 1))


def test_a_feeder_without_a_token_is_not_let_in_and_keeps_what_it_has(home: Path, container: DemoContainer) -> None:
    port = free_port()
    begun = seconds_of_the_grid(container)[-1]
    with serving(home, workers=1, port=port), feeding(home, port, "cockpit_wrong"):
        time.sleep(6)

    assert seconds_of_the_grid(container)[-1] == begun
