"""A sign in a region, read through a desk: its card, its course, its places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import LevelMark
from components.vitals.sign_card import Card
from components.vitals.sign_chart import Course, sign_chart, step_spark
from components.vitals.signs import level_name, sign_unit, since_words
from components.vitals.thresholds import ladder_bar, limit_text, rule_words, step_words
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import SignNow, SlotValue
from indicators.vitals import Level as Rank
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import POINTS, SLOT, CurrentSigns, day_of, device_name, local, region_figure

DAYS = {"24h": 1, "7d": 7}


def limits_of(view: View, sign: Sign) -> list[tuple[LevelMark, float, str]]:
    """The steps that can be drawn as lines beside the value: level, limit, and what stands at the line."""
    if not sign.ladder.plain:
        return []
    found: list[tuple[LevelMark, float, str]] = []
    for name, step in sign.steps.items():
        level = level_name(Rank.called(name))
        found.append((level, step.limit, f"{view.translate(f'map.level.{level}')} {limit_text(sign, step.limit)}"))
    return found


def course_of(view: View, context: RequestContext, sign: Sign, values: Sequence[float | None], days: int = 1) -> Course:
    """Values by five minutes up to now as a course; of more days than one every sixth."""
    thin = 1 if days == 1 else 6
    kept = list(values)[::-1][::thin][::-1]
    return Course(
        kept, context.now, timedelta(seconds=SLOT * thin), limits_of(view, sign), sign.decimals, sign_unit(view, sign)
    )


def with_now(
    context: RequestContext, sign: Sign, slots: Sequence[SlotValue], value: float | None, days: int = 1
) -> list[float | None]:
    """Slots as values by five minutes, with what holds now at the end."""
    found = day_of(context, [(one.slot, one.value) for one in slots], POINTS * days, sign.stale_seconds)
    return found if value is None else [*found[:-1], value]


def cards(view: View, context: RequestContext, now: CurrentSigns, kind: str, named: str | None) -> list[Card]:
    """The signs of a kind that have places in the region, in the order of their definition."""
    vitals = context.catalogue.vitals
    names = [name for name in vitals.of_kind(kind) if name in now.signs]
    since = int(context.now.timestamp()) - POINTS * SLOT
    days = context.picture.sign_histories(context.scope, names, now.region, since)
    devices = context.register.by_number(context.scope, {now.signs[name].worst for name in names})
    return [
        _card(view, context, vitals.signs[name], now.signs[name], days.get(name, []), devices, named) for name in names
    ]


def _card(
    view: View,
    context: RequestContext,
    sign: Sign,
    found: SignNow,
    slots: Sequence[SlotValue],
    devices: dict[int, RegisteredDevice],
    named: str | None,
) -> Card:
    last = next((one.value for one in reversed(slots) if one.value is not None), None)
    figure = region_figure(view, context, found, last)
    return Card(
        view.localise(sign.name),
        view.href(f"/vitals/{sign.kind}", sign=sign.id, region=named),
        figure,
        device_name(view, devices.get(found.worst)) if found.worst in devices and found.level else "",
        since_words(view, local(found.since), context.now) if found.level else "",
        found.counted,
        found.stale,
        [(level, count) for level, count in found.levels.items() if sign.judged_by_place],
        view.localise(sign.normal),
        rule_words(view, sign),
        sign.basis.kind == "standard-not-at-hand",
        ladder_bar(view, sign, figure.value),
        all_steps(view, context, sign),
        _spark(view, context, sign, slots, found),
    )


def all_steps(view: View, context: RequestContext, sign: Sign) -> list[str]:
    """Every step in words, the mildest first."""
    quantities = context.catalogue.vitals.quantities
    return [
        view.translate(
            "step.level",
            level=view.translate(f"map.level.{name}"),
            step=step_words(view, sign, step, quantities),
        )
        for name, step in sign.steps.items()
    ]


def value_words(view: View, sign: Sign, value: float | None) -> str:
    """A value with its unit, as sentences say it."""
    return digits(value, sign.decimals) + ("" if value is None else sign_unit(view, sign))


def _spark(
    view: View, context: RequestContext, sign: Sign, slots: Sequence[SlotValue], found: SignNow
) -> RawHtml | None:
    if not slots:
        return None
    label = view.translate("sign.day", name=view.localise(sign.name), value=value_words(view, sign, found.value))
    return step_spark(course_of(view, context, sign, with_now(context, sign, slots, found.value)), label)


def chart(view: View, context: RequestContext, sign: Sign, found: SignNow, span: str) -> RawHtml | None:
    """The course over a day or a week; None where no history is kept (a town)."""
    days = DAYS[span]
    until = int(context.now.timestamp())
    slots = context.picture.sign_history(context.scope, sign.id, found.region, until - days * POINTS * SLOT, until)
    if not slots:
        return None
    words = view.translate(f"sign.span.{span}")
    value = value_words(view, sign, found.value)
    label = view.translate("sign.course", name=view.localise(sign.name), span=words, value=value)
    return sign_chart(course_of(view, context, sign, with_now(context, sign, slots, found.value, days), days), label)
