"""The closed loop of orders: how many took each step, how long it takes, where it stalls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import NO_VALUE, digits
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View

OPTIONAL = "rated"  # nobody has to


class LoopStepView(Protocol):
    """A step of the loop (data.hotline.types.Step)."""

    @property
    def id(self) -> str: ...
    @property
    def taken(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    @property
    def hours(self) -> float | None: ...


def loop_panel(view: View, steps: Sequence[LoopStepView]) -> Component:
    """The steps of the orders whose times are known, one after another."""
    if not steps or not steps[0].taken:
        return panel(view.translate("voice.loop"), html.P(view.translate("voice.loop.none")), className="voice-loop")
    most = steps[0].taken
    stall = max((step for step in steps if step.waiting), key=lambda step: step.waiting, default=None)
    rows = [html.Li(_step(view, step, most, step is stall), className=_name(step, stall)) for step in steps]
    return panel(
        view.translate("voice.loop"),
        html.Ol(rows, className="voice-steps"),
        html.P(_stall(view, stall), className="voice-why"),
        aside=view.translate("voice.loop.how", n=digits(most, 0)),
        className="voice-loop",
    )


def _name(step: LoopStepView, stall: LoopStepView | None) -> str | None:
    return "stalls" if step is stall else None


def _step(view: View, step: LoopStepView, most: int, stalls: bool) -> list[Component]:
    share = 100 * step.taken / most
    name = view.translate(f"voice.step.{step.id}")
    time = "" if step.id == "received" else hours_words(view, step.hours)
    waiting = view.translate("voice.waiting", n=digits(step.waiting, 0)) if step.waiting else ""
    return [
        html.Span(name, className="name"),
        RawHtml(
            f'<div class="bar bar-plain" role="img" aria-label="{name} {digits(share, 0)}%">'
            f'<i class="fill" style="width:{share:.1f}%"></i></div>'
        ),
        html.Span(html.B(digits(step.taken, 0)), className="val", **{"data-number": f"loop-{step.id}"}),
        html.Span(time, className="note", **{"data-number": f"loop-{step.id}-hours"}),
        html.Span(
            waiting, className="voice-waiting" if stalls else "note", **{"data-number": f"loop-{step.id}-waiting"}
        ),
    ]


def hours_words(view: View, hours: float | None) -> str:
    """A time between two steps: minutes, hours or days."""
    if hours is None:
        return NO_VALUE
    if hours < 1:
        return view.translate("voice.minutes", n=digits(hours * 60, 0))
    return (
        view.translate("voice.hours", n=digits(hours, 1))
        if hours < 72
        else view.translate("voice.days", n=digits(hours / 24, 1))
    )


def _stall(view: View, stall: LoopStepView | None) -> str:
    if stall is None:
        return view.translate("voice.stall.none")
    return view.translate("voice.stall", step=view.translate(f"voice.step.{stall.id}"), n=digits(stall.waiting, 0))
