"""The process beside the web workers picks up what is new, and survives what goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data.core.clock import DEMO_START, FixedClock
from data.core.scope import Scope
from data.core.settings import Settings
from runtime.container import Container
from runtime.refresher import run_refreshes


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"COCKPIT_HOME": str(tmp_path), "COCKPIT_CITY": "own"})


def times(count: int) -> Callable[[], bool]:
    turns = iter([True] * count)
    return lambda: next(turns, False)


def test_a_new_day_makes_a_new_snapshot_and_a_quiet_minute_does_not(settings: Settings) -> None:
    run_refreshes(Container(settings, FixedClock(DEMO_START)), times(2))
    first = Container(settings, FixedClock(DEMO_START)).reader.about(Scope.everything())

    run_refreshes(Container(settings, FixedClock(DEMO_START + timedelta(days=1))), times(1))
    second = Container(settings, FixedClock(DEMO_START)).reader.about(Scope.everything())

    assert (first.version, second.version) == (1, 2)
    assert second.day == first.day + timedelta(days=1)


def test_a_failed_turn_is_followed_by_another(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    container = Container(settings, FixedClock(DEMO_START))
    container.prepare()
    breaker = create_engine(settings.warehouse_url)
    with breaker.begin() as connection:
        connection.execute(text("ALTER TABLE batch RENAME TO away"))

    def mend() -> bool:
        if turns and turns.pop() == "mend":
            with breaker.begin() as connection:
                connection.execute(text("ALTER TABLE away RENAME TO batch"))
        return bool(turns)

    turns = ["", "mend", ""]
    run_refreshes(container, mend)

    assert "could not be refreshed" in caplog.text
    assert Container(settings, FixedClock(DEMO_START)).reader.version(Scope.everything()) == 1
