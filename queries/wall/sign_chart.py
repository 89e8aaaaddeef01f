"""The chart of the sign that drives an incident: the last hours, the steps of its levels, a reckoning ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.formatting.numbers import digits
from components.formatting.units import unit_after
from components.framework.view import View
from components.wall.alert_cards import AlertCard
from components.wall.chart import ProjectionBand, ThresholdLine, WallCurve
from components.wall.lead_sign import LeadSign
from components.wall.signs import LEVEL_OF, level_name
from indicators.forecast.projection import Projection, projection_of
from indicators.vitals import Sign
from indicators.vitals.levels import Level
from queries.request_context import RequestContext
from queries.wall.local_time import clock_text, local

HOUR = 3600
BACK, AHEAD, LOOKED_AT = 12 * HOUR, 3 * HOUR, 3 * HOUR
STEP = 900  # seconds between two points of the look ahead
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class LeadSignQueries:
    """The course of an alert's sign up to now, and ahead."""

    context: RequestContext

    def chart(self, view: View, lead: AlertCard, now: int) -> LeadSign | None:
        """The curve at `now` (epoch seconds); None where the sign is none of ours (any more)."""
        if lead.sign is None:
            return None
        values = self._values(lead, now)
        recent = [point for point in values if point[0] >= now - LOOKED_AT]
        ahead = projection_of([t for t, _ in recent], [v for _, v in recent])
        steps = _steps(view, lead.sign)
        said = _outlook_words(view, lead.sign, ahead, steps)
        shown = WallCurve(
            values,
            steps,
            _hours(values, ahead),
            level_name(lead.alert.level),
            lead.sign.decimals,
            view.translate("wall.chart", name=view.localise(lead.sign.name), place=lead.place, n=len(values)),
            ProjectionBand(_points(ahead), said) if ahead else None,
        )
        return LeadSign(lead, shown, said)

    def _values(self, lead: AlertCard, now: int) -> list[tuple[float, float]]:
        """The values of the last hours, of the device or of the region."""
        scope, stored, subject = self.context.scope, self.context.picture, lead.alert.subject
        devices = stored.standing(scope, ids=[subject.place])
        if devices:
            slots = stored.point_history(scope, subject.sign, devices[0].no, now - BACK, now)
        else:
            slots = stored.sign_history(scope, subject.sign, subject.region, now - BACK, now)
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
    rate = f"{digits(ahead.slope * HOUR, sign.decimals, sign=True)}{unit_after(view, sign.unit)}"
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
    return [(float(at), clock_text(at)) for at in range(first, last + 1, HOUR) if local(at).hour % 3 == 0]
