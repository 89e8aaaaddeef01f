"""What the things are called that alerts speak of: signs, causes, regions, devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.maps.levels import LevelMark
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import FEED, LEVELS, Alert
from queries.liveness import feed_name
from queries.request_context import RequestContext


@dataclass(frozen=True)
class AlertNames:
    """Names by the definitions that hold, in the language of a view."""

    context: RequestContext

    def sign_name(self, view: View, sign: str) -> str:
        """A sign's name; its id where the definitions do not know it any more."""
        if sign == FEED:
            return view.translate("alert.feed")
        known = self.context.catalogue.vitals.signs.get(sign)
        return view.localise(known.name) if known else sign

    def cause_name(self, view: View, cause: str, sign: str = "") -> str:
        """A cause's name; a sign that has no cause of its own goes by its name."""
        known = self.context.grounds.causes.get(cause)
        return view.localise(known.name) if known else self.sign_name(view, sign or cause)

    def region_name(self, view: View, region: int) -> str:
        """A region's name; its code where the definitions do not know it any more."""
        regions = self.context.catalogue.regions
        return view.localise(regions[region].name) if region in regions else str(region)

    def place_name(self, view: View, alert: Alert, devices: Mapping[str, RegisteredDevice]) -> str:
        """The name of the device with its town, of the region, or of the feed."""
        if alert.subject.sign == FEED:
            return feed_name(view, alert.subject.place)
        region = self.region_name(view, alert.subject.region)
        found = devices.get(alert.subject.place)
        if found is None:
            return region if is_region(alert) else f"{region} {alert.subject.place}"
        return found.device.name_zh if view.lang == "zh" else found.device.name_en


def level_of(level: int) -> LevelMark:
    """A level's number as maps and lists name it."""
    return LEVELS[level]  # type: ignore[return-value]


def is_region(alert: Alert) -> bool:
    """Whether an alert speaks of a region, not of a device."""
    return alert.subject.place == str(alert.subject.region)


def number_in(address: str) -> int:
    """The number that an address names. NoSuchScreen for anything else."""
    if not (address.isascii() and address.isdigit() and len(address) <= 9):
        raise NoSuchScreen(address)
    return int(address)
