"""Devices: a wall, a feeder, a source, a monitoring system. Each has a token, told once, that can be taken away."""

from __future__ import annotations

from dataclasses import dataclass

from access.authentication.auth_service import AuthService
from access.authentication.tokens import digest, new_token
from access.authorization.actors import SOURCE, audit_name
from data.core.actor import Actor
from data.operations.accounts import devices, sessions
from data.operations.audit.audit_chain import AuditEntry
from indicators.definitions.identifiers import RULE, is_identifier

MARK = "cockpit_"  # how a token begins: whoever finds one in a file sees what it opens
DAY = 24 * 3600
LONGEST = 366  # days a token lives at most


@dataclass(frozen=True)
class IssuedDevice:
    """A new device with its token, which nobody can tell again."""

    number: int
    token: str


@dataclass(frozen=True)
class SourceGrant:
    """What a source's token is good for: kinds of deliveries (none: all), and in whose name (none: the token's own)."""

    delivers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


NO_GRANT = SourceGrant()


def make(
    auth: AuthService,
    by: Actor,
    name: str,
    kind: str,
    regions: tuple[int, ...],
    days: int,
    grant: SourceGrant = NO_GRANT,
) -> IssuedDevice:
    """Make a device of a kind (read | ingest | source | metrics) for some regions (a district includes its towns).

    ValueError for another kind, no region, one that is not there, a life that is too long, or a grant that does not
    fit.
    """
    if kind not in auth.roles.devices:
        raise ValueError(f"a device is {', '.join(auth.roles.devices)}, not {kind!r}")
    if not regions or not all(region in auth.catalogue.regions for region in regions):
        raise ValueError("a device needs regions that are there")
    if not 1 <= days <= LONGEST:
        raise ValueError(f"a token lives 1 to {LONGEST} days")
    token = MARK + new_token()
    held = _grant(auth, name, kind, grant)
    new = devices.NewDevice(
        name, kind, digest(token), regions, auth.now + days * DAY, tuple(held.delivers), tuple(held.sources)
    )
    with auth.operations.writing() as connection:
        number = devices.create(connection, new, audit_name(by), auth.now)
        entry = AuditEntry("device.create", audit_name(by), by.role, f"device:{number}", reason=kind)
        auth.record.note(connection, entry)
    return IssuedDevice(number, token)


def _grant(auth: AuthService, name: str, kind: str, grant: SourceGrant) -> SourceGrant:
    """The grant with what was left out."""
    if kind != SOURCE:
        if grant != NO_GRANT:
            raise ValueError("only a source's token names kinds of deliveries and sources")
        return grant
    known = [right.removesuffix(".post") for right in auth.roles.devices[SOURCE]]
    if strange := [one for one in grant.delivers if one not in known]:
        raise ValueError(f"a source delivers {', '.join(known)}, not {strange[0]!r}")
    sources = grant.sources or (name,)
    if strange := [one for one in sources if not is_identifier(one)]:
        raise ValueError(f"{strange[0]!r} is no id of a source: it has {RULE}")
    return SourceGrant(grant.delivers or tuple(known), sources)


def revoke(auth: AuthService, by: Actor, number: int) -> bool:
    """Take a device's token away and end its sessions; False when there was nothing to take."""
    with auth.operations.writing() as connection:
        taken = devices.revoke(connection, number, auth.now)
        if taken:
            sessions.end_of_device(connection, number, "revoked", auth.now)
            auth.record.note(connection, AuditEntry("device.revoke", audit_name(by), by.role, f"device:{number}"))
    return taken
