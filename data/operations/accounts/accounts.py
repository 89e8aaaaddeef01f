"""Accounts: made, read, changed. Every change is felt by every worker at once, by the pulse `access`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from data.operations.accounts.account_tables import account, account_region, account_role, account_unit
from data.operations.accounts.account_types import Account, AccountChanged, Grants, LoginTaken, NewAccount
from data.operations.core.change_counters import bump

PULSE = "access"


def create(connection: Connection, new: NewAccount, by: str, at: int) -> int:
    """Make an account; returns its id. Taken when its sign-in name or staff number is another's."""
    for column, value in ((account.c.login, new.login), (account.c.staff, new.staff)):
        if connection.execute(select(account.c.id).where(column == value)).first():
            raise LoginTaken(column.name)
    made = connection.execute(
        insert(account).values(
            login=new.login,
            name=new.name,
            staff=new.staff,
            state="active",
            password=new.password,
            password_at=at if new.password else None,
            temporary=int(new.temporary),
            factor_step=0,
            demo=int(new.demo),
            created_at=at,
            created_by=by,
            version=1,
        )
    )
    assert made.inserted_primary_key is not None
    number = int(made.inserted_primary_key[0])
    _grant(connection, number, new.grants)
    bump(connection, PULSE)
    return number


def one(connection: Connection, number: int) -> Account | None:
    """The account with this id."""
    return next(iter(_read(connection, account.c.id == number)), None)


def by_login(connection: Connection, login: str) -> Account | None:
    """The account with this sign-in name (as written when it was made)."""
    return next(iter(_read(connection, account.c.login == login)), None)


def by_subject(connection: Connection, issuer: str, subject: str) -> Account | None:
    """The account that is bound to a person of an identity provider."""
    return next(iter(_read(connection, (account.c.issuer == issuer) & (account.c.subject == subject))), None)


def listed(connection: Connection) -> list[Account]:
    """All accounts by sign-in name."""
    return _read(connection, None)


def change(connection: Connection, number: int, **values: Any) -> None:
    """Set columns of an account, and let every worker know."""
    connection.execute(
        update(account).where(account.c.id == number).values(**values, version=account.c.version + 1),
    )
    bump(connection, PULSE)


def signed_in(connection: Connection, number: int, at: int) -> None:
    """Note that somebody signed in; nobody else need know."""
    connection.execute(update(account).where(account.c.id == number).values(signed_in_at=at))


def grant(connection: Connection, number: int, grants: Grants, seen_version: int) -> None:
    """Replace what an account holds. Changed when it is no longer at `seen_version`."""
    bumped = update(account).where(account.c.id == number, account.c.version == seen_version)
    if connection.execute(bumped.values(version=seen_version + 1)).rowcount != 1:
        raise AccountChanged("somebody else changed this account meanwhile")
    for table in (account_role, account_region, account_unit):
        connection.execute(delete(table).where(table.c.account == number))
    _grant(connection, number, grants)
    bump(connection, PULSE)


def use_step(connection: Connection, number: int, step: int) -> bool:
    """Take a time step of the second factor; False when it, or a later one, was used before."""
    taken = update(account).where(account.c.id == number, account.c.factor_step < step).values(factor_step=step)
    return connection.execute(taken).rowcount == 1


def _grant(connection: Connection, number: int, grants: Grants) -> None:
    _fill(connection, account_role, number, "role", grants.roles)
    _fill(connection, account_region, number, "region", grants.regions)
    _fill(connection, account_unit, number, "unit", grants.units)


def _fill(connection: Connection, table: Table, number: int, column: str, values: Iterable[Any]) -> None:
    rows = [{"account": number, column: value} for value in dict.fromkeys(values)]
    if rows:
        connection.execute(insert(table), rows)


def _read(connection: Connection, where: Any) -> list[Account]:
    wanted = select(account).order_by(account.c.login)
    rows = connection.execute(wanted if where is None else wanted.where(where)).all()
    numbers = [row.id for row in rows]
    roles = _held(connection, account_role, account_role.c.role, numbers)
    regions = _held(connection, account_region, account_region.c.region, numbers)
    units = _held(connection, account_unit, account_unit.c.unit, numbers)
    return [
        Account(
            row.id,
            row.login,
            row.name,
            row.staff,
            row.state == "active",
            row.password,
            row.password_at,
            bool(row.temporary),
            row.factor,
            row.factor_step,
            bool(row.demo),
            row.signed_in_at,
            row.version,
            Grants(tuple(roles[row.id]), tuple(regions[row.id]), tuple(units[row.id])),
            row.issuer,
            row.subject,
        )
        for row in rows
    ]


def _held(connection: Connection, table: Table, column: Any, numbers: list[int]) -> dict[int, list[Any]]:
    wanted = select(table.c.account, column).order_by(column)
    if len(numbers) == 1:
        wanted = wanted.where(table.c.account == numbers[0])
    found: dict[int, list[Any]] = defaultdict(list)
    for number, value in connection.execute(wanted) if numbers else ():
        found[number].append(value)
    return found
