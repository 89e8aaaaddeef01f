"""How a number looks: digits, unit, sign, and the marks it carries with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.qualifiers import SIGNS, qualified, qualified_words
from components.formatting.units import unit_of
from components.framework.view import View
from indicators.statistics.rounding import half_up_number

NO_VALUE = "—"
MINUS = "−"


def digits(value: float | None, decimals: int = 1, sign: bool = False) -> str:
    """A number as text: grouped thousands, a true minus, a dash for no value. `sign` shows + too."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    value = half_up_number(value, decimals)
    text = f"{value:+,.{decimals}f}" if sign else f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


@dataclass(frozen=True)
class DisplayValue:
    """A number with everything a screen must say about it (design: every number carries its marks).

    `basis` is published | plan | reported | demo | unknown; `status` is on_track | watch | off_track | unknown;
    `wording` is exact | about | more_than | at_least | at_most | top.
    """

    indicator: str
    region: int
    period: str
    value: float | None
    unit: str = ""
    decimals: int = 1
    status: str = "unknown"
    basis: str = "unknown"
    wording: str = "exact"


def shown(view: View, figure: DisplayValue, sign: bool = False) -> str:
    """The digits of a figure, with ≈, >, ≥ or ≤ where it does not hold exactly."""
    text = digits(figure.value, figure.decimals, sign)
    return text if text == NO_VALUE else qualified(view, text, figure.wording)


def signed(figure: DisplayValue) -> str:
    """The same where there is room for a sign only."""
    text = digits(figure.value, figure.decimals)
    return text if text == NO_VALUE else SIGNS[figure.wording] + text


def marks(figure: DisplayValue) -> dict[str, str]:
    """The data attributes of a number."""
    worded = {} if figure.wording == "exact" else {"data-wording": figure.wording}
    return worded | {
        "data-indicator": figure.indicator,
        "data-region": str(figure.region),
        "data-period": figure.period,
        "data-status": figure.status,
        "data-basis": figure.basis,
    }


def number(view: View, figure: DisplayValue, name: str, className: str = "", sign: bool = False) -> Component:
    """A number that opens where it comes from on a click or a key. `name` is what it measures."""
    text = shown(view, figure, sign)
    unit = unit_of(view, text, figure.unit)
    said = digits(figure.value, figure.decimals, sign) + unit
    said = said if figure.value is None else qualified_words(view, said, figure.wording)
    label = view.translate("number.label", name=name, value=said, status=view.translate(f"status.{figure.status}"))
    return html.Span(
        className=f"num {className}".strip(),
        role="button",
        tabIndex="0",
        **marks(figure),
        **{"aria-label": label},
        children=[
            html.B(text),
            html.Span(unit, className="unit") if unit else None,
            basis_mark(view, figure.basis),
        ],
    )


def plain(view: View, figure: DisplayValue, name: str, className: str = "") -> Component:
    """A number inside a link: it carries its marks, and the link leads to where it comes from."""
    text = shown(view, figure)
    unit = unit_of(view, text, figure.unit)
    return html.Span(
        className=f"val {className}".strip(),
        **marks(figure),
        children=[html.B(text), html.Span(unit, className="unit") if unit else None],
    )


def basis_mark(view: View, basis: str) -> Any:
    """The mark a value must not be shown without: demonstration, or a plan's figure."""
    if basis not in {"demo", "plan"}:
        return None
    return html.Span(
        view.translate(f"basis.{basis}.short"), className=f"basis basis-{basis}", title=view.translate(f"basis.{basis}")
    )


SHAPES = {"on_track": "●", "watch": "▲", "off_track": "◆", "unknown": "○"}


def status_mark(view: View, status: str, words: bool = True) -> Component:
    """A status in shape, colour and word; without the word it is spoken, not shown."""
    return html.Span(
        className=f"status status-{status}",
        children=[
            html.Span(SHAPES[status], className="shape", **{"aria-hidden": "true"}),
            html.Span(view.translate(f"status.{status}"), className="" if words else "spoken"),
        ],
    )


def change(view: View, delta: float | None, better: str, decimals: int = 1, unit: str = "") -> Component:
    """A change with an arrow for its direction and a word for whether it is good."""
    if delta is None or not math.isfinite(delta):
        return html.Span(NO_VALUE, className="change")
    up = delta > 0
    good = {"higher": up, "lower": not up}.get(better)
    flat = half_up_number(delta, decimals) == 0
    kind = "flat" if flat or good is None else "better" if good else "worse"
    arrow = "→" if flat else "▲" if up else "▼"
    return html.Span(
        className=f"change change-{kind}",
        children=[
            html.Span(f"{arrow} ", **{"aria-hidden": "true"}),
            f"{digits(delta, decimals, sign=True)}{unit}",
            html.Span(view.translate(f"change.{kind}"), className="spoken"),
        ],
    )
