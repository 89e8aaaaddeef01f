"""The board of kinds and the list of what is not normal, read through a desk."""

from __future__ import annotations

from components.framework.view import View
from components.vitals.board import Health, KindRow, WorstSign
from components.vitals.not_normal import Raised
from components.vitals.signs import drift, sign_figure, since_words
from data.telemetry.state_types import PointNow, SignNow
from queries.request_context import RequestContext
from queries.vitals.current_signs import (
    CITY,
    CurrentSigns,
    device_name,
    health_day,
    health_figure,
    kind_level,
    local,
    region_figure,
)

HOUR = 3600
LOWEST = "lowest"


def health_of(view: View, desk: RequestContext, now: CurrentSigns) -> Health:
    """The health of the region with its parts in words."""
    kinds = desk.catalogue.vitals.kinds
    day = health_day(desk, now, CITY)
    parts = [
        (view.t("vitals.lowest") if part.id == LOWEST else view.say(kinds[part.id].name), part.health, part.points)
        for part in now.health.parts
    ]
    worst = now.health.worst
    named = view.say(kinds[worst].name) if worst else ""
    unknown = [view.say(kinds[kind].name) for kind in now.health.unknown]
    return Health(health_figure(desk, now, CITY, day), day, parts, named, unknown)


def kind_rows(view: View, desk: RequestContext, now: CurrentSigns) -> list[KindRow]:
    """The nine kinds in the order of the plan."""
    worst = {kind: _worst(desk, now, kind) for kind in now.kinds}
    devices = desk.register.by_number(desk.scope, {one.worst for one in worst.values() if one})
    rows = []
    for kind, entry in desk.catalogue.vitals.kinds.items():
        day, found = health_day(desk, now, kind), worst[kind]
        signs = [now.signs[name] for name in desk.catalogue.vitals.of_kind(kind) if name in now.signs]
        levels = [one.level for one in signs if one.level]
        named = None
        if found is not None:
            sign = desk.catalogue.vitals.signs[found.sign]
            place = device_name(view, devices.get(found.worst))
            named = WorstSign(view.say(sign.name), region_figure(view, desk, found), place)
        rows.append(
            KindRow(
                kind,
                view.say(entry.name),
                view.href(f"/vitals/{kind}", region=_named(desk, now)),
                health_figure(desk, now, kind, day),
                day,
                named,
                [(level, levels.count(level)) for level in set(levels)],
                sum(one.stale for one in signs),
                kind_level(now.kinds[kind]) is not None,
            )
        )
    return rows


def _named(desk: RequestContext, now: CurrentSigns) -> str | None:
    """The region as an address names it: not where the visitor begins anyway."""
    return None if now.region == desk.home else str(now.region)


def _worst(desk: RequestContext, now: CurrentSigns, kind: str) -> SignNow | None:
    """The sign of a kind that stands worst and is above normal; of equals the one that costs most."""
    costs = {part.sign: part.points for part in now.kinds[kind].parts}
    raised = [one for name in costs if (one := now.signs[name]).level]
    return max(raised, key=lambda one: (one.level or 0, costs[one.sign]), default=None)


def raised_rows(view: View, desk: RequestContext, now: CurrentSigns) -> list[Raised]:
    """All that is not normal in a region, the worst first: places where places are judged, else the region."""
    signs = desk.catalogue.vitals.signs
    by_place = [name for name, sign in signs.items() if sign.judged_by_place]
    points = desk.picture.raised(desk.scope, desk.catalogue.regions.within(now.region), by_place)
    whole = [one for one in now.signs.values() if one.level and not signs[one.sign].judged_by_place]
    at = int(desk.now.timestamp()) - HOUR
    before = desk.picture.values_before(desk.scope, [(one.sign, one.device) for one in points], at)
    devices = desk.register.by_number(desk.scope, {one.device for one in points})
    ordered: list[tuple[int, int, Raised]] = []
    for point in points:
        if point.device in devices:
            row = _at_place(view, desk, now, point, before.get((point.sign, point.device)))
            ordered.append((-point.level, point.since, row))
    for one in whole:
        ordered.append((-(one.level or 0), one.since, _in_region(view, desk, now, one, at)))
    return [row for _, _, row in sorted(ordered, key=lambda found: found[:2])]


def _at_place(view: View, desk: RequestContext, now: CurrentSigns, point: PointNow, before: float | None) -> Raised:
    sign = desk.catalogue.vitals.signs[point.sign]
    device = desk.register.by_number(desk.scope, [point.device])[point.device]
    at, basis = local(point.at), device.device.basis
    figure = sign_figure(view, sign, point.region, point.value, point.level, at, basis, device.device.id)
    return Raised(
        view.say(sign.name),
        view.href(f"/vitals/{sign.kind}", sign=sign.id, region=_named(desk, now)),
        device_name(view, device),
        view.href(f"/devices/{device.device.id}"),
        figure,
        since_words(view, local(point.since), desk.now),
        drift(view, sign, before, point.value),
    )


def _in_region(view: View, desk: RequestContext, now: CurrentSigns, one: SignNow, at: int) -> Raised:
    sign = desk.catalogue.vitals.signs[one.sign]
    slots = desk.picture.sign_history(desk.scope, one.sign, one.region, at - 600, at)
    before = slots[-1].value if slots else None
    return Raised(
        view.say(sign.name),
        view.href(f"/vitals/{sign.kind}", sign=sign.id, region=_named(desk, now)),
        view.say(desk.catalogue.regions[one.region].name),
        view.href(f"/regions/{one.region}"),
        region_figure(view, desk, one),
        since_words(view, local(one.since), desk.now),
        drift(view, sign, before, one.value),
    )
