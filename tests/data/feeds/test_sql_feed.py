"""A department's own database: one query that only reads, from a mark on, on a real PostgreSQL and on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, create_engine, text

from data.feeds.definitions import FeedDefinition
from tests.data.feeds.conftest import FeedCity

Declare = Callable[..., FeedDefinition]
QUERY = "SELECT measure, region, period, value, changed FROM figures WHERE changed > :mark ORDER BY changed"
FIRST = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'theirs.db'}"
    make: Callable[[], str] = request.getfixturevalue("postgresql_schemas")
    return make()


@pytest.fixture
def theirs(url: str) -> Iterator[Engine]:
    """Their database, with eight figures: two for each day of four."""
    engine = create_engine(url)
    moment = "TIMESTAMP WITH TIME ZONE" if engine.dialect.name == "postgresql" else "TEXT"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE TABLE figures (measure TEXT, region BIGINT, period TEXT, value NUMERIC(12, 2), changed {moment})"
        )
    for number in range(8):
        put(engine, number)
    yield engine
    engine.dispose()


def put(engine: Engine, number: int) -> None:
    changed: object = FIRST + timedelta(days=number // 2 + 1)
    if engine.dialect.name == "sqlite":
        changed = str(changed)
    values = {"period": f"2024-{number + 1:02}", "value": number + 0.5, "changed": changed}
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO figures VALUES ('items_handled', 440604011, :period, :value, :changed)"), values
        )


def first(url: str) -> object:
    """The mark of the first time, in the type of their column."""
    return str(FIRST) if url.startswith("sqlite") else FIRST


def test_rows_come_from_the_mark_on_and_those_of_one_mark_together(
    url: str, theirs: Engine, city: FeedCity, declare: Declare
) -> None:
    feed = declare({"kind": "sql", "url": url, "query": QUERY, "mark": "changed", "first": first(url)}, limit=5)

    runs = [city.run(feed), city.run(feed), city.run(feed)]
    put(theirs, 8)
    runs.append(city.run(feed))

    assert [(run.outcome, run.accepted) for run in runs] == [("good", 4), ("good", 4), ("empty", 0), ("good", 1)]
    assert [value for *_, value in city.facts()] == [number + 0.5 for number in range(9)]


def test_a_query_that_writes_is_stopped_where_it_is_written_and_by_the_database(
    url: str, theirs: Engine, city: FeedCity, declare: Declare
) -> None:
    for query in (
        "DELETE FROM figures",
        "SELECT 1; DELETE FROM figures",
        "SELECT 1 -- x",
        "UPDATE figures SET x=1",
    ):
        with pytest.raises(ValidationError, match="one SELECT"):
            declare({"kind": "sql", "url": url, "query": query})
    hidden = "WITH gone AS (DELETE FROM figures RETURNING *) SELECT * FROM gone"

    run = city.run(declare({"kind": "sql", "url": url, "query": hidden}))

    assert (run.outcome, run.code) == ("failed", "query_failed")
    with theirs.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM figures")).scalar() == 8


def test_a_query_that_takes_too_long_is_ended(
    postgresql_schemas: Callable[[], str], city: FeedCity, declare: Declare
) -> None:
    run = city.run(declare({"kind": "sql", "url": postgresql_schemas(), "query": "SELECT pg_sleep(30)"}, timeout=0.5))

    assert (run.code, run.facts["why"]) == ("query_failed", "57014")


def test_a_password_comes_by_reference_and_no_driver_is_said(
    city: FeedCity,
    declare: Declare,
    environment: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    environment["WORD"] = "a-very-secret-word"
    place = "postgresql+psycopg://nobody@127.0.0.1:1/postgres"
    with pytest.raises(ValidationError, match="no password"):
        declare({"kind": "sql", "url": "postgresql://a:b@127.0.0.1/c", "query": "SELECT 1"})

    with caplog.at_level(0):
        away = city.run(declare({"kind": "sql", "url": place, "password": {"env": "WORD"}, "query": "SELECT 1"}))
    lacking = city.run(declare({"kind": "sql", "url": "dm+dmPython://127.0.0.1/c", "query": "SELECT 1"}))

    assert (away.code, lacking.code) == ("query_failed", "no_driver")
    assert lacking.facts == {"driver": "dm+dmPython"}
    assert "a-very-secret-word" not in repr(away) + caplog.text


def test_too_many_rows_without_a_mark_are_not_cut(url: str, theirs: Engine, city: FeedCity, declare: Declare) -> None:
    query = "SELECT measure, region, period, value FROM figures"

    assert city.run(declare({"kind": "sql", "url": url, "query": query}, limit=7)).code == "too_many"
    assert city.run(declare({"kind": "sql", "url": url, "query": query}, limit=8)).accepted == 8
