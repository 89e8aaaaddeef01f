"""How devices stand: online, silent or never heard, and how many of each; which of them a filter asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.framework.view import View
from data.telemetry.device_registry import RegisteredDevice
from indicators.catalogue.catalogue import Catalogue
from indicators.vitals import Vitals
from queries.request_context import RequestContext

STATES = ("online", "silent", "never")
SILENT = 3  # times its interval without a reading, where no sign says when nothing is known any more


@dataclass(frozen=True)
class DeviceStatus:
    """A device, its state, when it was last heard (0: never), and its level (None: unknown)."""

    one: RegisteredDevice
    state: str
    last_at: int
    level: int | None


@dataclass(frozen=True)
class DeviceStateQueries:
    """How the devices are that the visitor may see."""

    context: RequestContext

    def all(self) -> list[DeviceStatus]:
        """All of them, in the order of entry."""
        context, signs = self.context, self.context.catalogue.vitals.signs
        levels = context.register.levels(context.scope, [name for name, sign in signs.items() if sign.judged_by_place])
        heard = context.register.last_heard(context.scope)
        now = int(context.now.timestamp())
        return [_now(one, heard.get(one.no, 0), levels, now) for one in context.register.all(context.scope)]

    def one(self, device: RegisteredDevice) -> DeviceStatus:
        """One device."""
        context, signs = self.context, self.context.catalogue.vitals.signs
        points = [one for one in context.picture.points_of_device(context.scope, device.no) if one.sign in signs]
        known = [one.level if signs[one.sign].judged_by_place else 0 for one in points if not one.stale]
        levels = {device.no: max(known, default=None)} if points else {}
        heard = max((newest.at for newest in context.register.newest(context.scope, device)), default=0)
        return _now(device, heard, levels, int(context.now.timestamp()))


def _now(one: RegisteredDevice, last_at: int, levels: Mapping[int, int | None], now: int) -> DeviceStatus:
    """Where signs read it, it is silent when they know nothing of it any more; else by its own interval."""
    level = levels.get(one.no)
    late = level is None if one.no in levels else now - last_at > SILENT * one.device.every
    state = "never" if last_at == 0 else "silent" if late else "online"
    return DeviceStatus(one, state, last_at, level)


def kinds_of(vitals: Vitals, one: RegisteredDevice) -> tuple[str, ...]:
    """The kinds of vital signs that a device serves."""
    signs = (vitals.signs[name] for quantity in one.channels for name in vitals.reading(quantity))
    return tuple(dict.fromkeys(sign.kind for sign in signs))


def chosen(view: View, catalogue: Catalogue, found: Iterable[DeviceStatus]) -> list[DeviceStatus]:
    """Those that the options of the address ask for; silent ones first."""
    kind, owner, state, region = (view.option(name) for name in ("kind", "owner", "state", "region"))
    regions = catalogue.regions
    known = region.isascii() and region.isdigit() and int(region) in regions
    inside = frozenset(regions.within(int(region))) if known else None
    kept = [
        one
        for one in found
        if (not kind or kind in kinds_of(catalogue.vitals, one.one))
        and (not owner or one.one.device.owner == owner)
        and (not state or one.state == state)
        and (inside is None or one.one.device.region in inside)
    ]
    return sorted(kept, key=lambda one: (STATES.index(one.state) == 0, -(one.level or 0), one.one.no))
