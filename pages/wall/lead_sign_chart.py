"""The chart of the sign that drives an incident: the last hours, the steps of its levels, a reckoning ahead."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.view import View
from components.wall.chart import Curve, Outlook, ThresholdLine, curve
from components.wall.frame import box
from components.wall.signs import LEVEL_OF, level_name, sign_number
from data.core.clock import BUSINESS_ZONE, from_epoch
from indicators.forecast.projection import Projection, look_ahead
from indicators.vitals import Sign
from indicators.vitals.levels import Level
from pages.wall.alert_cards import AlertCard, clock_text
from queries.request_context import RequestContext
from queries.unavailable import greyed

HOUR = 3600
BACK, AHEAD, LOOKED_AT = 12 * HOUR, 3 * HOUR, 3 * HOUR
STEP = 900  # seconds between two points of the look ahead
Points = Sequence[tuple[float, float]]


@greyed
def leading(view: View, context: RequestContext, lead: AlertCard, now: int) -> Component:
    """The chart under its heading, which says in words where it is going."""
    if lead.sign is None:
        return box(lead.name, html.P(view.translate("wall.unknown"), className="wall-calm"), className="wall-war-chart")
    values = _values(context, lead, now)
    recent = [point for point in values if point[0] >= now - LOOKED_AT]
    ahead = look_ahead([t for t, _ in recent], [v for _, v in recent])
    steps = _steps(view, lead.sign)
    name = view.localise(lead.sign.name)
    said = _outlook_words(view, lead.sign, ahead, steps)
    shown = Curve(
        values,
        steps,
        _hours(values, ahead),
        level_name(lead.alert.level),
        lead.sign.decimals,
        view.translate("wall.chart", name=name, place=lead.place, n=len(values)),
        Outlook(_points(ahead), said) if ahead else None,
    )
    number = sign_number(view, lead.shown) if lead.shown else None
    title = [f"{lead.place} · {name} ", number]
    return box(
        title,
        html.Div(curve(shown), className="wall-curve-box"),
        html.P(said, className="wall-note"),
        className="wall-war-chart",
    )


def _values(context: RequestContext, lead: AlertCard, now: int) -> list[tuple[float, float]]:
    """The values of the last hours, of the device or of the region."""
    subject = lead.alert.subject
    devices = context.picture.standing(context.scope, ids=[subject.place])
    if devices:
        slots = context.picture.point_history(context.scope, subject.sign, devices[0].no, now - BACK, now)
    else:
        slots = context.picture.sign_history(context.scope, subject.sign, subject.region, now - BACK, now)
    return [(float(slot.slot), slot.value) for slot in slots if slot.value is not None]


def _steps(view: View, sign: Sign) -> list[ThresholdLine]:
    """The steps that look at the value itself; others cannot be drawn as a line."""
    plain = {name: step for name, step in sign.steps.items() if not step.aspect.hours and not step.aspect.state}
    return [
        ThresholdLine(
            LEVEL_OF[Level.called(name)],
            step.limit,
            f"{view.translate(f'map.level.{name}')} {digits(step.limit, sign.decimals)}",
        )
        for name, step in plain.items()
    ]


def _points(ahead: Projection) -> list[tuple[float, float, float, float]]:
    moments = [ahead.start + n * STEP for n in range(AHEAD // STEP + 1)]
    return [(moment, *ahead.at(moment)) for moment in moments]


def _outlook_words(view: View, sign: Sign, ahead: Projection | None, steps: Sequence[ThresholdLine]) -> str:
    if ahead is None:
        return view.translate("wall.ahead.none")
    rate = f"{digits(ahead.slope * HOUR, sign.decimals, sign=True)} {view.localise(sign.unit)}"
    reached = [(at, step) for step in steps if (at := ahead.reaches(step.limit, AHEAD)) is not None]
    if not reached:
        return view.translate("wall.ahead.rate", rate=rate)
    at, step = min(reached, key=lambda pair: pair[0])
    return view.translate("wall.ahead.reaches", rate=rate, time=clock_text(int(at)), step=step.words)


def _hours(values: Points, ahead: Projection | None) -> list[tuple[float, str]]:
    """Every third full hour."""
    if not values:
        return []
    last = int(values[-1][0]) + (AHEAD if ahead else 0)
    first = int(values[0][0] // HOUR + 1) * HOUR
    return [
        (float(at), clock_text(at))
        for at in range(first, last + 1, HOUR)
        if from_epoch(at).astimezone(BUSINESS_ZONE).hour % 3 == 0
    ]
