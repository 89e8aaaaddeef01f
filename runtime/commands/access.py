"""The commands for those who have the server: `account create`, `account disable`, `device create`, `audit verify` ...

Whoever can type them owns the machine, so they ask for no right; each is noted in the audit all the same.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from access.administration import administration, devices
from access.administration.administration import AdministrationRefused, IssuedPassword
from access.authentication.auth_service import AuthService
from access.authentication.secret import WeakSecret
from access.authentication.startup_checks import UnsafeSettings
from data.core.actor import Actor
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Grants

OpenDoors = Callable[[], AuthService]
COMMAND = Actor.cockpit()


def commands(open_auth: OpenDoors) -> tuple[click.Group, ...]:
    """The groups of commands; `open_doors` is called when one runs, not before."""

    def opened() -> AuthService:
        try:
            return open_auth()
        except (UnsafeSettings, WeakSecret) as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return (_account(opened), _device(opened), _audit(opened))


def _account(open_auth: OpenDoors) -> click.Group:
    group = click.Group("account", help="Make, list, disable and enable accounts.")
    group.add_command(_create(open_auth))
    group.add_command(_switch(open_auth, "disable", False, "Disable the account LOGIN and end its sessions."))
    group.add_command(_switch(open_auth, "enable", True, "Let the account LOGIN in again."))
    group.add_command(_list(open_auth))
    return group


def _create(open_auth: OpenDoors) -> click.Command:
    @click.command("create")
    @click.argument("login")
    @click.option("--name", required=True, help="The person's name.")
    @click.option("--staff", required=True, help="The person's staff number: one person, one account.")
    @click.option(
        "--role", "roles", multiple=True, help="A role of access/authorization/roles.yaml; may be given several times."
    )
    @click.option("--region", "regions", multiple=True, type=int, help="An official code; a district has its towns.")
    @click.option("--unit", "units", multiple=True, help="A unit of the catalogue that the account acts for.")
    def create(
        login: str, name: str, staff: str, roles: tuple[str, ...], regions: tuple[int, ...], units: tuple[str, ...]
    ) -> None:
        """Make the account LOGIN. The first one of a city becomes its security administrator."""
        auth = open_auth()
        first = not roles and not _somebody(auth)
        grants = Grants(("security-admin",) if first else roles, tuple(sorted(regions)), tuple(sorted(units)))
        made = administration.create(auth, COMMAND, login, name, staff, grants)
        _told(made)
        if first:
            click.echo("It is the first account: it is the security administrator, who grants rights to all others.")
        elif not roles:
            click.echo("It has no role yet: the security administrator grants one.")

    return create


def _somebody(auth: AuthService) -> bool:
    with auth.operations.reading() as connection:
        return any(not account.demo for account in accounts.listed(connection))


def _told(made: IssuedPassword | AdministrationRefused) -> None:
    if isinstance(made, AdministrationRefused):
        raise click.ClickException(f"Nothing was done ({made.reason}).")
    click.echo(f"Account {made.login}, first password: {made.password}")
    click.echo(f"The password is told only now and has to be changed at the first sign-in, within {made.hours} hours.")


def _switch(open_auth: OpenDoors, word: str, active: bool, about: str) -> click.Command:
    @click.command(word, help=about)
    @click.argument("login")
    def switch(login: str) -> None:
        auth = open_auth()
        refused = administration.set_active(auth, COMMAND, _number(auth, login), active)
        if refused:
            raise click.ClickException(f"Nothing was done ({refused.reason}).")
        click.echo(f"Account {login}: {word}d.")

    return switch


def _list(open_auth: OpenDoors) -> click.Command:
    @click.command("list")
    def show() -> None:
        """List all accounts with their roles, regions and units."""
        with open_auth().operations.reading() as connection:
            for one in accounts.listed(connection):
                held = [*one.grants.roles, *map(str, one.grants.regions), *one.grants.units]
                click.echo(f"{one.login}  {'active' if one.active else 'disabled'}  {' '.join(held)}")

    return show


def _number(auth: AuthService, login: str) -> int:
    with auth.operations.reading() as connection:
        found = accounts.by_login(connection, login)
    if found is None:
        raise click.ClickException(f"there is no account {login!r}")
    return found.id


def _device(open_auth: OpenDoors) -> click.Group:
    group = click.Group("device", help="Make and revoke tokens of devices.")

    @group.command("create")
    @click.argument("name")
    @click.option("--kind", type=click.Choice(["read", "ingest", "metrics"]), required=True, help="What it may do.")
    @click.option("--region", "regions", multiple=True, type=int, required=True, help="An official code.")
    @click.option("--days", type=click.IntRange(1, devices.LONGEST), default=90, show_default=True, help="Its life.")
    def create(name: str, kind: str, regions: tuple[int, ...], days: int) -> None:
        """Make a token for the device NAME; it is told once."""
        try:
            made = devices.make(open_auth(), COMMAND, name, kind, regions, days)
        except ValueError as fault:
            raise click.ClickException(str(fault)) from fault
        click.echo(f"Device {made.number}, token: {made.token}")

    @group.command("revoke")
    @click.argument("number", type=int)
    def revoke(number: int) -> None:
        """Take the token of device NUMBER away; felt at its next request."""
        if not devices.revoke(open_auth(), COMMAND, number):
            raise click.ClickException(f"there is no device {number} with a token")
        click.echo(f"Device {number}: revoked.")

    return group


def _audit(open_auth: OpenDoors) -> click.Group:
    group = click.Group("audit", help="Check the audit, or let go of what is older than six months.")

    @group.command("verify")
    @click.option("--includes", help="A digest that was noted earlier: fails when no row has it any more.")
    def verify(includes: str | None) -> None:
        """Check that no row was changed, removed, re-ordered or cut off; the exit status says so, too."""
        record = open_auth().record
        verdict = record.verify()
        for broken in verdict.broken:
            click.echo(f"row {broken.seq}: {broken.code}: {broken.reason}")
        if includes and not record.includes(includes):
            raise click.ClickException("no row has that digest: the record was replaced by another, or pruned")
        if not verdict.whole:
            raise click.ClickException("the audit is not whole")
        click.echo(f"The audit is whole: {verdict.rows} rows, the last one's digest is {verdict.last}.")

    @group.command("prune")
    def prune() -> None:
        """Let go of rows that are older than six months."""
        click.echo(f"{open_auth().record.prune()} rows were let go.")

    return group
