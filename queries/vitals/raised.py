"""What is not normal in a region, the worst first: places where places are judged, else the region."""

from __future__ import annotations

from dataclasses import dataclass

from components.framework.view import View
from components.vitals.not_normal import RaisedSign
from components.vitals.signs import sign_display_value, since_words
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import PointState, SignState
from queries.request_context import RequestContext
from queries.vitals.current_signs import CurrentSignQueries, CurrentSigns, device_name, local

HOUR = 3600


@dataclass(frozen=True)
class RaisedQueries:
    """Signs above normal, each with what it was an hour ago."""

    context: RequestContext

    def rows(self, view: View, now: CurrentSigns) -> list[RaisedSign]:
        """All of a region."""
        context, current = self.context, CurrentSignQueries(self.context)
        signs, inside = context.catalogue.vitals.signs, context.catalogue.regions.within(now.region)
        by_place = [name for name, sign in signs.items() if sign.judged_by_place]
        points = context.picture.raised(context.scope, inside, by_place)
        whole = [one for one in now.signs.values() if one.standing and not signs[one.sign].judged_by_place]
        at = current.seconds - HOUR
        before = context.picture.values_before(context.scope, [(one.sign, one.device) for one in points], at)
        devices = current.devices({one.device for one in points})
        ordered: list[tuple[int, int, RaisedSign]] = []
        for point in points:
            if point.device in devices:
                value = before.get((point.sign, point.device))
                row = self._at_place(view, point, devices[point.device], value, current.named(now.region))
                ordered.append((-point.level, point.since, row))
        for one in whole:
            ordered.append((-(one.standing or 0), one.since, self._in_region(view, one, at, current)))
        return [row for _, _, row in sorted(ordered, key=lambda found: found[:2])]

    def _at_place(
        self, view: View, point: PointState, device: RegisteredDevice, before: float | None, region: str | None
    ) -> RaisedSign:
        sign = self.context.catalogue.vitals.signs[point.sign]
        at, basis = local(point.at), device.device.basis
        return RaisedSign(
            sign,
            view.href(f"/vitals/{sign.kind}", sign=sign.id, region=region),
            device_name(view, device),
            view.href(f"/devices/{device.device.id}"),
            sign_display_value(view, sign, point.region, point.value, point.level, at, basis, device.device.id),
            since_words(view, local(point.since), self.context.now),
            before,
            point.stale,
        )

    def _in_region(self, view: View, one: SignState, at: int, current: CurrentSignQueries) -> RaisedSign:
        context, sign = self.context, self.context.catalogue.vitals.signs[one.sign]
        slots = context.picture.sign_history(context.scope, one.sign, one.region, at - 600, at)
        return RaisedSign(
            sign,
            view.href(f"/vitals/{sign.kind}", sign=sign.id, region=current.named(one.region)),
            view.localise(context.catalogue.regions[one.region].name),
            view.href(f"/regions/{one.region}"),
            current.figure(view, one),
            since_words(view, local(one.since), context.now),
            slots[-1].value if slots else None,
            one.silenced,
        )
