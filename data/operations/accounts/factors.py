"""Recovery codes of the second factor: digests, each good once."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from data.operations.accounts.account_tables import recovery


def replace(connection: Connection, account: int, digests: Iterable[str]) -> None:
    """Keep these codes of an account instead of those before."""
    connection.execute(delete(recovery).where(recovery.c.account == account))
    rows = [{"account": account, "digest": digest} for digest in digests]
    if rows:
        connection.execute(insert(recovery), rows)


def use(connection: Connection, account: int, digest: str) -> bool:
    """Take a code; False when there is none such, or it was used."""
    taken = delete(recovery).where(recovery.c.account == account, recovery.c.digest == digest)
    return connection.execute(taken).rowcount == 1


def left(connection: Connection, account: int) -> int:
    """How many codes are left."""
    wanted = select(func.count()).select_from(recovery).where(recovery.c.account == account)
    return connection.execute(wanted).scalar() or 0
