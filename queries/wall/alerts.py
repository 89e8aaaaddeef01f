"""Alerts as a wall tells of them: how many, where on the map, and the red ones that nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.formatting.region_names import region_name
from components.framework.view import View
from components.maps.big_map_spec import Box
from components.maps.levels import LevelMark
from components.maps.plane import MapPlane, Spot
from components.wall.alert_cards import AlertCard
from components.wall.signs import WallSign, level_name
from components.wall.slides import AlertsSlide, RedAlert
from components.wall.wall_map import MapMark, WallViewport
from data.operations.alerts.repository import AlertFilter, count_alerts, count_by_level, list_alerts
from data.storage.faults import or_else
from data.telemetry.device_locations import DeviceLocation
from indicators.alerts import FEED, LIVE, Alert
from indicators.definitions.regions import Region
from indicators.vitals import Sign
from indicators.vitals.levels import Level
from queries.liveness import LivenessQueries, feed_name
from queries.request_context import RequestContext
from queries.wall.local_time import local, period_text

BELOW = 32  # a mark for a whole region stands this part of the map below the middle of its name
REACH = 12_000  # metres to each side of what counts now
MAPPED = 60
OTHERS = 4  # that are named beside the first red one


@dataclass(frozen=True)
class WallAlertQueries:
    """Alerts within the scope of the wall."""

    context: RequestContext

    def slide(self, view: View, region: int) -> AlertsSlide:
        """The alerts of a region."""
        context, city = self.context, self.context.catalogue.regions.city.code
        found = self.cards(view, self._live(region))
        place = view.localise(context.catalogue.regions[region].name)
        marks = [mark for one in found if (mark := one.mark()) is not None]
        label = view.translate("wall.alerts.map", place=place, n=len(marks))
        return AlertsSlide(
            place,
            context.shapes,
            WallViewport(label, context.shapes[region].box, marks, towns=region != city),
            self.by_level(region) if region != context.home else None,
            self._waiting(region),
            *self._leading(region, found),
            LivenessQueries(context).blind(view),
        )

    def by_level(self, region: int) -> dict[LevelMark, int]:
        """How many alerts of each level are on in a region."""
        with self.context.operations.reading() as connection:
            counts = count_by_level(connection, self.context.scope, self.inside(region))
        return {level_name(one.level): one.live for one in counts if one.level > 1 or one.live}

    def red(self, view: View) -> RedAlert | None:
        """Red alerts that nobody has acknowledged, the first to be shown first; None without any."""
        wanted = AlertFilter(levels=(Level.RED,), waiting=True, echoes=False)
        with self.context.operations.reading() as connection:
            found = list_alerts(connection, self.context.scope, wanted)
        now = int(self.context.now.timestamp())
        waiting = [alert for alert in found if not alert.silenced(now)]
        if not waiting:
            return None
        first, *others = self.cards(view, waiting[: OTHERS + 1])
        mark = first.mark()
        label = view.translate("wall.red.map", place=first.place)
        viewport = WallViewport(label, self.around(mark), (), mark, towns=True)
        return RedAlert(first, others, len(waiting), self.context.shapes, viewport, _measures(view, first))

    def cards(self, view: View, alerts: Sequence[Alert]) -> list[AlertCard]:
        """Alerts with their places."""
        ids = {alert.subject.place for alert in alerts}
        devices = or_else(lambda: self.context.picture.standing(self.context.scope, ids=ids), ())
        known = {device.id: device for device in devices}
        return [self._card(view, alert, known.get(alert.subject.place)) for alert in alerts]

    def inside(self, region: int) -> tuple[int, ...] | None:
        """What alerts and tasks of a region are looked for in; None for all that the wall may show."""
        regions = self.context.catalogue.regions
        return None if region == regions.city.code else self.context.seen(regions.within(region))

    def around(self, mark: MapMark | None) -> Box:
        """The surroundings of a mark on the map; without one all of what the wall may show."""
        shapes = self.context.shapes
        if mark is None:
            return shapes[self.context.home].box
        (x, y), reach = mark.spot, REACH / shapes.metres
        return x - reach, y - reach, x + reach, y + reach

    def _live(self, region: int) -> tuple[Alert, ...]:
        """Alerts whose trouble is on, the gravest first."""
        wanted = AlertFilter(states=sorted(LIVE), regions=self.inside(region), echoes=True)
        with self.context.operations.reading() as connection:
            return list_alerts(connection, self.context.scope, wanted, MAPPED)

    def _leading(self, region: int, found: Sequence[AlertCard]) -> tuple[Sequence[AlertCard], int]:
        """The alerts that stand for themselves or whose lead lies elsewhere, and how many there are in all."""
        led = {one.alert.incident for one in found if not one.alert.echo}
        leading = [one for one in found if not one.alert.echo or one.alert.incident not in led]
        wanted = AlertFilter(states=sorted(LIVE), regions=self.inside(region), echoes=False)
        with self.context.operations.reading() as connection:
            return leading, max(len(leading), count_alerts(connection, self.context.scope, wanted))

    def _waiting(self, region: int) -> int:
        """How many troubles that are on wait for an acknowledgement, correlated alerts aside."""
        wanted = AlertFilter(
            states=sorted(LIVE),
            regions=self.inside(region),
            waiting=True,
            echoes=False,
        )
        with self.context.operations.reading() as connection:
            return count_alerts(connection, self.context.scope, wanted)

    def _card(self, view: View, alert: Alert, device: DeviceLocation | None) -> AlertCard:
        context, subject = self.context, alert.subject
        regions, sign = context.catalogue.regions, context.catalogue.vitals.signs.get(subject.sign)
        name, raised = view.localise(sign.name) if sign else subject.sign, local(alert.raised_at)
        if subject.sign == FEED:
            lost, feed = view.translate("alert.feed"), feed_name(view, subject.place)
            return AlertCard(alert, None, lost, feed, "", None, None, raised)
        if device is None:
            known = subject.region in regions
            region = regions[subject.region] if known else None
            place = region_name(view, regions, subject.region)
            above = self._above(view, region.parent if region else None)
            shown = _shown(alert, sign, 4 if context.demo else 3)
            return AlertCard(alert, sign, name, place, above, self._under_its_name(region), shown, raised)
        plane = MapPlane(context.shapes.metres, context.shapes.origin)
        spot = None if device.lon is None or device.lat is None else plane.at(device.lon, device.lat)
        called = device.name_zh if view.lang == "zh" else device.name_en
        around, shown = self._where(view, subject.region), _shown(alert, sign, device.basis)
        return AlertCard(alert, sign, name, called, around, spot, shown, raised)

    def _under_its_name(self, region: Region | None) -> Spot | None:
        """Where a mark for a whole district or town stands; the city has none."""
        shapes = self.context.shapes
        if region is None or region.level == "city" or region.code not in shapes:
            return None
        x, y = shapes[region.code].label
        return x, y + shapes.height / BELOW

    def _where(self, view: View, code: int) -> str:
        regions = self.context.catalogue.regions
        if code not in regions:
            return str(code)
        region = regions[code]
        above = self._above(view, region.parent) if region.level == "town" else ""
        return f"{above} · {view.localise(region.name)}" if above else view.localise(region.name)

    def _above(self, view: View, code: int | None) -> str:
        regions = self.context.catalogue.regions
        return view.localise(regions[code].name) if code is not None and code != regions.city.code else ""


def _shown(alert: Alert, sign: Sign | None, basis: int) -> WallSign | None:
    """An alert's value now."""
    if sign is None:
        return None
    device = "" if alert.subject.place.isdigit() else alert.subject.place
    return WallSign(sign, alert.subject.region, alert.value_now, alert.level, period_text(alert.seen_at), basis, device)


def _measures(view: View, first: AlertCard) -> str:
    """What is to be done at the level of an alert."""
    if first.sign is None or level_name(first.alert.level) not in first.sign.warning.measures:
        return ""
    return view.localise(first.sign.warning.measures_at(Level(first.alert.level)))
