"""A demonstration city that nobody else's tests depend on, and a real one whose doors are kept by passwords."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from access.administration import administration
from access.administration.administration import IssuedPassword
from access.authentication.auth_service import AuthService
from app import create_server
from data.core.actor import Actor
from data.core.settings import Settings
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Grants
from data.operations.audit import audit
from data.operations.audit.audit_chain import AuditEntry
from tests.visitors import Visitor, stranger

STRONG = "kJ7-quite-random-9f3Hs2LmPq0xZ-text"
PASSWORD = "correct horse battery 7"
OUTSIDE = "https://cockpit.example.org"


@pytest.fixture(scope="session")
def own_city(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a real city behind a proxy with TLS, over a copy of the small warehouse."""
    home = tmp_path_factory.mktemp("own")
    shutil.copy(city_home / "warehouse.db", home)
    return Settings.from_environment(
        {
            "COCKPIT_HOME": str(home),
            "COCKPIT_CITY": "own",
            "COCKPIT_SECRET": STRONG,
            "HOST": "0.0.0.0",
            "PUBLIC_URL": OUTSIDE,
            "PROXY_HOPS": "1",
        }
    )


@pytest.fixture(scope="session")
def own_cockpit(own_city: Settings) -> Flask:
    """The server of the real city."""
    return create_server(own_city)


@pytest.fixture
def caller(own_cockpit: Flask) -> Callable[..., Visitor]:
    """Makes a visitor who comes through the proxy from some address."""

    def make(address: str = "203.0.113.9") -> Visitor:
        visitor = stranger(own_cockpit)
        visitor.site = OUTSIDE
        visitor.environ_base |= {"HTTP_X_FORWARDED_FOR": address}
        return visitor

    return make


def account_of(server: Flask, login: str, role: str = "analyst", *, temporary: bool = False) -> int:
    """Make an account whose password is PASSWORD; returns its id."""
    auth = doors_of(server)
    regions = () if auth.roles.roles[role].alone else (440600,)
    made = administration.create(
        auth, Actor.cockpit(), login, f"Name {login}", f"staff-{login}", Grants((role,), regions)
    )
    assert isinstance(made, IssuedPassword), made
    with auth.operations.writing() as connection:
        kept = auth.keeper.hash(PASSWORD)
        accounts.change(connection, made.number, password=kept, password_at=auth.now, temporary=int(temporary))
    return made.number


def doors_of(server: Flask) -> AuthService:
    """The doors of a server."""
    auth: AuthService = server.extensions["doors"]
    return auth


def newest(server: Flask, count: int = 1, **wanted: Any) -> list[AuditEntry]:
    """The newest entries of the audit, the newest first."""
    with doors_of(server).operations.reading() as connection:
        return [link.entry for link in audit.read(connection, audit.AuditFilter(**wanted), None, count)]
