"""Looking ahead over the demonstration: once a snapshot, whole or not at all, with a record of replays."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, text, update

from app import open_container
from data.core.clock import FixedClock
from data.core.scope import Scope
from data.core.settings import Settings
from data.forecast.forecast_repository import ForecastRepository
from data.forecast.forecasting import make_forecasts
from data.forecast.replay import replay_once
from data.storage.faults import DatabaseUnavailable
from data.warehouse.tables import forecast, forecast_mark, forecast_run
from indicators.forecast.outlook import Outlook
from runtime.container import Container

EVERYTHING = Scope.everything()


@pytest.fixture(scope="module")
def container(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The demonstration city, looked ahead from once, with its replays."""
    home = Path(shutil.copytree(built_city, tmp_path_factory.mktemp("ahead") / "home"))
    opened = open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    with opened.engine.begin() as connection:  # the shared city was looked ahead from already
        for table in (forecast, forecast_mark, forecast_run):
            connection.execute(delete(table))
    _rename(opened.engine, "forecast_mark", "away")
    with pytest.raises(DatabaseUnavailable):
        make_forecasts(opened.engine, opened.catalogue, opened.clock)
    _rename(opened.engine, "away", "forecast_mark")
    assert _count(opened.engine, forecast) == _count(opened.engine, forecast_run) == 0, "whole or not at all"
    make_forecasts(opened.engine, opened.catalogue, opened.clock)
    replay_once(opened.engine, opened.catalogue, opened.clock)
    return opened


def _rename(engine: Engine, before: str, after: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


def _count(engine: Engine, table: object) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_a_snapshot_is_looked_ahead_from_once(container: Container) -> None:
    before = _count(container.engine, forecast)

    assert container.make_forecasts() == 0
    assert _count(container.engine, forecast) == before > 1000


def test_every_goal_has_a_chance_or_says_why_not(container: Container) -> None:
    goals = container_goals(container)

    assert set(goals) == set(container.catalogue.plan.goals)
    for chance, reason in goals.values():
        assert (chance is None) == (reason == "too_short")
        assert chance is None or 0.02 <= chance <= 0.98


def container_goals(container: Container) -> dict[str, tuple[float | None, str]]:
    city = container.catalogue.regions.city.code
    found = ForecastRepository(container.engine).of_groups(EVERYTHING, "goal", city)
    return {goal: (one.probability, one.reason) for goal, one in found.items()}


def test_what_is_forecast_lies_within_what_an_indicator_can_be(container: Container) -> None:
    catalogue = container.catalogue
    regions = catalogue.regions.codes
    found = ForecastRepository(container.engine).of_indicators(EVERYTHING, [*catalogue.indicators], regions)

    for (name, _), outlook in found.items():
        assert isinstance(outlook, Outlook)
        low, high = catalogue.indicators[name].bounds
        for point in outlook.points:
            assert low is None or point.middle >= low
            assert high is None or point.middle <= high
            assert point.spread >= 0


def test_replays_are_marked_and_better_than_the_base_rate(container: Container) -> None:
    with container.engine.connect() as connection:
        marks = connection.execute(select(forecast_mark.c.brier, forecast_mark.c.met)).all()
        issued = connection.execute(select(func.count()).where(forecast.c.replayed.is_(False))).scalar_one()

    met = sum(row.met for row in marks) / len(marks)
    assert len(marks) > 1000
    assert issued > 1000
    assert sum(row.brier for row in marks) / len(marks) < 0.75 * met * (1 - met)


def test_within_an_hour_nothing_is_forecast_again_and_after_it_only_what_changed(container: Container) -> None:
    before = _count(container.engine, forecast)
    with container.engine.begin() as connection:
        connection.execute(update(forecast_run).values(version=-1))  # as if a newer snapshot stood

    soon = make_forecasts(container.engine, container.catalogue, container.clock)
    assert (soon, _count(container.engine, forecast_run)) == (0, 1)

    later = FixedClock(container.clock.now() + timedelta(minutes=61))
    assert make_forecasts(container.engine, container.catalogue, later) == 0
    assert _count(container.engine, forecast_run) == 2
    assert _count(container.engine, forecast) == before
