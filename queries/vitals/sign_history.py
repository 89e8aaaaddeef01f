"""A sign over hours or days: its course in a region, and its places with their last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.framework.view import View
from components.vitals.sign_course import SLOT, SPANS, LabelledCourse, course_of, value_words
from components.vitals.sign_places import PlaceRow, SignPlaces
from components.vitals.signs import since_words
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import BucketValue, PointState, SignState
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import POINTS, CurrentSignQueries, device_name, local, point_figure

SHOWN = 12  # places of a table
HOUR = 3600


@dataclass(frozen=True)
class SignHistoryQueries:
    """What was known of a sign up to now."""

    context: RequestContext

    def course(self, view: View, sign: Sign, found: SignState) -> LabelledCourse | None:
        """The course over the span of the address, a day or a week; None where no history is kept (a town)."""
        context, until = self.context, CurrentSignQueries(self.context).seconds
        span = span_of(view)
        days = SPANS[span]
        since = until - days * POINTS * SLOT
        slots = context.picture.sign_history(context.scope, sign.id, found.region, since, until)
        if not slots:
            return None
        label = view.translate(
            "sign.course",
            name=view.localise(sign.name),
            span=view.translate(f"sign.span.{span}"),
            value=value_words(view, sign, found.value),
        )
        values = self.with_now(sign, slots, found.value, days)
        return LabelledCourse(course_of(view, context.now, sign, values, days), label)

    def with_now(
        self, sign: Sign, slots: Sequence[BucketValue], value: float | None, days: int = 1
    ) -> list[float | None]:
        """Slots as values by five minutes, with what holds now at the end."""
        known = [(one.slot, one.value) for one in slots]
        found = CurrentSignQueries(self.context).day_of(known, POINTS * days, sign.stale_seconds)
        return found if value is None else [*found[:-1], value]

    def places(self, view: View, sign: Sign, region: int) -> SignPlaces:
        """The worst places of a region."""
        context, current = self.context, CurrentSignQueries(self.context)
        points = context.picture.points(context.scope, sign.id, inside=context.catalogue.regions.within(region))
        ordered = sorted(points, key=lambda one: _worst_first(sign, one))[:SHOWN]
        numbers = [one.device for one in ordered]
        devices, days = current.devices(numbers), current.point_days(sign, numbers)
        pairs = [(sign.id, number) for number in numbers]
        before = context.picture.values_before(context.scope, pairs, current.seconds - HOUR)
        rows = [
            self._place(
                view, sign, one, devices[one.device], days.get(one.device, []), before.get((sign.id, one.device))
            )
            for one in ordered
            if one.device in devices
        ]
        return SignPlaces(sign, rows, len(points))

    def _place(
        self,
        view: View,
        sign: Sign,
        one: PointState,
        device: RegisteredDevice,
        day: list[tuple[int, float]],
        before: float | None,
    ) -> PlaceRow:
        name, figure = device_name(view, device), point_figure(view, sign, one, device)
        known = one.level and figure.level != "unknown"
        return PlaceRow(
            name,
            view.href(f"/devices/{device.device.id}"),
            figure,
            before,
            since_words(view, local(one.since), self.context.now) if known else "",
            CurrentSignQueries(self.context).point_course(view, sign, day, name, one.value),
        )


def _worst_first(sign: Sign, one: PointState) -> tuple[bool, int, float, int]:
    return one.stale, -one.level, -sign.ladder.turn * (one.value or 0.0), one.device


def span_of(view: View) -> str:
    """The span that the address names, or a day."""
    wanted = view.option("span", "24h")
    return wanted if wanted in SPANS else "24h"
