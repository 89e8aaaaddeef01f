"""A form that does an act, with what keeps it ours: the token against forgery, the key that makes it happen once."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.inputs import hidden, typed
from components.framework.late_bound_values import CSRF, ONCE
from components.framework.view import View


def action_form(
    view: View, act: str, *content: Any, back: str | None = None, className: str = "act", **more: Any
) -> Component:
    """A form that posts to an act and comes back to `back` (default: this page as it is seen)."""
    kept = [hidden("csrf", CSRF), hidden("once", ONCE), hidden("back", view.href() if back is None else back)]
    return html.Form([*kept, *content], action=view.href(f"/act/{act}"), method="post", className=className, **more)


def text_field(
    view: View, name: str, label: str, kind: str = "text", hint: str | None = None, value: str = "", **more: Any
) -> Component:
    """A labelled line to type into; the label is the message `label`. What is not about an account is not filled in."""
    more = {"autoComplete": "off"} | more
    said = [html.Span(view.translate(label), className="label"), typed(kind, name, value, **more)]
    return html.Label([*said, html.Small(hint, className="note") if hint else None], className="field")


def button(view: View, label: str, className: str = "button", **more: Any) -> Component:
    """The button that sends the form."""
    return html.Button(view.translate(label), type="submit", className=className, **more)
