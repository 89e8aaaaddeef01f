"""From an account or a device to the asker whom screens and changes are told about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from access.authorization.roles import Roles
from data.core.actor import Actor
from data.core.scope import Scope
from data.operations.accounts.account_types import AccessDevice, Account
from indicators.definitions.regions import Regions

SOURCE: Final = "source"  # the kind of device that delivers in the name of sources


def regions_of(granted: Iterable[int], regions: Regions) -> frozenset[int] | None:
    """What grants of regions amount to: each includes what lies inside it; None for the whole city."""
    known = [code for code in granted if code in regions]
    if regions.city.code in known:
        return None
    return frozenset(inner for code in known for inner in regions.within(code))


def actor_of(account: Account, roles: Roles, regions: Regions, session: str = "") -> Actor:
    """The person behind an account, with what their roles allow where."""
    held = account.grants.roles
    units = frozenset(account.grants.units) if roles.own_units_only(held) else None
    scope = Scope(regions_of(account.grants.regions, regions), units)
    return Actor(account.id, account.name, roles.leading(held), scope, roles.rights(held), session=session)


def device_actor(device: AccessDevice, roles: Roles, regions: Regions) -> Actor:
    """A wall, a feeder, a source or a monitoring system: it belongs to no unit. A source does what its token names."""
    scope = Scope(regions_of(device.regions, regions), frozenset())
    rights = frozenset(right for kind, held in roles.devices.items() if kind == device.kind for right in held)
    if device.kind == SOURCE:
        rights &= {f"{kind}.post" for kind in device.delivers}
    return Actor(0, device.name, f"device-{device.kind}", scope, rights, device.id, sources=device.sources)


def only_reading(actor: Actor, roles: Roles) -> Actor:
    """The same person where nothing can be done, such as in the past: with the rights that change nothing."""
    changing = {name for name, right in roles.actions.items() if right.writes}
    return replace(actor, rights=actor.rights - changing)


def audit_name(actor: Actor | None) -> str:
    """How a record names who asks: by number, so that it holds no personal data."""
    if actor is None:
        return "nobody"
    if actor.device:
        return f"device:{actor.device}"
    return f"account:{actor.account}" if actor.account else "cockpit"
