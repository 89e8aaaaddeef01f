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


def health_of(view: View, context: RequestContext, now: CurrentSigns) -> Health:
    """The health of the region with its parts in words."""
    kinds = context.catalogue.vitals.kinds
    day = health_day(context, now, CITY)
    parts = [
        (
            view.translate("vitals.lowest") if part.id == LOWEST else view.localise(kinds[part.id].name),
            part.health,
            part.points,
        )
        for part in now.health.parts
    ]
    worst = now.health.worst
    named = view.localise(kinds[worst].name) if worst else ""
    unknown = [view.localise(kinds[kind].name) for kind in now.health.unknown]
    return Health(health_figure(context, now, CITY, day), day, parts, named, unknown)


def kind_rows(view: View, context: RequestContext, now: CurrentSigns) -> list[KindRow]:
    """The nine kinds in the order of the plan."""
    worst = {kind: _worst(context, now, kind) for kind in now.kinds}
    devices = context.register.by_number(context.scope, {one.worst for one in worst.values() if one})
    rows = []
    for kind, entry in context.catalogue.vitals.kinds.items():
        day, found = health_day(context, now, kind), worst[kind]
        signs = [now.signs[name] for name in context.catalogue.vitals.of_kind(kind) if name in now.signs]
        levels = [one.level for one in signs if one.level]
        named = None
        if found is not None:
            sign = context.catalogue.vitals.signs[found.sign]
            place = device_name(view, devices.get(found.worst))
            named = WorstSign(view.localise(sign.name), region_figure(view, context, found), place)
        rows.append(
            KindRow(
                kind,
                view.localise(entry.name),
                view.href(f"/vitals/{kind}", region=_named(context, now)),
                health_figure(context, now, kind, day),
                day,
                named,
                [(level, levels.count(level)) for level in set(levels)],
                sum(one.stale for one in signs),
                kind_level(now.kinds[kind]) is not None,
            )
        )
    return rows


def _named(context: RequestContext, now: CurrentSigns) -> str | None:
    """The region as an address names it: not where the visitor begins anyway."""
    return None if now.region == context.home else str(now.region)


def _worst(context: RequestContext, now: CurrentSigns, kind: str) -> SignNow | None:
    """The sign of a kind that stands worst and is above normal; of equals the one that costs most."""
    costs = {part.sign: part.points for part in now.kinds[kind].parts}
    raised = [one for name in costs if (one := now.signs[name]).level]
    return max(raised, key=lambda one: (one.level or 0, costs[one.sign]), default=None)


def raised_rows(view: View, context: RequestContext, now: CurrentSigns) -> list[Raised]:
    """All that is not normal in a region, the worst first: places where places are judged, else the region."""
    signs = context.catalogue.vitals.signs
    by_place = [name for name, sign in signs.items() if sign.judged_by_place]
    points = context.picture.raised(context.scope, context.catalogue.regions.within(now.region), by_place)
    whole = [one for one in now.signs.values() if one.level and not signs[one.sign].judged_by_place]
    at = int(context.now.timestamp()) - HOUR
    before = context.picture.values_before(context.scope, [(one.sign, one.device) for one in points], at)
    devices = context.register.by_number(context.scope, {one.device for one in points})
    ordered: list[tuple[int, int, Raised]] = []
    for point in points:
        if point.device in devices:
            row = _at_place(view, context, now, point, before.get((point.sign, point.device)))
            ordered.append((-point.level, point.since, row))
    for one in whole:
        ordered.append((-(one.level or 0), one.since, _in_region(view, context, now, one, at)))
    return [row for _, _, row in sorted(ordered, key=lambda found: found[:2])]


def _at_place(view: View, context: RequestContext, now: CurrentSigns, point: PointNow, before: float | None) -> Raised:
    sign = context.catalogue.vitals.signs[point.sign]
    device = context.register.by_number(context.scope, [point.device])[point.device]
    at, basis = local(point.at), device.device.basis
    figure = sign_figure(view, sign, point.region, point.value, point.level, at, basis, device.device.id)
    return Raised(
        view.localise(sign.name),
        view.href(f"/vitals/{sign.kind}", sign=sign.id, region=_named(context, now)),
        device_name(view, device),
        view.href(f"/devices/{device.device.id}"),
        figure,
        since_words(view, local(point.since), context.now),
        drift(view, sign, before, point.value),
    )


def _in_region(view: View, context: RequestContext, now: CurrentSigns, one: SignNow, at: int) -> Raised:
    sign = context.catalogue.vitals.signs[one.sign]
    slots = context.picture.sign_history(context.scope, one.sign, one.region, at - 600, at)
    before = slots[-1].value if slots else None
    return Raised(
        view.localise(sign.name),
        view.href(f"/vitals/{sign.kind}", sign=sign.id, region=_named(context, now)),
        view.localise(context.catalogue.regions[one.region].name),
        view.href(f"/regions/{one.region}"),
        region_figure(view, context, one),
        since_words(view, local(one.since), context.now),
        drift(view, sign, before, one.value),
    )
