"""The vital signs of a region as they stand now, read once for whatever shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.vitals.signs import SignFigure, level_name, sign_figure
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.core.scope import required_region
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import SignNow
from indicators.vitals import CityHealth, KindHealth, Level, city_health, kind_health
from queries.request_context import RequestContext

CITY = "city"  # what the health of all kinds together is called
SLOT, POINTS = 300, 288  # seconds of a slot, slots of a day
HOLDS = 4  # slots that a value holds where the next ones are missing


@dataclass(frozen=True)
class CurrentSigns:
    """Signs by id, the health of each kind and of all. `late`: the watch is silent, and all is of its last look."""

    region: int
    signs: Mapping[str, SignNow]
    kinds: Mapping[str, KindHealth]
    health: CityHealth
    late: bool
    looked_at: datetime | None

    @property
    def newest(self) -> datetime | None:
        """When the newest reading behind all this was taken."""
        return local(max((one.at for one in self.signs.values()), default=0))


def now_in(context: RequestContext, region: int) -> CurrentSigns:
    """How a region stands. Its healths are summed up here, since a town has none of its own in the picture."""
    signs, vitals = context.picture.signs(context.scope, region), context.catalogue.vitals
    levels = {name: None if one.level is None else Level(one.level) for name, one in signs.items()}
    kinds = {kind: kind_health(vitals, kind, levels) for kind in vitals.kinds}
    looked_at = local(context.picture.looked_at(context.scope))
    return CurrentSigns(
        region, signs, kinds, city_health(list(kinds.values())), context.picture.late(context.scope), looked_at
    )


def chosen_region(view: View, context: RequestContext) -> int:
    """The region that the address names, or where the visitor begins. OutOfScope for one they may not see."""
    text = view.option("region")
    if not text:
        return context.home
    if not (text.isascii() and text.isdigit() and int(text) in context.catalogue.regions):
        raise NoSuchScreen(text)
    required_region(context.scope, int(text))
    return int(text)


def local(at: int | None) -> datetime | None:
    """A moment in the business zone; None for none (0: never)."""
    return from_epoch(at).astimezone(BUSINESS_ZONE) if at else None


def device_name(view: View, device: RegisteredDevice | None) -> str:
    """A device's name in the visitor's language; one that is not in the register (any more) has none."""
    if device is None:
        return "—"
    one = device.device
    return one.name_zh if view.lang == "zh" else one.name_en or one.name_zh


def region_figure(view: View, context: RequestContext, now: SignNow, value: float | None = None) -> SignFigure:
    """The figure of a sign in a region; `value` stands in where nothing is known: the last that was."""
    sign = context.catalogue.vitals.signs[now.sign]
    shown = now.value if now.known else value
    return sign_figure(view, sign, now.region, shown, now.level, local(now.at), now.basis)


def kind_level(health: KindHealth | None) -> int | None:
    """The worst level among the signs of a kind; None where none is known."""
    if health is None or health.value is None:
        return None
    return max((int(part.level) for part in health.parts), default=0)


def health_figure(context: RequestContext, now: CurrentSigns, kind: str, day: Sequence[float | None]) -> SignFigure:
    """The health of a kind or, as `city`, of all; where nothing is known, the last that was."""
    if kind == CITY:
        value = now.health.value
        levels = [level for one in now.kinds.values() if (level := kind_level(one)) is not None]
        level = max(levels, default=None)
    else:
        value, level = now.kinds[kind].value, kind_level(now.kinds[kind])
    last = next((one for one in reversed(day) if one is not None), None)
    basis = "demo" if context.demo else "reported"
    shown = last if value is None else value
    return SignFigure(f"health:{kind}", now.region, shown, "", 1, level_name(level), now.newest, basis)


def health_day(context: RequestContext, now: CurrentSigns, kind: str) -> list[float | None]:
    """The health of a kind by five minutes over the last day, with what it is now at the end; gaps stay gaps."""
    found = day_of(context, context.picture.health_day(context.scope, now.region).get(kind, ()))
    value = now.health.value if kind == CITY else now.kinds[kind].value
    return found if value is None else [*found[:-1], value]


def day_of(
    context: RequestContext, slots: Iterable[tuple[int, float | None]], points: int = POINTS, holds: float = 0.0
) -> list[float | None]:
    """Values by five minutes up to now, of what is known by slots.

    A value holds for so many seconds (`holds`), and at least a quarter of an hour, which lies between two pictures of
    a history that came all at once. Longer gaps stay gaps.
    """
    longest = max(HOLDS, int(holds // SLOT) + 1)
    known = dict(slots)
    end = int(context.now.timestamp()) // SLOT * SLOT
    found: list[float | None] = []
    held, left = None, 0
    for back in range(points, -1, -1):
        value = known.get(end - SLOT * back)
        held, left = (value, longest) if value is not None else (held, left - 1)
        found.append(held if left > 0 else None)
    return found
