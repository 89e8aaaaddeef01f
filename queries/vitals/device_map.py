"""The map of devices by level, and of the grids coloured by a chosen sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.formatting.display_values import basis_name
from components.formatting.numbers import digits
from components.framework.view import Lang, View
from components.maps.big_map import MapSpec, Points, ShadedGrids
from components.maps.grades import graded
from components.maps.levels import LevelMark
from components.maps.places import Place, PlacesFile, places_file
from components.vitals.signs import level_name, sign_unit
from data.core.scope import Scope
from data.telemetry.device_queries import DeviceRegistryQueries
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import PointNow
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


def device_map(view: View, context: RequestContext, now: CurrentSigns, shown: str) -> MapSpec:
    """The map: all devices by their level, or one sign (`shown` is its id) at its devices and over the grids."""
    around = None if now.region == context.catalogue.regions.city.code else context.shapes[now.region].box
    sign = context.catalogue.vitals.signs.get(shown)
    if sign is None:
        points = _all_devices(view, context, now)
        return MapSpec("vitals", view.translate("vitals.map.devices"), context.shapes, around=around, points=points)
    found = context.picture.points(context.scope, sign.id)
    devices = context.register.by_number(context.scope, {one.device for one in found})
    label = view.translate("vitals.map.sign", sign=view.localise(sign.name))
    return MapSpec(
        "vitals",
        label,
        context.shapes,
        around=around,
        grids=_grids(view, context, sign, found, devices),
        points=_points(view, sign, found, devices, now),
    )


def _all_devices(view: View, context: RequestContext, now: CurrentSigns) -> Points:
    signs = context.catalogue.vitals.signs
    judged = [name for name, sign in signs.items() if sign.judged_by_place]
    devices = placed(context.register.all(context.scope))
    levels = context.register.levels(context.scope, judged)
    where = {one.no: place for place, one in enumerate(devices)}
    texts: dict[int, str] = {}
    for point in reversed(context.picture.raised(context.scope, context.catalogue.regions.codes, judged)):
        if point.device in where:  # of several the worst, which comes first, is said
            texts[where[point.device]] = _words(view, signs[point.sign], point)
    places = context.register.made_of(context.scope, f"places-{view.lang}", lambda found: places_of(view.lang, found))
    return Points(
        places,
        [_level(levels.get(one.no), now) for one in devices],
        view.translate("vitals.map.what"),
        texts,
        {"data-sign": "device", "data-period": f"{context.now:%Y-%m-%d}", "data-basis": _basis(context)},
        device_file(context.register, context.scope, view.lang),
    )


def _level(level: int | None, now: CurrentSigns) -> LevelMark:
    return "unknown" if now.late else level_name(level)


def _words(view: View, sign: Sign, point: PointNow) -> str:
    return f"{view.localise(sign.name)} {digits(point.value, sign.decimals)}{sign_unit(view, sign)}"


def _basis(context: RequestContext) -> str:
    return "demo" if context.demo else "reported"


def _points(
    view: View, sign: Sign, found: Sequence[PointNow], devices: Mapping[int, RegisteredDevice], now: CurrentSigns
) -> Points:
    known = [one for one in found if one.device in devices and devices[one.device].device.lon is not None]
    levels: list[LevelMark] = [
        "unknown" if one.stale or now.late else level_name(one.level if sign.judged_by_place else 0) for one in known
    ]
    return Points(
        places_of(view.lang, [devices[one.device] for one in known]),
        levels,
        view.localise(sign.name),
        {place: _words(view, sign, one) for place, one in enumerate(known) if one.value is not None},
        {"data-sign": sign.id, "data-period": "now", "data-basis": basis_name(devices[known[0].device].device.basis)}
        if known
        else {},
        clustered=len(known) > 60,
    )


def _grids(
    view: View, context: RequestContext, sign: Sign, found: Sequence[PointNow], devices: Mapping[int, RegisteredDevice]
) -> ShadedGrids:
    """Each grid by the worst value in it; a grid without a device of the sign has none."""
    file = context.grids.file(context.scope)
    values: dict[int, float] = {}
    for one in found:
        device = devices.get(one.device)
        if device is None or one.stale or one.value is None or not device.device.grid:
            continue
        held = values.get(device.device.grid)
        worse = held is None or (one.value > held) == (sign.worse == "higher")
        values[device.device.grid] = one.value if worse else values[device.device.grid]
    row = [values.get(number) for number in file.numbers]
    return ShadedGrids(
        file,
        row,
        graded(row),
        view.localise(sign.name),
        sign_unit(view, sign),
        f"/vitals/{sign.kind}?sign={sign.id}&grid={{number}}",
        {"data-sign": sign.id, "data-period": "now", "data-basis": _basis(context)},
        view.translate("vitals.map.grids") if context.grids.approximate else "",
        sign.decimals,
        sign.worse == "lower",
    )
