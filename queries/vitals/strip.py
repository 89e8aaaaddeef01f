"""The compact strip of a region's vital signs, for any screen: a live part whose subject is "signs"."""

from __future__ import annotations

from dash.development.base_component import Component

from components.framework.view import View
from components.vitals.board import WorstSign
from components.vitals.strip import vitals_strip
from queries.request_context import RequestContext
from queries.unavailable import greyed
from queries.vitals.current_signs import CITY, device_name, health_day, health_figure, now_in, region_figure

SHOWN = 2


@greyed
def strip(view: View, context: RequestContext, region: int, shown: int = SHOWN) -> Component:
    """The health of a region and its worst signs."""
    now = now_in(context, region)
    raised = sorted((one for one in now.signs.values() if one.level), key=lambda one: (-(one.level or 0), one.since))
    devices = context.register.by_number(context.scope, {one.worst for one in raised[:shown]})
    worst = [
        WorstSign(
            view.localise(context.catalogue.vitals.signs[one.sign].name),
            region_figure(view, context, one),
            device_name(view, devices.get(one.worst)),
        )
        for one in raised[:shown]
    ]
    href = view.href("/vitals", region=None if region == context.home else str(region))
    figure = health_figure(context, now, CITY, health_day(context, now, CITY))
    return vitals_strip(view, href, figure, worst, now.looked_at if now.late else None)
