"""Alerts as points of a big map: at their device, or in the middle of the region that they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.alerts.alert_list import AlertLine
from components.framework.view import View
from components.maps.big_map import Highlight, MapPoints, MapSpec
from components.maps.places import Place
from components.maps.plane import MapPlane, Spot
from data.storage.faults import or_else
from data.telemetry.device_registry import RegisteredDevice
from queries.alerts.names import AlertNames


@dataclass(frozen=True)
class AlertMaps(AlertNames):
    """Where alerts are."""

    def map_of(
        self,
        view: View,
        lines: Sequence[AlertLine],
        label: str,
        ring: AlertLine | None = None,
        name: str = "alerts",
    ) -> MapSpec:
        """The map of some alerts; `ring` is the one around which the ring lies."""
        context = self.context
        devices = or_else(
            lambda: context.picture.named(context.scope, {line.device for line in lines if line.device}), {}
        )
        spots = [(line, self._spot(line, devices)) for line in lines]
        placed = [(line, spot) for line, spot in spots if spot is not None]
        points = MapPoints(
            [Place(*spot, f"{line.place} {line.name}", f"/alerts/{line.id}", line.region) for line, spot in placed],
            [line.level for line, _ in placed],
            view.translate("alert.map.what"),
            {n: line.value for n, (line, _) in enumerate(placed) if line.value},
            {"data-number": "alert"},
        )
        around = next((spot for line, spot in placed if ring is not None and line.id == ring.id), None)
        highlight = None if ring is None or around is None else Highlight(*around, ring.place, ring.level)
        return MapSpec(name, label, context.shapes, points=points, highlight=highlight)

    def _spot(self, line: AlertLine, devices: Mapping[str, RegisteredDevice]) -> Spot | None:
        """Degrees; None where nobody knows."""
        found, shapes = devices.get(line.device), self.context.shapes
        if found is not None and found.device.lon is not None and found.device.lat is not None:
            return found.device.lon, found.device.lat
        if line.region not in shapes:
            return None
        return MapPlane(shapes.metres, shapes.origin).degrees_at(shapes[line.region].label)
