"""The map of devices by level, and of the grids coloured by a chosen sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.formatting.display_values import basis_name
from components.formatting.numbers import digits
from components.framework.view import Lang, View
from components.maps.big_map_spec import MapPoints, MapSpec, ShadedGrids
from components.maps.colour_scale import graded
from components.maps.levels import LevelMark
from components.maps.places import Place, PlacesFile, places_file
from components.vitals.signs import level_name, sign_unit
from data.core.scope import Scope
from data.telemetry.device_queries import DeviceRegistryQueries
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import PointState
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import CurrentSigns, device_name

FILES: Mapping[str, Lang] = {
    "devices-zh": "zh",
    "devices-en": "en",
}  # what the names of files of places begin with, by language


def placed(devices: Sequence[RegisteredDevice]) -> list[RegisteredDevice]:
    """Those that stand somewhere."""
    return [one for one in devices if one.device.lon is not None and one.device.lat is not None]


def places_of(lang: Lang, devices: Sequence[RegisteredDevice]) -> list[Place]:
    """The devices as places of a map, those that stand somewhere."""
    view = View(lang=lang)
    return [
        Place(
            one.device.lon or 0.0,
            one.device.lat or 0.0,
            device_name(view, one),
            f"/devices/{one.device.id}",
            one.device.region,
        )
        for one in placed(devices)
    ]


def device_file(register: DeviceRegistryQueries, scope: Scope, lang: Lang) -> PlacesFile:
    """All devices that may be seen, as a file for the browser."""
    kind = f"devices-{lang}"
    found: PlacesFile = register.made_of(scope, kind, lambda devices: places_file(places_of(lang, devices), kind))
    return found


@dataclass(frozen=True)
class DeviceMapQueries:
    """Maps of devices within the scope of the visitor."""

    context: RequestContext

    def map(self, view: View, now: CurrentSigns, shown: str) -> MapSpec:
        """All devices by their level, or one sign (`shown` is its id) at its devices and over the grids."""
        context = self.context
        around = None if now.region == context.catalogue.regions.city.code else context.shapes[now.region].box
        sign = context.catalogue.vitals.signs.get(shown)
        if sign is None:
            points = self._all_devices(view, now)
            return MapSpec("vitals", view.translate("vitals.map.devices"), context.shapes, around=around, points=points)
        found = context.picture.points(context.scope, sign.id)
        devices = context.register.by_number(context.scope, {one.device for one in found})
        return MapSpec(
            "vitals",
            view.translate("vitals.map.sign", sign=view.localise(sign.name)),
            context.shapes,
            around=around,
            grids=self._grids(view, sign, found, devices),
            points=_points(view, sign, found, devices, now),
        )

    @property
    def _basis(self) -> str:
        return "demo" if self.context.demo else "reported"

    def _all_devices(self, view: View, now: CurrentSigns) -> MapPoints:
        context, signs = self.context, self.context.catalogue.vitals.signs
        judged = [name for name, sign in signs.items() if sign.judged_by_place]
        devices = placed(context.register.all(context.scope))
        levels = context.register.levels(context.scope, judged)
        where = {one.no: place for place, one in enumerate(devices)}
        texts: dict[int, str] = {}
        for point in reversed(context.picture.raised(context.scope, context.catalogue.regions.codes, judged)):
            if point.device in where and not point.stale:  # of several the worst, which comes first, is said
                texts[where[point.device]] = _words(view, signs[point.sign], point)
        lang = view.lang
        places = context.register.made_of(context.scope, f"places-{lang}", lambda found: places_of(lang, found))
        return MapPoints(
            places,
            [_level(levels.get(one.no), now) for one in devices],
            view.translate("vitals.map.what"),
            texts,
            {"data-sign": "device", "data-period": f"{context.now:%Y-%m-%d}", "data-basis": self._basis},
            device_file(context.register, context.scope, lang),
        )

    def _grids(
        self, view: View, sign: Sign, found: Sequence[PointState], devices: Mapping[int, RegisteredDevice]
    ) -> ShadedGrids:
        """Each grid by the worst value in it; a grid without a device of the sign has none."""
        grids = self.context.grids
        file, values = grids.file(self.context.scope), _worst_by_grid(sign, found, devices)
        row = [values.get(number) for number in file.numbers]
        return ShadedGrids(
            file,
            row,
            graded(row),
            view.localise(sign.name),
            sign_unit(view, sign),
            f"/vitals/{sign.kind}?sign={sign.id}&grid={{number}}",
            {"data-sign": sign.id, "data-period": "now", "data-basis": self._basis},
            view.translate("vitals.map.grids") if grids.approximate else "",
            sign.decimals,
            sign.worse == "lower",
        )


def _worst_by_grid(
    sign: Sign, found: Sequence[PointState], devices: Mapping[int, RegisteredDevice]
) -> dict[int, float]:
    """The worst value that is known in each grid, by its number."""
    values: dict[int, float] = {}
    for one in found:
        device = devices.get(one.device)
        if device is None or one.stale or one.value is None or not device.device.grid:
            continue
        held = values.get(device.device.grid)
        worse = held is None or (one.value > held) == (sign.worse == "higher")
        values[device.device.grid] = one.value if worse else values[device.device.grid]
    return values


def _level(level: int | None, now: CurrentSigns) -> LevelMark:
    return "unknown" if now.late else level_name(level)


def _words(view: View, sign: Sign, point: PointState) -> str:
    return f"{view.localise(sign.name)} {digits(point.value, sign.decimals)}{sign_unit(view, sign)}"


def _points(
    view: View, sign: Sign, found: Sequence[PointState], devices: Mapping[int, RegisteredDevice], now: CurrentSigns
) -> MapPoints:
    known = [one for one in found if one.device in devices and devices[one.device].device.lon is not None]
    levels: list[LevelMark] = [
        "unknown" if one.stale or now.late else level_name(one.level if sign.judged_by_place else 0) for one in known
    ]
    return MapPoints(
        places_of(view.lang, [devices[one.device] for one in known]),
        levels,
        view.localise(sign.name),
        {place: _words(view, sign, one) for place, one in enumerate(known) if one.value is not None},
        {"data-sign": sign.id, "data-period": "now", "data-basis": basis_name(devices[known[0].device].device.basis)}
        if known
        else {},
        clustered=len(known) > 60,
    )
