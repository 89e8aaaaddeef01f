"""What was asked for once is done once, also when the button was pressed twice or the answer got lost."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from data.operations.accounts.account_tables import once
from data.storage.engines import capabilities

KEPT = 7 * 24 * 3600  # seconds a key is remembered


@dataclass(frozen=True)
class EarlierRequest:
    """An act that was asked for before; `answer` is where it led, None while it is still being done."""

    answer: str | None


def take(connection: Connection, key: str, at: int) -> EarlierRequest | None:
    """Take a key: None when it was free (and is ours now), else what became of the act that took it."""
    connection.execute(delete(once).where(once.c.at < at - KEPT))
    free = capabilities(connection).upsert(once).values(key=key, at=at).on_conflict_do_nothing()
    if connection.execute(free.returning(once.c.key)).first() is not None:
        return None
    return look(connection, key)


def look(connection: Connection, key: str) -> EarlierRequest | None:
    """What became of the act that took a key; None when it is free."""
    row = connection.execute(select(once.c.answer).where(once.c.key == key)).first()
    return None if row is None else EarlierRequest(row.answer)


def done(connection: Connection, key: str, answer: str) -> None:
    """The act is done; whoever asks again is led to the same answer."""
    connection.execute(update(once).where(once.c.key == key).values(answer=answer))


def release(connection: Connection, key: str) -> None:
    """The act was refused: the key is free again."""
    connection.execute(delete(once).where(once.c.key == key))
