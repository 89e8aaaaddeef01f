"""One device now: its state, its newest readings, its signs; and what is registered of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import side_by_side
from components.formatting.numbers import digits
from components.formatting.units import unit_after, unit_of
from components.framework.live import age
from components.framework.view import View
from components.maps.levels import LevelMark, level_mark
from components.tables.accessible_table import table
from components.vitals.device_parts import state_mark
from components.vitals.sign_course import LabelledCourse, course_sparkline
from components.vitals.signs import SignDisplayValue, sign_number
from indicators.vitals import Quantity


@dataclass(frozen=True)
class ReadingRow:
    """The newest reading of a quantity with the feed that brought it, and those before it: moment and value."""

    quantity: Quantity
    value: float
    at: datetime | None
    feed: str
    before: Sequence[tuple[datetime, float]]


@dataclass(frozen=True)
class DeviceSign:
    """A sign at the device: since when its level holds (in words), and its last day."""

    name: str
    href: str
    figure: SignDisplayValue
    since: str
    day: LabelledCourse | None


@dataclass(frozen=True)
class DeviceState:
    """How a device is: online | silent | never, its worst level, and when it was last heard."""

    state: str
    level: LevelMark
    last_at: datetime | None
    readings: Sequence[ReadingRow]
    signs: Sequence[DeviceSign]


@dataclass(frozen=True)
class DeviceFacts:
    """What is registered of a device; `every` are the seconds between two readings."""

    id: str
    name: str
    kinds: str
    region: str
    region_href: str
    owner: str
    every: float
    registered_at: datetime | None
    demo: bool


def device_state(view: View, shown: DeviceState) -> Component:
    """Its state, its newest readings, its signs."""
    head = [state_mark(view, shown.state), level_mark(view, shown.level), age(view, shown.last_at)]
    return html.Div(
        [
            html.P(head, className="sign-now"),
            _readings(view, shown.readings),
            html.H3(view.translate("device.signs")),
            _signs(view, shown.signs),
        ]
    )


def device_facts(view: View, shown: DeviceFacts) -> Component:
    """What is registered of it."""
    facts: list[tuple[str, Any]] = [
        ("id", html.Code(shown.id)),
        ("kind", shown.kinds),
        ("place", html.A(shown.region, href=shown.region_href, className="link")),
        ("owner", shown.owner),
        ("every", view.translate("time.seconds", n=digits(shown.every, 0))),
        ("registered", f"{shown.registered_at:%Y-%m-%d}" if shown.registered_at else ""),
        ("basis", view.translate("basis.demo") if shown.demo else view.translate("basis.reported")),
    ]
    rows = [item for key, value in facts for item in (html.Dt(view.translate(f"device.head.{key}")), html.Dd(value))]
    return html.Dl(rows, className="about-facts")


def _readings(view: View, readings: Sequence[ReadingRow]) -> Component:
    rows: list[list[Any]] = []
    for one in readings:
        before = side_by_side(view, (f"{at:%H:%M} {_said(view, one.quantity, value)}" for at, value in one.before))
        shown = html.B(_said(view, one.quantity, one.value), **{"data-number": "reading"})
        rows.append([view.localise(one.quantity.name), shown, age(view, one.at), one.feed, html.Small(before)])
    heads = [view.translate(f"device.reading.{name}") for name in ("quantity", "value", "at", "feed", "before")]
    return table(view.translate("device.reading.title"), heads, rows, "device-readings")


def _said(view: View, quantity: Quantity, value: float) -> str:
    """A reading with its unit, or the name of a state."""
    if quantity.states:
        state = quantity.states.get(int(value))
        return view.localise(state) if state else digits(value, 0)
    text = digits(value, 3).rstrip("0").rstrip(".") if value % 1 else digits(value, 0)
    return text + unit_of(view, text, unit_after(view, quantity.unit))


def _signs(view: View, signs: Sequence[DeviceSign]) -> Component:
    rows = [
        [
            html.A(one.name, href=one.href),
            level_mark(view, one.figure.level),
            sign_number(view, one.figure, one.name),
            one.since,
            course_sparkline(one.day, 220, 40) if one.day else "",
        ]
        for one in signs
    ]
    heads = [view.translate(f"sign.places.{name}") for name in ("sign", "level", "now", "since", "day")]
    return table(view.translate("device.signs"), heads, rows, "sign-places")
