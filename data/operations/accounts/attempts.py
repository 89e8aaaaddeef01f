"""Who tried to sign in from where, and failed how often: what lockout is decided by.

A sign-in name is kept as its digest: people type passwords into the wrong field.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from data.operations.accounts.account_tables import account, attempt, session

KEPT = 24 * 3600  # seconds; lockout looks back no further


@dataclass(frozen=True)
class FailedAttempts:
    """How many attempts failed, and when the newest did (UTC epoch seconds; 0: none)."""

    count: int
    newest: int


def note(connection: Connection, login: str, address: str, at: int) -> int:
    """Note an attempt as failed before it is checked, so that many at once cannot outrun the count; its id."""
    connection.execute(delete(attempt).where(attempt.c.at < at - KEPT))
    made = connection.execute(insert(attempt).values(login=login, address=address[:64], at=at, failed=1))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def succeeded(connection: Connection, number: int) -> None:
    """The attempt was right after all, which forgives what its name failed from its address before."""
    right = select(attempt.c.login, attempt.c.address).where(attempt.c.id == number)
    found = connection.execute(right).first()
    if found is not None:
        _forgive(connection, (attempt.c.login == found.login) & (attempt.c.address == found.address))


def of_pair(connection: Connection, login: str, address: str, since: int) -> FailedAttempts:
    """The failures of a sign-in name from one address since a moment."""
    return _failures(connection, (attempt.c.login == login) & (attempt.c.address == address[:64]), since)


def of_login(connection: Connection, login: str, since: int) -> FailedAttempts:
    """The failures of a sign-in name from all addresses together."""
    return _failures(connection, attempt.c.login == login, since)


def of_address(connection: Connection, address: str, since: int) -> FailedAttempts:
    """The failures from an address, whatever the names."""
    return _failures(connection, attempt.c.address == address[:64], since)


def came_in(connection: Connection, login: str, address: str) -> bool:
    """Whether an account came in from this address before, all the way, and not by a button of the demonstration."""
    whole = (session.c.stage != "factor") & session.c.way.in_(("password", "provider"))
    here = session.c.account.in_(select(account.c.id).where(account.c.login == login))
    found = select(session.c.digest).where(here, session.c.address == address[:64], whole).limit(1)
    return connection.execute(found).first() is not None


def forgive(connection: Connection, login: str) -> None:
    """Take the failures of a sign-in name back, from all addresses: an administrator unlocks it."""
    _forgive(connection, attempt.c.login == login)


def _forgive(connection: Connection, where: ColumnElement[bool]) -> None:
    connection.execute(update(attempt).where(where, attempt.c.failed == 1).values(failed=0))


def _failures(connection: Connection, where: ColumnElement[bool], since: int) -> FailedAttempts:
    counted = select(func.count(), func.max(attempt.c.at)).where(where, attempt.c.failed == 1, attempt.c.at > since)
    count, newest = connection.execute(counted).one()
    return FailedAttempts(int(count), int(newest or 0))
