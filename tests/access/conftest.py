"""Doors over an empty operations database, once on each engine family, with a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from access.administration import administration
from access.administration.administration import IssuedPassword
from access.authentication.attempt import Caller
from access.authentication.auth_service import AuthService
from access.authentication.passwords import POLICIES, PasswordHashing
from access.authentication.secret import Secret
from access.authorization.roles import shipped
from data.core.actor import Actor
from data.operations import Operations
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Account, Grants
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from tests.clocks import Turned

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HERE = Caller("192.0.2.7", "a browser")
ROOT = Actor.cockpit()
Open = Callable[..., Account]


@pytest.fixture(scope="session")
def definitions() -> Catalogue:
    """The shipped definitions: the regions and units that accounts are for."""
    return load_catalogue(CATALOGUE)


@pytest.fixture
def turned() -> Turned:
    return Turned()


@pytest.fixture
def auth(operations: Operations, definitions: Catalogue, turned: Turned) -> AuthService:
    """The doors of a real city, not of the demonstration."""
    return AuthService(
        operations,
        definitions,
        shipped(),
        turned,
        Secret("s" * 20 + "0123456789abcdef"),
        False,
        keeper=PasswordHashing(CHEAP),
    )


@pytest.fixture
def open_account(auth: AuthService) -> Open:
    """Makes an account that is past its first day: its password is PASSWORD."""

    def make(
        login: str = "chen", role: str = "analyst", regions: tuple[int, ...] = (440600,), units: tuple[str, ...] = ()
    ) -> Account:
        grants = Grants((role,), () if auth.roles.roles[role].alone else regions, units)
        made = administration.create(auth, ROOT, login, f"Name of {login}", f"staff {login}", grants)
        assert isinstance(made, IssuedPassword), made
        with auth.operations.writing() as connection:
            kept = auth.keeper.hash(PASSWORD)
            accounts.change(connection, made.number, password=kept, password_at=auth.now, temporary=0)
            account = accounts.one(connection, made.number)
        assert account is not None
        return account

    return make


PASSWORD = "correct horse battery 7"


def with_policy(auth: AuthService, name: str) -> AuthService:
    """The same doors under another policy of passwords."""
    return replace(auth, policy=POLICIES[name])
