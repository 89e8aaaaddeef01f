"""The state of what was owed, in shape, colour and word."""

from __future__ import annotations

from html import escape

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from indicators.deliveries import DeliveryState

SHAPES = {
    DeliveryState.ON_TIME: "●",
    DeliveryState.LATE: "▲",
    DeliveryState.MISSING: "◆",
    DeliveryState.PARTIAL: "◐",
    DeliveryState.CORRECTED: "◉",
    DeliveryState.EARLY: "▽",
    DeliveryState.NOT_DUE: "◌",
}


def state_words(view: View, state: DeliveryState, days: int = 0) -> str:
    """What a state is called, with its days where it has some."""
    name = view.translate(f"data.state.{state}")
    return name if not days else view.translate("data.state.days", state=name, n=days)


def delivery_mark(view: View, state: DeliveryState, days: int = 0) -> Component:
    """A state with its word."""
    shape = html.Span(SHAPES[state], className="shape", **{"aria-hidden": "true"})
    return html.Span([shape, " ", state_words(view, state, days)], className=f"delivery delivery-{state}")


def legend(view: View) -> Component:
    """Every state with its shape."""
    return html.Ul([html.Li(delivery_mark(view, state)) for state in SHAPES], className="delivery-legend")


def cell_markup(view: View, state: DeliveryState | None, days: int, words: str) -> str:
    """A cell of the calendar as HTML: the shape, its days, and all of it in words for whoever points or listens."""
    if state is None:
        return f'<td><span class="spoken">{escape(view.translate("data.nothing-owed"))}</span></td>'
    told = view.translate("data.days.short", n=days) if days else ""
    shown = f'<span class="shape" aria-hidden="true">{SHAPES[state]}</span>'
    counted = f'<small aria-hidden="true">{escape(told)}</small>' if told else ""
    said = f'<span class="spoken">{escape(words)}</span>'
    return f'<td class="delivery delivery-{state}" title="{escape(words)}">{shown}{counted}{said}</td>'
