"""The register of devices: those that an address asks for, the claims that wait, and what was refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from components.formatting.lists import list_of
from components.formatting.region_names import region_name
from components.framework.view import View
from components.messages.refusal_texts import refusal_text
from components.vitals.device_parts import ClashRow, DeviceListing, DeviceRow, RefusedRow
from components.vitals.signs import level_name
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.telemetry.device_queries import Clash
from queries.request_context import RequestContext
from queries.vitals.current_signs import device_name, local
from queries.vitals.device_state import STATES, DeviceStateQueries, DeviceStatus, chosen, kinds_of

SHOWN = 60  # rows of the register
REFUSED, DAYS = 20, 3


@dataclass(frozen=True)
class DeviceRegisterQueries:
    """The devices that the visitor may see."""

    context: RequestContext

    def listing(self, view: View) -> DeviceListing:
        """The counts, and the devices that the filters of the address ask for."""
        everything = DeviceStateQueries(self.context).all()
        found = chosen(view, self.context.catalogue, everything)
        counts = Counter(one.state for one in everything)
        tallies = [("registered", len(everything), view.href(state=None))]
        tallies += [(state, counts[state], view.href(state=state)) for state in STATES]
        tallies += [("clashes", len(self.context.register.clashes(self.context.scope)), "#clashes")]
        return DeviceListing(tallies, [self._row(view, one) for one in found[:SHOWN]], len(found))

    def filters(self, view: View) -> list[tuple[str, dict[str, str]]]:
        """What can be asked for: the name of each choice by its value in the address, by the filter's name."""
        context, catalogue = self.context, self.context.catalogue
        owners = sorted({one.device.owner for one in context.register.all(context.scope)})
        regions = context.seen(catalogue.regions.codes)
        return [
            ("state", {state: view.translate(f"device.state.{state}") for state in STATES}),
            ("kind", {name: view.localise(kind.name) for name, kind in catalogue.vitals.kinds.items()}),
            ("owner", {name: self._unit(view, name) for name in owners}),
            ("region", {str(code): view.localise(catalogue.regions[code].name) for code in regions}),
        ]

    def clashes(self, view: View) -> list[ClashRow]:
        """The ids that are claimed twice."""
        return [self._clash(view, one) for one in self.context.register.clashes(self.context.scope)]

    def refused(self, view: View) -> list[RefusedRow]:
        """The newest readings of the last days that were refused, each with its reason."""
        context = self.context
        since = int(context.now.timestamp()) - DAYS * 86_400
        return [
            (
                f"{from_epoch(one.at).astimezone(BUSINESS_ZONE):%m-%d %H:%M:%S}",
                one.feed,
                one.refusal.code,
                refusal_text(view.lang, one.refusal),
                one.content[:120],
            )
            for one in context.register.refused(context.scope, since, REFUSED)
        ]

    def _row(self, view: View, found: DeviceStatus) -> DeviceRow:
        one, vitals = found.one.device, self.context.catalogue.vitals
        return DeviceRow(
            one.id,
            device_name(view, found.one),
            list_of(view, (view.localise(vitals.kinds[kind].name) for kind in kinds_of(vitals, found.one))),
            region_name(view, self.context.catalogue.regions, one.region),
            self._unit(view, one.owner),
            found.state,
            local(found.last_at),
            level_name(found.level),
        )

    def _clash(self, view: View, one: Clash) -> ClashRow:
        holder, claimed, regions = one.holder.device, one.claimed, self.context.catalogue.regions
        region = int(claimed.get("region", 0))
        place = view.localise(regions[region].name) if region in regions else ""
        name = str(claimed.get("name_zh" if view.lang == "zh" else "name_en") or claimed.get("name_zh", ""))
        where, owner = region_name(view, regions, holder.region), self._unit(view, holder.owner)
        claimant = self._unit(view, str(claimed.get("owner", "")))
        at = from_epoch(one.claimed_at).astimezone(BUSINESS_ZONE)
        return ClashRow(
            one.id,
            f"{device_name(view, one.holder)} · {where} · {owner}",
            f"{name} · {place} · {claimant}",
            f"{at:%m-%d %H:%M}",
            one.claim,
        )

    def _unit(self, view: View, unit: str) -> str:
        """A unit's name; its id where it is none of ours."""
        units = self.context.catalogue.units
        return view.localise(units[unit].name) if unit in units else unit
