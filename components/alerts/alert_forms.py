"""What can be done about alerts, as forms: acknowledge, silence, let it be heard again, close, send somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_list import AlertLine
from components.forms.action_form import action_form, button, text_field
from components.forms.inputs import choice, hidden, typed
from components.framework.view import View
from components.tasks.task_list import dispatch_button
from indicators.alerts import FEED

OVER = "over"  # why a recovered one is closed: it is over
SILENCES = (15, 30, 60, 120, 240, 720, 1440, 4320, 10080)  # minutes to choose from, as far as the rules allow


def quick_actions(view: View, acknowledges: bool, dispatches: bool, line: AlertLine) -> Component | None:
    """The two things that are done at once: acknowledge, and send somebody."""
    sends = dispatches and line.state in ("raised", "acknowledged") and line.sign != FEED
    found = [
        acknowledge_form(view, line.id, f"{line.place} {line.name}") if acknowledges and line.waits else None,
        dispatch_link(view, line) if sends else None,
    ]
    return html.Div([one for one in found if one is not None]) if any(found) else None


def acknowledge_form(view: View, alert: int, about: str) -> Component:
    """One click: seen, and taken in hand."""
    label = view.translate("alert.acknowledge.about", about=about)
    pressed = button(view, "alert.acknowledge", className="button act-now", id=f"ack-{alert}", **{"aria-label": label})
    return action_form(view, "alert.acknowledge", hidden("alert", alert), pressed, className="act-inline")


def dispatch_link(view: View, line: AlertLine) -> Component:
    """To the task that is filled in already."""
    return dispatch_button(view, view.href("/tasks/new", alert=str(line.id)), False, f"{line.place} {line.name}")


def silence_form(view: View, alert: int, longest: int) -> Component:
    """Keep it quiet for a while, and say why. `longest`: minutes that its level allows."""
    spans = [
        (str(n), view.translate("alert.minutes", n=n) if n < 120 else view.translate("alert.hours", n=n // 60))
        for n in SILENCES
        if n <= longest
    ]
    return _folded(
        view,
        "alert.silence",
        action_form(
            view,
            "alert.silence",
            hidden("alert", alert),
            _choice(view, "minutes", "alert.silence.for", spans),
            text_field(view, "reason", "alert.reason", required=True, maxLength=200),
            button(view, "alert.silence"),
        ),
    )


def unsilence_form(view: View, alert: int, version: int) -> Component:
    """Let it be heard again."""
    reason = hidden("reason", view.translate("alert.unsilence.reason"))
    return action_form(view, "alert.unsilence", *_which(alert, version), reason, button(view, "alert.unsilence"))


def close_form(view: View, alert: int, explanations: Mapping[str, str], live: bool, red: bool) -> Component:
    """Be done with it, for a reason that is chosen and not there already; a red one is confirmed once more.

    While the trouble is on only one of the explanations does.
    """
    over = [] if live else [(OVER, view.translate("alert.close.over"))]
    options = [("", view.translate("alert.close.choose")), *over, *explanations.items()]
    because = html.Label(
        [
            html.Span(view.translate("alert.close.because"), className="label"),
            choice("because", options, required=True),
        ],
        className="field",
    )
    sure = html.Label(
        [typed("checkbox", "sure", "yes", required=True), html.Span(view.translate("alert.close.sure"))],
        className="field-flag",
    )
    return _folded(
        view,
        "alert.close",
        action_form(
            view,
            "alert.close",
            hidden("alert", alert),
            because,
            text_field(view, "reason", "alert.reason", maxLength=200, required=not live),
            sure if red else None,
            button(view, "alert.close"),
        ),
    )


def undo_close_form(view: View, alert: int) -> Component:
    """Take the closing back."""
    return action_form(
        view,
        "alert.undo-close",
        hidden("alert", alert),
        text_field(view, "reason", "alert.reason", maxLength=200, required=True),
        button(view, "alert.undo-close"),
    )


def _span(view: View, minutes: int) -> str:
    return (
        view.translate("alert.minutes", n=minutes) if minutes < 120 else view.translate("alert.hours", n=minutes // 60)
    )


def _which(alert: int, version: int) -> list[Any]:
    return [hidden("alert", alert), hidden("version", version)]


def _choice(view: View, name: str, label: str, options: list[tuple[str, str]]) -> Component:
    return html.Label([html.Span(view.translate(label), className="label"), choice(name, options)], className="field")


def _folded(view: View, label: str, form: Component) -> Component:
    return html.Details([html.Summary(view.translate(label)), form], className="fold")
