"""Alerts as a wall tells of them: what, where on the map, how bad, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.framework.view import View
from components.maps.plane import Plane, Spot
from components.wall.signs import Shown, level_name
from components.wall.wall_map import Mark
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.operations.alerts.repository import AlertFilter, LevelCount, count_alerts, count_by_level, list_alerts
from data.storage.faults import or_else
from data.telemetry.device_locations import DeviceLocation
from indicators.alerts import LIVE, Alert
from indicators.definitions.regions import Region
from indicators.vitals import Sign
from queries.alerts.alert_lines import region_name
from queries.request_context import RequestContext

BELOW = 32  # a mark for a whole region stands this part of the map below the middle of its name


@dataclass(frozen=True)
class AlertCard:
    """An alert with its sign, the name of its place, the district or town around it, and where it is on the map."""

    alert: Alert
    sign: Sign | None
    name: str
    place: str
    around: str
    spot: Spot | None
    basis: int

    @property
    def shown(self) -> Shown | None:
        """Its value now."""
        if self.sign is None:
            return None
        alert = self.alert
        at = period_text(alert.seen_at)
        device = "" if alert.subject.place.isdigit() else alert.subject.place
        return Shown(self.sign, alert.subject.region, alert.value_now, alert.level, at, self.basis, device)

    def mark(self, words: bool = False) -> Mark | None:
        """It as a mark on the map."""
        if self.spot is None:
            return None
        return Mark(self.spot, level_name(self.alert.level), self.name if words else "")


def period_text(moment: int) -> str:
    """A moment (epoch seconds) as the data attributes carry it: local time to the second."""
    return f"{from_epoch(moment).astimezone(BUSINESS_ZONE):%Y-%m-%dT%H:%M:%S}"


def clock_text(moment: int) -> str:
    """A moment as people read it: the hour and minute."""
    return f"{from_epoch(moment).astimezone(BUSINESS_ZONE):%H:%M}"


def inside(context: RequestContext, region: int) -> tuple[int, ...] | None:
    """What alerts of a region are looked for in; None for all that the wall may show."""
    if region == context.catalogue.regions.city.code:
        return None
    return context.seen(context.catalogue.regions.within(region))


def live_alerts(context: RequestContext, region: int, limit: int, echoes: bool = False) -> tuple[Alert, ...]:
    """Alerts of a region whose trouble is on, the gravest first."""
    wanted = AlertFilter(states=sorted(LIVE), regions=inside(context, region), echoes=echoes)  # type: ignore[arg-type]
    with context.operations.reading() as connection:
        return list_alerts(connection, context.scope, wanted, limit)


def unanswered(context: RequestContext, region: int) -> int:
    """How many troubles that are on wait for an acknowledgement, echoes aside."""
    wanted = AlertFilter(
        states=sorted(LIVE),  # type: ignore[arg-type]
        regions=inside(context, region),
        waiting=True,
        echoes=False,
    )
    with context.operations.reading() as connection:
        return count_alerts(connection, context.scope, wanted)


def counts(context: RequestContext, region: int) -> tuple[LevelCount, ...]:
    """How many alerts of a region are open, the gravest level first."""
    with context.operations.reading() as connection:
        return count_by_level(connection, context.scope, inside(context, region))


def told(view: View, context: RequestContext, alerts: Sequence[Alert]) -> list[AlertCard]:
    """The alerts with their places."""
    ids = {alert.subject.place for alert in alerts}
    devices = or_else(lambda: context.picture.standing(context.scope, ids=ids), ())
    known = {device.id: device for device in devices}
    plane = Plane(context.shapes.metres, context.shapes.origin)
    return [_told(view, context, plane, alert, known.get(alert.subject.place)) for alert in alerts]


def _told(view: View, context: RequestContext, plane: Plane, alert: Alert, device: DeviceLocation | None) -> AlertCard:
    regions, subject = context.catalogue.regions, alert.subject
    known = subject.region in regions
    region = regions[subject.region] if known else None
    around = region_name(view, context, subject.region)
    sign = context.catalogue.vitals.signs.get(subject.sign)
    name = view.localise(sign.name) if sign else subject.sign
    demo = 4 if context.demo else 3
    if device is None:
        above = _above(view, context, region.parent if region else None)
        return AlertCard(alert, sign, name, around, above, _under_its_name(context, region), demo)
    spot = None if device.lon is None or device.lat is None else plane.at(device.lon, device.lat)
    called = device.name_zh if view.lang == "zh" else device.name_en
    return AlertCard(alert, sign, name, called, _where(view, context, subject.region), spot, device.basis)


def _under_its_name(context: RequestContext, region: Region | None) -> Spot | None:
    """Where a mark for a whole district or town stands; the city has none."""
    if region is None or region.level == "city" or region.code not in context.shapes:
        return None
    x, y = context.shapes[region.code].label
    return x, y + context.shapes.height / BELOW


def _where(view: View, context: RequestContext, code: int) -> str:
    if code not in context.catalogue.regions:
        return str(code)
    region = context.catalogue.regions[code]
    above = _above(view, context, region.parent) if region.level == "town" else ""
    return f"{above} · {view.localise(region.name)}" if above else view.localise(region.name)


def _above(view: View, context: RequestContext, code: int | None) -> str:
    regions = context.catalogue.regions
    return view.localise(regions[code].name) if code is not None and code != regions.city.code else ""
