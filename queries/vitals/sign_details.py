"""The number of a vital sign behind a click: how it was made, from which reading. A health opens into its parts."""

from __future__ import annotations

from dataclasses import dataclass

from components.formatting.units import unit_after, unit_of
from components.framework.view import View
from components.vitals.sign_detail import DeviceLink, HealthDetail, NewestReading, SignDetail
from components.vitals.signs import SignDisplayValue
from data.telemetry.device_registry import RegisteredDevice
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import CITY, CurrentSignQueries, CurrentSigns, device_name, local, point_figure
from queries.vitals.kind import KindQueries

HEALTH = "health:"


class NoSuchSign(LookupError):
    """Nothing here has that name, or not there, or none that the visitor may see."""


@dataclass(frozen=True)
class SignDetailQueries:
    """What the value of a sign or a health is made of."""

    context: RequestContext

    def detail(self, view: View, name: str, region: int, device: str) -> SignDetail | HealthDetail:
        """A sign in a region or at a device, or a health (`health:KIND`). NoSuchSign."""
        if not self.context.scope.permits(region):
            raise NoSuchSign(name)
        now = CurrentSignQueries(self.context).now(region)
        if name.startswith(HEALTH):
            kind = name.removeprefix(HEALTH)
            return self._city(view, now) if kind == CITY else self._kind(view, now, kind)
        sign = self.context.catalogue.vitals.signs.get(name)
        if sign is None:
            raise NoSuchSign(name)
        return self._at_device(view, sign, device) if device else self._in_region(view, now, sign)

    def _city(self, view: View, now: CurrentSigns) -> HealthDetail:
        health = CurrentSignQueries(self.context).health_parts(view, now)
        heads = [view.translate(key) for key in ("vitals.part", "vitals.part.health", "vitals.part.points")]
        return HealthDetail(
            self._place(view, now.region),
            view.translate("vitals.health"),
            health.figure,
            view.translate("vitals.sum.show"),
            heads,
            [(part, (value, points)) for part, value, points in health.parts],
            view.href("/vitals"),
        )

    def _kind(self, view: View, now: CurrentSigns, kind: str) -> HealthDetail:
        vitals = self.context.catalogue.vitals
        if kind not in vitals.kinds:
            raise NoSuchSign(kind)
        parts: list[tuple[str, tuple[float, ...]]] = [(view.translate("sheet.sign.full"), (100.0,))]
        parts += [(view.localise(vitals.signs[part.sign].name), (-part.points,)) for part in now.kinds[kind].parts]
        figure, _ = CurrentSignQueries(self.context).health(now, kind)
        return HealthDetail(
            self._place(view, now.region),
            view.localise(vitals.kinds[kind].name),
            figure,
            view.translate("sheet.sign.health"),
            [view.translate("sheet.sign.sign"), view.translate("vitals.part.points")],
            parts,
            view.href(f"/vitals/{kind}"),
        )

    def _in_region(self, view: View, now: CurrentSigns, sign: Sign) -> SignDetail:
        current, found = CurrentSignQueries(self.context), now.signs.get(sign.id)
        if found is None:
            raise NoSuchSign(sign.id)
        worst = current.devices([found.worst]).get(found.worst)
        place, counted = self._place(view, now.region), (found.counted, found.stale)
        return self._detail(view, sign, current.figure(view, found), place, counted, worst)

    def _at_device(self, view: View, sign: Sign, name: str) -> SignDetail:
        context = self.context
        device = context.register.by_id(context.scope, name)
        points = context.picture.points_of_device(context.scope, device.no) if device else ()
        point = next((one for one in points if one.sign == sign.id), None)
        if device is None or point is None:
            raise NoSuchSign(name)
        figure = point_figure(view, sign, point, device)
        return self._detail(view, sign, figure, device_name(view, device), None, device)

    def _place(self, view: View, region: int) -> str:
        return view.localise(self.context.catalogue.regions[region].name)

    def _detail(
        self,
        view: View,
        sign: Sign,
        figure: SignDisplayValue,
        place: str,
        places: tuple[int, int] | None,
        device: RegisteredDevice | None,
    ) -> SignDetail:
        link = DeviceLink(device_name(view, device), view.href(f"/devices/{device.device.id}")) if device else None
        definition = KindQueries(self.context).definition(view, sign)
        readings = self._readings(view, sign, device) if device else []
        href = view.href(f"/vitals/{sign.kind}", sign=sign.id)
        return SignDetail(definition, figure, place, places, link, readings, href)

    def _readings(self, view: View, sign: Sign, device: RegisteredDevice) -> list[NewestReading]:
        """The newest readings of a device that the sign is made of."""
        quantities = self.context.catalogue.vitals.quantities
        return [
            NewestReading(
                view.localise(quantities[one.quantity].name),
                one.value,
                unit_of(view, f"{one.value:g}", unit_after(view, quantities[one.quantity].unit)),
                one.feed,
                local(one.at),
            )
            for one in self.context.register.newest(self.context.scope, device)
            if one.quantity in sign.reads
        ]
