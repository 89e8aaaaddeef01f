"""The vital signs of a region as they stand now, read once for whatever shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from components.forms.region_choice import RegionChoice
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.vitals.board import RegionHealth
from components.vitals.sign_course import SLOT, LabelledCourse, course_of, day_label
from components.vitals.signs import SignDisplayValue, level_name, sign_display_value
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.core.scope import required_region
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import PointState, SignState, levels_of
from indicators.vitals import CityHealth, KindHealth, Sign, city_health, kind_health
from queries.request_context import RequestContext

LOWEST = "lowest"  # the part of a health that its lowest kind makes
CITY = "city"  # what the health of all kinds together is called
POINTS = 288  # slots of a day
HOLDS = 4  # slots that a value holds where the next ones are missing


@dataclass(frozen=True)
class CurrentSigns:
    """Signs by id, the health of each kind and of all.

    `late`: the monitor is silent, and all is as it saw it at `looked_at`.
    """

    region: int
    signs: Mapping[str, SignState]
    kinds: Mapping[str, KindHealth]
    health: CityHealth
    late: bool
    looked_at: datetime | None

    @property
    def newest(self) -> datetime | None:
        """When the newest reading behind all this was taken."""
        return local(max((one.at for one in self.signs.values()), default=0))


@dataclass(frozen=True)
class CurrentSignQueries:
    """How regions stand now, with the figures and the courses of their signs."""

    context: RequestContext

    @property
    def seconds(self) -> int:
        """The present moment as readings are stored."""
        return int(self.context.now.timestamp())

    def region(self, view: View) -> int:
        """The region that the address names, or where the visitor begins.

        NoSuchScreen for an unknown one, OutOfScope for one that may not be seen.
        """
        text = view.option("region")
        if not text:
            return self.context.home
        if not (text.isascii() and text.isdigit() and int(text) in self.context.catalogue.regions):
            raise NoSuchScreen(text)
        required_region(self.context.scope, int(text))
        return int(text)

    def region_choice(self, chosen: int) -> RegionChoice:
        """All regions that the visitor may see, to choose one of."""
        regions = self.context.catalogue.regions
        return RegionChoice(regions, self.context.seen(regions.codes), self.context.home, chosen)

    def named(self, region: int) -> str | None:
        """A region as an address names it: not where the visitor begins anyway."""
        return None if region == self.context.home else str(region)

    def here(self, view: View) -> CurrentSigns:
        """How the region of the address stands."""
        return self.now(self.region(view))

    def now(self, region: int) -> CurrentSigns:
        """How a region stands. Its healths are summed up here, since none is stored for a town."""
        scope, stored, vitals = self.context.scope, self.context.picture, self.context.catalogue.vitals
        signs = stored.signs(scope, region)
        levels = levels_of(signs)
        kinds = {kind: kind_health(vitals, kind, *levels) for kind in vitals.kinds}
        looked_at = local(stored.looked_at(scope))
        late = not self.context.liveness.watched
        return CurrentSigns(region, signs, kinds, city_health(list(kinds.values())), late, looked_at)

    def devices(self, numbers: Collection[int]) -> dict[int, RegisteredDevice]:
        """Devices by their numbers, those that are registered and may be seen."""
        return self.context.register.by_number(self.context.scope, numbers)

    def figure(self, view: View, now: SignState, value: float | None = None) -> SignDisplayValue:
        """The figure of a sign in a region; `value` stands in where nothing is known: the last that was."""
        sign = self.context.catalogue.vitals.signs[now.sign]
        shown = now.value if now.known else value
        return sign_display_value(view, sign, now.region, shown, now.standing, local(now.at), now.basis)

    def health(self, now: CurrentSigns, kind: str) -> tuple[SignDisplayValue, list[float | None]]:
        """The health of a kind or, as `city`, of all, and its last day; where nothing is known, the last that was."""
        day = self._health_day(now, kind)
        if kind == CITY:
            value = now.health.value
            levels = [level for one in now.kinds.values() if (level := kind_level(one)) is not None]
            level = max(levels, default=None)
        else:
            value, level = now.kinds[kind].value, kind_level(now.kinds[kind])
        last = next((one for one in reversed(day) if one is not None), None)
        basis = "demo" if self.context.demo else "reported"
        shown = last if value is None else value
        return SignDisplayValue(f"health:{kind}", now.region, shown, "", 1, level_name(level), now.newest, basis), day

    def health_parts(self, view: View, now: CurrentSigns) -> RegionHealth:
        """The health of all kinds with its parts in words."""
        kinds = self.context.catalogue.vitals.kinds
        figure, day = self.health(now, CITY)
        names = {kind: view.localise(entry.name) for kind, entry in kinds.items()}
        parts = [
            (view.translate("vitals.lowest") if part.id == LOWEST else names[part.id], part.health, part.points)
            for part in now.health.parts
        ]
        worst = now.health.worst
        return RegionHealth(
            figure, day, parts, names[worst] if worst else "", [names[kind] for kind in now.health.unknown]
        )

    def day_of(
        self, slots: Iterable[tuple[int, float | None]], points: int = POINTS, holds: float = 0.0
    ) -> list[float | None]:
        """Values by five minutes up to now, of what is known by slots.

        A value holds for so many seconds (`holds`), and at least a quarter of an hour, which lies between two pictures
        of a history that came all at once. Longer gaps stay gaps.
        """
        longest = max(HOLDS, int(holds // SLOT) + 1)
        known = dict(slots)
        end = self.seconds // SLOT * SLOT
        found: list[float | None] = []
        held, left = None, 0
        for back in range(points, -1, -1):
            value = known.get(end - SLOT * back)
            held, left = (value, longest) if value is not None else (held, left - 1)
            found.append(held if left > 0 else None)
        return found

    def point_days(self, sign: Sign, numbers: Sequence[int]) -> dict[int, list[tuple[int, float]]]:
        """The last day of a sign at some devices, by their numbers."""
        begins = self.seconds // SLOT * SLOT - POINTS * SLOT
        return self.context.picture.point_days(self.context.scope, sign.id, numbers, begins)

    def point_course(
        self, view: View, sign: Sign, slots: Sequence[tuple[int, float]], name: str, value: float | None
    ) -> LabelledCourse | None:
        """A day at a device as a course under a name; None for less than two values."""
        if len(slots) < 2:
            return None
        values = self.day_of(slots, holds=sign.stale_seconds)
        return LabelledCourse(course_of(view, self.context.now, sign, values), day_label(view, sign, name, value))

    def _health_day(self, now: CurrentSigns, kind: str) -> list[float | None]:
        """The health by five minutes over the last day, with what it is now at the end; gaps stay gaps."""
        stored = self.context.picture.health_day(self.context.scope, now.region)
        found = self.day_of(stored.get(kind, ()))
        value = now.health.value if kind == CITY else now.kinds[kind].value
        return found if value is None else [*found[:-1], value]


def local(at: int | None) -> datetime | None:
    """A moment in the business zone; None for none (0: never)."""
    return from_epoch(at).astimezone(BUSINESS_ZONE) if at else None


def device_name(view: View, device: RegisteredDevice | None) -> str:
    """A device's name in the visitor's language; one that is not in the register (any more) has none."""
    if device is None:
        return "—"
    one = device.device
    return one.name_zh if view.lang == "zh" else one.name_en or one.name_zh


def worst_place(view: View, one: SignState, devices: Mapping[int, RegisteredDevice]) -> str:
    """Where a sign stands worst; of a level that silence keeps, that it stands."""
    return view.translate("vitals.stands") if one.silenced else device_name(view, devices.get(one.worst))


def kind_level(health: KindHealth | None) -> int | None:
    """The worst level that stands among the signs of a kind; None where none is known, though its health stands."""
    if health is None or health.value is None or not health.known:
        return None
    return max((int(part.level) for part in health.parts), default=0)


def point_figure(view: View, sign: Sign, one: PointState, device: RegisteredDevice) -> SignDisplayValue:
    """The figure of a sign at a device. Where only the region is judged, a place has a value and no level."""
    level = None if one.stale else one.level if sign.judged_by_place else 0
    at, basis = local(one.at), device.device.basis
    return sign_display_value(view, sign, one.region, one.value, level, at, basis, device.device.id)
