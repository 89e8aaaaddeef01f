"""One device in depth: what it delivers, its signs, who brings them, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from components.formatting.lists import list_of
from components.formatting.region_names import region_name
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.maps.big_map_spec import Highlight, MapPoints, MapSpec
from components.vitals.device_state import DeviceFacts, DeviceSign, DeviceState, ReadingRow
from components.vitals.signs import level_name, since_words
from data.telemetry.device_queries import NewestDeviceReading
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import PointState
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import CurrentSignQueries, device_name, local, point_figure
from queries.vitals.device_map import places_of
from queries.vitals.device_state import DeviceStateQueries, kinds_of

LAST = 8  # readings of a quantity


@dataclass(frozen=True)
class DeviceQueries:
    """Devices by their unified id. NoSuchScreen for one that is unknown or may not be seen."""

    context: RequestContext

    def state(self, view: View, name: str) -> DeviceState:
        """How it is now."""
        context, one = self.context, self._device(name)
        found, newest = DeviceStateQueries(context).one(one), context.register.newest(context.scope, one)
        quantities, signs = context.catalogue.vitals.quantities, context.catalogue.vitals.signs
        points = context.picture.points_of_device(context.scope, one.no)
        return DeviceState(
            found.state,
            level_name(found.level),
            local(found.last_at),
            # what is of a channel whose quantity was taken out of the definitions is left out, so with signs
            [self._reading(one, last) for last in newest if last.quantity in quantities],
            [self._sign(view, one, point, signs[point.sign]) for point in points if point.sign in signs],
        )

    def facts(self, view: View, name: str) -> DeviceFacts:
        """What is registered of it."""
        catalogue, one = self.context.catalogue, self._device(name)
        device, kinds = one.device, catalogue.vitals.kinds
        unit = catalogue.units.get(device.owner)
        return DeviceFacts(
            device.id,
            device_name(view, one),
            list_of(view, (view.localise(kinds[kind].name) for kind in kinds_of(catalogue.vitals, one))),
            region_name(view, catalogue.regions, device.region),
            view.href(f"/regions/{device.region}"),
            view.localise(unit.name) if unit else device.owner,
            device.every,
            local(one.registered_at),
            self.context.demo,
        )

    def map(self, view: View, name: str) -> MapSpec | None:
        """Where it stands; None where that is not known."""
        one, shapes = self._device(name), self.context.shapes
        device = one.device
        if device.lon is None or device.lat is None or device.region not in shapes:
            return None
        called, level = device_name(view, one), level_name(DeviceStateQueries(self.context).one(one).level)
        return MapSpec(
            "device",
            view.translate("device.map", name=called),
            shapes,
            around=shapes[device.region].box,
            points=MapPoints(places_of(view.lang, [one]), [level], called, clustered=False),
            highlight=Highlight(device.lon, device.lat, called, level),
        )

    def _device(self, name: str) -> RegisteredDevice:
        found = self.context.register.by_id(self.context.scope, name)
        if found is None:
            raise NoSuchScreen(name)
        return found

    def _reading(self, one: RegisteredDevice, newest: NewestDeviceReading) -> ReadingRow:
        context = self.context
        last = context.register.last_readings(context.scope, one, newest.quantity, LAST)
        before = [(moment, value) for at, value in last[1:] if (moment := local(at))]
        quantity = context.catalogue.vitals.quantities[newest.quantity]
        return ReadingRow(quantity, newest.value, local(newest.at), newest.feed, before)

    def _sign(self, view: View, one: RegisteredDevice, point: PointState, sign: Sign) -> DeviceSign:
        current, name = CurrentSignQueries(self.context), view.localise(sign.name)
        day = current.point_days(sign, [one.no]).get(one.no, [])
        return DeviceSign(
            name,
            view.href(f"/vitals/{sign.kind}", sign=sign.id),
            point_figure(view, sign, point, one),
            since_words(view, local(point.since), self.context.now) if point.level else "",
            current.point_course(view, sign, day, name, point.value),
        )
