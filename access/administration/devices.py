"""Devices: a wall, a feeder, a monitoring system. Each has a token that is told once and can be taken away."""

from __future__ import annotations

from dataclasses import dataclass

from access.authentication.auth_service import AuthService
from access.authentication.tokens import digest, new_token
from access.authorization.actors import audit_name
from data.core.actor import Actor
from data.operations.accounts import devices, sessions
from data.operations.audit.audit_chain import AuditEntry

MARK = "cockpit_"  # how a token begins: whoever finds one in a file sees what it opens
DAY = 24 * 3600
LONGEST = 366  # days a token lives at most


@dataclass(frozen=True)
class IssuedDevice:
    """A new device with its token, which nobody can tell again."""

    number: int
    token: str


def make(auth: AuthService, by: Actor, name: str, kind: str, regions: tuple[int, ...], days: int) -> IssuedDevice:
    """Make a device of a kind (read | ingest | metrics) for some regions (a district includes its towns).

    ValueError for another kind, no region, one that is not there, or a life that is too long.
    """
    if kind not in auth.roles.devices:
        raise ValueError(f"a device is read, ingest or metrics, not {kind!r}")
    if not regions or not all(region in auth.catalogue.regions for region in regions):
        raise ValueError("a device needs regions that are there")
    if not 1 <= days <= LONGEST:
        raise ValueError(f"a token lives 1 to {LONGEST} days")
    token = MARK + new_token()
    new = devices.NewDevice(name, kind, digest(token), regions, auth.now + days * DAY)
    with auth.operations.writing() as connection:
        number = devices.create(connection, new, audit_name(by), auth.now)
        entry = AuditEntry("device.create", audit_name(by), by.role, f"device:{number}", reason=kind)
        auth.record.note(connection, entry)
    return IssuedDevice(number, token)


def revoke(auth: AuthService, by: Actor, number: int) -> bool:
    """Take a device's token away and end its sessions; False when there was nothing to take."""
    with auth.operations.writing() as connection:
        taken = devices.revoke(connection, number, auth.now)
        if taken:
            sessions.end_of_device(connection, number, "revoked", auth.now)
            auth.record.note(connection, AuditEntry("device.revoke", audit_name(by), by.role, f"device:{number}"))
    return taken
