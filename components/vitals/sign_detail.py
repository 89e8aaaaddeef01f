"""What the drawer shows behind a number of a vital sign: how it was made, from which reading, by which rule, and who
is called. A health opens into its parts, which add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import basis_mark, digits
from components.formatting.units import unit_after
from components.framework.live import age
from components.framework.view import View
from components.indicators.provenance import drawer
from components.maps.levels import level_mark
from components.tables.accessible_table import table
from components.vitals.sign_depth import SignDefinition
from components.vitals.signs import SignDisplayValue, sign_value
from components.vitals.thresholds import rule_words


@dataclass(frozen=True)
class DeviceLink:
    """A device's name and address."""

    name: str
    href: str


@dataclass(frozen=True)
class NewestReading:
    """The newest reading of a quantity: its name, value and unit, the feed that brought it, and when it was taken."""

    name: str
    value: float
    unit: str
    feed: str
    at: datetime | None


@dataclass(frozen=True)
class SignDetail:
    """A sign in a region or at a device (`place` is its name), with the newest readings of the device behind it.

    `places` is how many places make the value and how many of them are silent; None at a device.
    """

    definition: SignDefinition
    figure: SignDisplayValue
    place: str
    places: tuple[int, int] | None
    device: DeviceLink | None
    readings: Sequence[NewestReading]
    href: str


@dataclass(frozen=True)
class HealthDetail:
    """A health in a region: `how` it is made, and its parts: name and numbers, under `heads`."""

    place: str
    name: str
    figure: SignDisplayValue
    how: str
    heads: Sequence[str]
    parts: Sequence[tuple[str, Sequence[float]]]
    href: str


def sign_drawer(view: View, shown: SignDetail | HealthDetail) -> list[Component]:
    """The content of the drawer."""
    return _health(view, shown) if isinstance(shown, HealthDetail) else _sign(view, shown)


def _health(view: View, shown: HealthDetail) -> list[Component]:
    width = len(shown.heads) - 1
    rows: list[list[Any]] = [[name, *(_number(value) for value in values)] for name, values in shown.parts]
    total = [view.translate("vitals.sum"), *[""] * (width - 1), _number(shown.figure.value)]
    body = table(view.translate("vitals.sum.caption"), shown.heads, [*rows, total], "sums", tuple(range(1, width + 1)))
    unknown = html.P(view.translate("vitals.health.unknown"), className="note")
    return drawer(
        view,
        f"{shown.place} · {shown.name}",
        _value(view, shown.figure),
        html.P(shown.how, className="lead"),
        body if shown.figure.level != "unknown" else unknown,
        _more(view, shown.href),
    )


def _number(value: float | None) -> Component:
    return html.Span(digits(value, 1), **{"data-number": "part"})


def _sign(view: View, shown: SignDetail) -> list[Component]:
    defined, sign = shown.definition, shown.definition.sign
    none = html.P(view.translate("vitals.feeds.none"), className="note")
    told = [
        *_facts(view, shown),
        (view.translate("sign.range"), f"{view.localise(sign.normal)}{unit_after(view, sign.unit)}"),
        (view.translate("sign.rule"), rule_words(view, sign)),
        (view.translate("sign.basis"), defined.basis),
        (view.translate("sign.answers"), defined.answers),
        (view.translate("sign.called"), defined.called),
    ]
    return drawer(
        view,
        f"{shown.place} · {view.localise(sign.name)}",
        _value(view, shown.figure),
        html.P(view.localise(sign.definition), className="lead"),
        html.H3(view.translate("sheet.sign.readings")),
        html.Ul([_reading(view, one) for one in shown.readings]) if shown.readings else none,
        html.H3(view.translate("sign.steps")),
        html.Ul([html.Li(words) for words in defined.steps], className="steps-words"),
        html.Dl([item for key, value in told for item in (html.Dt(key), html.Dd(value))], className="about-facts"),
        _more(view, shown.href),
    )


def _facts(view: View, shown: SignDetail) -> list[tuple[str, Any]]:
    device = "—" if shown.device is None else html.A(shown.device.name, href=shown.device.href, className="link")
    if shown.places is None:
        return [(view.translate("sheet.sign.device"), device)]
    counted, silent = shown.places
    return [
        (
            view.translate("sheet.sign.across"),
            view.translate(f"sheet.sign.across.{shown.definition.sign.across}"),
        ),
        (view.translate("sheet.sign.places"), view.translate("sign.places", n=counted, silent=silent)),
        (view.translate("sheet.sign.worst"), device),
    ]


def _reading(view: View, one: NewestReading) -> Component:
    value = html.B(f"{one.value:g}", **{"data-number": "reading"})
    return html.Li([f"{one.name} ", value, f"{one.unit} · {one.feed} ", age(view, one.at)])


def _value(view: View, figure: SignDisplayValue) -> Component:
    shown = [sign_value(figure), basis_mark(view, figure.basis), level_mark(view, figure.level), age(view, figure.at)]
    return html.P(shown, className="sheet-value")


def _more(view: View, href: str) -> Component:
    return html.P(html.A(view.translate("sheet.more"), href=href, className="button"))
