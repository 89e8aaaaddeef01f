"""Who tried to sign in, and failed how often: what lockout is decided by.

A sign-in name is kept as its digest: people type passwords into the wrong field.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select, update

from data.operations.account_tables import attempt

KEPT = 24 * 3600  # seconds; lockout looks back minutes


def note(connection: Connection, login: str, address: str, at: int) -> int:
    """Note an attempt as failed before it is checked, so that many at once cannot outrun the count; its id."""
    connection.execute(delete(attempt).where(attempt.c.at < at - KEPT))
    made = connection.execute(insert(attempt).values(login=login, address=address[:64], at=at, failed=1))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def succeeded(connection: Connection, number: int) -> None:
    """The attempt was right after all."""
    connection.execute(update(attempt).where(attempt.c.id == number).values(failed=0))


def failures(connection: Connection, login: str, address: str, since: int) -> tuple[int, int]:
    """How many attempts failed since a moment: of this sign-in name since its last success, and from this address."""
    last = select(func.max(attempt.c.id)).where(attempt.c.login == login, attempt.c.failed == 0)
    after = connection.execute(last).scalar() or 0
    recent = select(func.count()).select_from(attempt).where(attempt.c.at > since, attempt.c.failed == 1)
    by_login = connection.execute(recent.where(attempt.c.login == login, attempt.c.id > after)).scalar() or 0
    by_address = connection.execute(recent.where(attempt.c.address == address[:64])).scalar() or 0
    return by_login, by_address


def forgive(connection: Connection, login: str) -> None:
    """Take the failures of a sign-in name back: an administrator unlocks it."""
    connection.execute(update(attempt).where(attempt.c.login == login).values(failed=0))
