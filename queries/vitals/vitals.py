"""How a region is now: its health, its kinds, what is not normal, who brings the readings, and the strip of it all."""

from __future__ import annotations

from dataclasses import dataclass

from components.framework.view import View
from components.maps.big_map_spec import MapSpec
from components.vitals.board import HealthBoard, KindRow, WorstSign
from components.vitals.feeds import Feed
from components.vitals.not_normal import NotNormal
from components.vitals.strip import VitalsStrip
from components.vitals.vitals_head import VitalsHead
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import SignState
from queries.liveness import LivenessQueries, feed_name
from queries.request_context import RequestContext
from queries.vitals.current_signs import CITY, CurrentSignQueries, CurrentSigns, kind_level, local, worst_place
from queries.vitals.device_map import DeviceMapQueries
from queries.vitals.raised import RaisedQueries

WORST = 2  # signs in a strip


@dataclass(frozen=True)
class VitalsQueries:
    """How the region of an address stands. NoSuchScreen and OutOfScope as CurrentSignQueries.region says."""

    context: RequestContext

    @property
    def current(self) -> CurrentSignQueries:
        """What is read of the signs."""
        return CurrentSignQueries(self.context)

    def head(self, view: View) -> VitalsHead:
        """Which region and which map the address asks for."""
        catalogue, region = self.context.catalogue, self.current.region(view)
        place, sign = view.localise(catalogue.regions[region].name), catalogue.vitals.signs.get(view.option("map"))
        return VitalsHead(place, self.current.region_choice(region), catalogue.vitals, sign)

    def board(self, view: View) -> HealthBoard:
        """The health and the kinds."""
        now = self.current.here(view)
        return HealthBoard(now.late, now.looked_at, self.current.health_parts(view, now), self._kinds(view, now))

    def not_normal(self, view: View) -> NotNormal:
        """What is not normal, and the feeds."""
        now = self.current.here(view)
        feeds = [
            Feed(feed_name(view, one.id), local(one.last_at), one.silent, one.every)
            for one in self.context.picture.feeds(self.context.scope)
        ]
        known = sum(one.known for one in now.signs.values())
        rows, blind = RaisedQueries(self.context).rows(view, now), LivenessQueries(self.context).blind(view)
        return NotNormal(now.late, known, len(now.signs) - known, rows, feeds, blind)

    def map(self, view: View) -> MapSpec:
        """The map of the devices, or of the sign that the address names."""
        return DeviceMapQueries(self.context).map(view, self.current.here(view), view.option("map"))

    def strip(self, view: View, region: int) -> VitalsStrip:
        """The health of a region and its worst signs, for any screen. OutOfScope."""
        now, queries = self.current.now(region), self.current
        raised = sorted(
            (s for s in now.signs.values() if s.standing), key=lambda one: (-(one.standing or 0), one.since)
        )
        devices = queries.devices({one.worst for one in raised[:WORST]})
        worst = [self._worst_sign(view, one, devices) for one in raised[:WORST]]
        href = view.href("/vitals", region=queries.named(region))
        late_since, blind = now.looked_at if now.late else None, LivenessQueries(self.context).blind(view)
        return VitalsStrip(href, queries.health(now, CITY)[0], worst, late_since, blind)

    def _kinds(self, view: View, now: CurrentSigns) -> list[KindRow]:
        """The nine kinds in the order of the plan."""
        worst = {kind: _worst(now, kind) for kind in now.kinds}
        devices = self.current.devices({one.worst for one in worst.values() if one})
        return [
            self._kind(view, now, kind, None if one is None else self._worst_sign(view, one, devices))
            for kind in self.context.catalogue.vitals.kinds
            for one in [worst[kind]]
        ]

    def _kind(self, view: View, now: CurrentSigns, kind: str, worst: WorstSign | None) -> KindRow:
        vitals = self.context.catalogue.vitals
        health, day = self.current.health(now, kind)
        signs = [now.signs[name] for name in vitals.of_kind(kind) if name in now.signs]
        levels = [one.standing for one in signs if one.standing]
        return KindRow(
            kind,
            view.localise(vitals.kinds[kind].name),
            view.href(f"/vitals/{kind}", region=self.current.named(now.region)),
            health,
            day,
            worst,
            [(level, levels.count(level)) for level in set(levels)],
            sum(one.stale for one in signs),
            kind_level(now.kinds[kind]) is not None and self.context.liveness.has_readings,
        )

    def _worst_sign(self, view: View, one: SignState, devices: dict[int, RegisteredDevice]) -> WorstSign:
        name = view.localise(self.context.catalogue.vitals.signs[one.sign].name)
        return WorstSign(name, self.current.figure(view, one), worst_place(view, one, devices))


def _worst(now: CurrentSigns, kind: str) -> SignState | None:
    """The sign of a kind that stands worst and is above normal; of equals the one that costs most."""
    costs = {part.sign: part.points for part in now.kinds[kind].parts}
    raised = [one for name in costs if (one := now.signs[name]).standing]
    return max(raised, key=lambda one: (one.standing or 0, costs[one.sign]), default=None)
