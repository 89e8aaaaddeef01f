"""Sessions on the server: known by the digest of a random id that only the browser has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from data.operations.accounts.account_tables import session
from data.operations.accounts.account_types import Session
from data.operations.accounts.accounts import PULSE
from data.operations.core.change_counters import bump

KEPT = 400 * 24 * 3600  # seconds an ended session stays listed for those who look back


def begin(connection: Connection, new: Session) -> None:
    """Keep a new session."""
    connection.execute(
        insert(session).values(
            digest=new.digest,
            account=new.account,
            device=new.device,
            stage=new.stage,
            way=new.way,
            address=new.address[:64],
            agent=new.agent[:200],
            created_at=new.created_at,
            seen_at=new.seen_at,
        )
    )


def find(connection: Connection, digest: str) -> Session | None:
    """The session with this digest, ended or not."""
    row = connection.execute(select(session).where(session.c.digest == digest)).first()
    return None if row is None else _session(row)


def open_of(connection: Connection, account: int) -> list[Session]:
    """The sessions of an account that have not been ended, the newest first (some may have timed out)."""
    wanted = select(session).where(session.c.account == account, session.c.ended_at.is_(None))
    return [_session(row) for row in connection.execute(wanted.order_by(session.c.created_at.desc()))]


def touch(connection: Connection, digest: str, at: int) -> None:
    """Note that a session was used."""
    connection.execute(update(session).where(session.c.digest == digest).values(seen_at=at))


def end(connection: Connection, digest: str, why: str, at: int) -> bool:
    """End one session, felt by every worker at once; False when it had ended before."""
    return _end(connection, session.c.digest == digest, why, at) == 1


def end_all(connection: Connection, account: int, why: str, at: int, but: str = "") -> int:
    """End all sessions of an account except one; returns how many."""
    return _end(connection, (session.c.account == account) & (session.c.digest != but), why, at)


def end_of_device(connection: Connection, device: int, why: str, at: int) -> int:
    """End all sessions of a device; returns how many."""
    return _end(connection, session.c.device == device, why, at)


def forget(connection: Connection, now: int) -> int:
    """Remove sessions that ended, or were last seen, long ago."""
    return connection.execute(delete(session).where(session.c.seen_at < now - KEPT)).rowcount


def _end(connection: Connection, where: ColumnElement[bool], why: str, at: int) -> int:
    open_ones = update(session).where(where, session.c.ended_at.is_(None))
    ended = connection.execute(open_ones.values(ended_at=at, ended_why=why)).rowcount
    bump(connection, PULSE)
    return ended


def _session(row: Row[Any]) -> Session:
    names = Session.__dataclass_fields__
    return Session(**{name: getattr(row, name) for name in names})
