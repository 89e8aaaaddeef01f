"""What administrators do to accounts. The system administrator makes and disables them, the security administrator
says what they may do: neither gets far alone, and none of them touches their own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from access.authentication.auth_service import AuthService
from access.authentication.passwords import PasswordOwner
from access.authentication.second_factor import ALPHABET
from access.authentication.tokens import digest
from access.authorization.actors import audit_name
from access.authorization.roles import ADMINISTRATION
from data.core.actor import Actor
from data.operations import Connection
from data.operations.accounts import accounts, attempts, factors, sessions
from data.operations.accounts.account_types import Account, AccountChanged, Grants, LoginTaken, NewAccount
from data.operations.audit.audit_chain import AuditEntry

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}", re.ASCII)
NOTHING = Grants()
DEMONSTRATION = "demo-"  # how the demonstration's sign-in names begin; nobody else's may


@dataclass(frozen=True)
class AdministrationRefused:
    """Not done; `reason` is a code of the messages `refusal.*`."""

    reason: str


@dataclass(frozen=True)
class IssuedPassword:
    """A new account, or a new password for one: told once, to be changed at the first sign-in."""

    number: int
    login: str
    password: str
    hours: int  # that the password is good


def create(
    auth: AuthService, by: Actor, login: str, name: str, staff: str, grants: Grants = NOTHING
) -> IssuedPassword | AdministrationRefused:
    """Make an account with a password for the first day. It can do nothing until somebody grants it a role."""
    login = login.strip().lower()
    if not LOGIN.fullmatch(login) or login.startswith(DEMONSTRATION):
        return AdministrationRefused("bad-login")
    fault = grants_fault(auth, grants)
    if fault:
        return AdministrationRefused(fault)
    password = _first_password(auth, PasswordOwner(login, name))
    new = NewAccount(login, name.strip(), staff.strip(), auth.keeper.hash(password), grants=grants)
    try:
        with auth.operations.writing() as connection:
            number = accounts.create(connection, new, audit_name(by), auth.now)
            auth.record.note(connection, _entry("account.create", by, number, _said(grants)))
    except LoginTaken as taken:
        return AdministrationRefused(f"taken-{taken.what}")
    return IssuedPassword(number, login, password, auth.times.first_password // 3600)


def set_active(auth: AuthService, by: Actor, number: int, active: bool) -> AdministrationRefused | None:
    """Disable an account, which ends its sessions at once, or open it again."""

    def change(connection: Connection, account: Account) -> None:
        accounts.change(connection, number, state="active" if active else "disabled")
        if not active:
            sessions.end_all(connection, number, "disabled", auth.now)
        auth.record.note(connection, _entry("account.enable" if active else "account.disable", by, number))

    return _change(auth, by, number, change, losing=not active)


def reset_password(auth: AuthService, by: Actor, number: int) -> IssuedPassword | AdministrationRefused:
    """Give an account a new password for one sign-in, and end its sessions."""
    with auth.operations.reading() as connection:
        found = accounts.one(connection, number)
    password = _first_password(auth, PasswordOwner(found.login, found.name) if found else PasswordOwner(""))
    kept = auth.keeper.hash(password)

    def change(connection: Connection, account: Account) -> None:
        accounts.change(connection, number, password=kept, password_at=auth.now, temporary=1)
        sessions.end_all(connection, number, "password-reset", auth.now)
        auth.record.note(connection, _entry("password.reset", by, number))

    refused = _change(auth, by, number, change)
    return refused or IssuedPassword(number, found.login if found else "", password, auth.times.first_password // 3600)


def end_sessions(auth: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    """End all sessions of an account at once."""

    def change(connection: Connection, account: Account) -> None:
        sessions.end_all(connection, number, "ended-by-administrator", auth.now)
        auth.record.note(connection, _entry("session.end", by, number))

    return _change(auth, by, number, change)


def grant(auth: AuthService, by: Actor, number: int, grants: Grants, seen_version: int) -> AdministrationRefused | None:
    """Say what an account may do, where, and for which units; felt at its next request."""
    fault = grants_fault(auth, grants)
    if fault:
        return AdministrationRefused(fault)

    def change(connection: Connection, account: Account) -> None:
        accounts.grant(connection, number, grants, seen_version)
        auth.record.note(connection, _entry("rights.grant", by, number, _said(grants)))

    try:
        return _change(auth, by, number, change, losing=not set(grants.roles) & _guardians(auth))
    except AccountChanged:
        return AdministrationRefused("changed-meanwhile")


def reset_factor(auth: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    """Take a lost second factor away; whoever needs one sets up another at the next sign-in."""

    def change(connection: Connection, account: Account) -> None:
        accounts.change(connection, number, factor=None)
        factors.replace(connection, number, [])
        sessions.end_all(connection, number, "factor-reset", auth.now)
        auth.record.note(connection, _entry("factor.reset", by, number))

    return _change(auth, by, number, change)


def unbind(auth: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    """Part an account from its person at the identity provider: the next who comes there by its name gets it."""

    def change(connection: Connection, account: Account) -> None:
        accounts.change(connection, number, issuer="", subject="")
        sessions.end_all(connection, number, "unbound", auth.now)
        auth.record.note(connection, _entry("account.unbind", by, number))

    return _change(auth, by, number, change)


def unlock(auth: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    """Forgive an account its failures, so that it may sign in before the time is over."""

    def change(connection: Connection, account: Account) -> None:
        attempts.forgive(connection, digest(account.login))
        auth.record.note(connection, _entry("account.unlock", by, number))

    return _change(auth, by, number, change)


def grants_fault(auth: AuthService, grants: Grants) -> str | None:
    """Why these grants cannot be held; None when they can."""
    return next((code for code, rule in GRANT_RULES if not rule(auth, grants)), None)


def _roles_known(auth: AuthService, grants: Grants) -> bool:
    return all(role in auth.roles.roles for role in grants.roles)


def _regions_known(auth: AuthService, grants: Grants) -> bool:
    return all(region in auth.catalogue.regions for region in grants.regions)


def _units_known(auth: AuthService, grants: Grants) -> bool:
    return all(unit in auth.catalogue.units for unit in grants.units)


def _roles_together(auth: AuthService, grants: Grants) -> bool:
    return auth.roles.apart(grants.roles) is None


def _units_where_needed(auth: AuthService, grants: Grants) -> bool:
    return bool(grants.units) or not auth.roles.own_units_only(grants.roles)


def _regions_where_needed(auth: AuthService, grants: Grants) -> bool:
    sees = auth.roles.rights(grants.roles) - set(ADMINISTRATION)
    return bool(grants.regions) or not sees


GRANT_RULES: tuple[tuple[str, Callable[[AuthService, Grants], bool]], ...] = (
    ("unknown-role", _roles_known),
    ("unknown-region", _regions_known),
    ("unknown-unit", _units_known),
    ("roles-apart", _roles_together),
    ("needs-unit", _units_where_needed),
    ("needs-region", _regions_where_needed),
)


def _change(
    auth: AuthService, by: Actor, number: int, change: Callable[[Connection, Account], None], losing: bool = False
) -> AdministrationRefused | None:
    """Change an account that is there, is not one's own, and is not the last that could repair things."""
    with auth.operations.writing() as connection:
        account = accounts.one(connection, number)
        if account is None:
            return AdministrationRefused("no-account")
        if account.id == by.account:
            return AdministrationRefused("own-account")
        if account.demo:
            return AdministrationRefused("demonstration-account")
        if losing and _last_guardian(auth, connection, account):
            return AdministrationRefused("last-administrator")
        change(connection, account)
    return None


def _guardians(auth: AuthService) -> set[str]:
    """The roles that can give rights."""
    return {name for name, role in auth.roles.roles.items() if "security.manage" in role.rights}


def _last_guardian(auth: AuthService, connection: Connection, account: Account) -> bool:
    guardians = _guardians(auth)
    having = [a.id for a in accounts.listed(connection) if a.active and not a.demo and set(a.grants.roles) & guardians]
    return having == [account.id]


def _first_password(auth: AuthService, owner: PasswordOwner) -> str:
    """A random one that the policy accepts: four groups of four, some 78 bits."""
    while True:
        groups = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4)]
        password = "-".join([groups[0], groups[1].lower(), groups[2], groups[3].lower()])
        if not auth.policy.faults(password, owner):
            return password


def _said(grants: Grants) -> str:
    parts = (("roles", grants.roles), ("regions", grants.regions), ("units", grants.units))
    return "; ".join(f"{name} {','.join(map(str, held))}" for name, held in parts if held)


def _entry(event: str, by: Actor, number: int, reason: str = "") -> AuditEntry:
    return AuditEntry(event, audit_name(by), by.role, f"account:{number}", reason=reason)
