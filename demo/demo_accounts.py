"""The demonstration's identities: made where the demonstration is, shut everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from access.authentication.auth_service import AuthService
from data.operations import Connection
from data.operations.accounts import accounts, sessions
from data.operations.accounts.account_types import Account, Grants, NewAccount
from data.operations.audit.audit_chain import AuditEntry
from indicators.definitions.loader import load_blocks
from indicators.definitions.model import Definition, LocalisedText

Change = Callable[[Connection], None]
FILE = Path(__file__).parent / "demo_accounts.yaml"


class DemoAccount(Definition):
    """One identity: a role with regions and units, and how its button reads."""

    role: str
    name: str
    title: LocalisedText
    place: LocalisedText
    regions: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    login: str = ""


@cache
def identities() -> tuple[DemoAccount, ...]:
    """All identities in the order of their buttons. CatalogueError for a file that is wrong."""
    found = load_blocks(DemoAccount, [FILE])
    return tuple(face.model_copy(update={"login": f"demo-{name}"}) for name, face in found.items())


def selectable_identities(auth: AuthService) -> tuple[DemoAccount, ...]:
    """The identities that may be entered by a button here: none outside the demonstration."""
    return identities() if auth.demo else ()


def prepare(auth: AuthService) -> None:
    """Make the identities that are missing where the demonstration is; elsewhere shut those that are left over."""
    with auth.operations.reading() as connection:
        known = {account.login: account for account in accounts.listed(connection) if account.demo}
    wanted = {face.login: face for face in selectable_identities(auth)}
    changes = [_made_or_opened(auth, face, known.get(login)) for login, face in wanted.items()]
    changes += [_shut(auth, account) for login, account in known.items() if login not in wanted and account.active]
    if any(changes):
        with auth.operations.writing() as connection:
            for change in changes:
                if change is not None:
                    change(connection)


def _made_or_opened(auth: AuthService, face: DemoAccount, known: Account | None) -> Change | None:
    grants = Grants((face.role,), tuple(sorted(face.regions)), tuple(sorted(face.units)))

    def make(connection: Connection) -> None:
        new = NewAccount(face.login, face.name, face.login, None, temporary=False, demo=True, grants=grants)
        number = accounts.create(connection, new, "cockpit", auth.now)
        auth.record.note(connection, AuditEntry("account.create", "cockpit", object=f"account:{number}"))

    def renew(connection: Connection) -> None:
        assert known is not None
        accounts.grant(connection, known.id, grants, known.version)
        accounts.change(connection, known.id, state="active")
        auth.record.note(connection, AuditEntry("account.enable", "cockpit", object=f"account:{known.id}"))

    if known is None:
        return make
    return None if known.active and known.grants == grants else renew


def _shut(auth: AuthService, account: Account) -> Change:
    def shut(connection: Connection) -> None:
        accounts.change(connection, account.id, state="disabled")
        sessions.end_all(connection, account.id, "disabled", auth.now)
        entry = AuditEntry("account.disable", "cockpit", object=f"account:{account.id}", reason="no demonstration here")
        auth.record.note(connection, entry)

    return shut
