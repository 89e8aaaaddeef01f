"""What can be done about an incident, as forms: wartime mode with its four things, reports, standing down, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form, button, text_field
from components.forms.inputs import choice, hidden
from components.forms.password_again import password_again
from components.framework.markup import attribute
from components.framework.raw_html import RawHtml
from components.framework.view import View


@dataclass(frozen=True)
class DeclarationDefaults:
    """What the form of a declaration begins with; `until` is a local time as a browser writes it."""

    matter: str = ""
    response: str = "4"
    until: str = ""
    measures: str = ""


def acknowledge_all(view: View, incident: int) -> Component:
    """One click for every alert that waits."""
    pressed = button(view, "incident.acknowledge", className="button act-now")
    return action_form(view, "incident.acknowledge", hidden("incident", incident), pressed, className="act-inline")


def declare_form(
    view: View, act: str, which: Sequence[Any], responses: Sequence[tuple[str, str]], given: DeclarationDefaults
) -> Component:
    """事项、级别、预计期限、措施, and on what grounds. `act`: incident.declare or incident.change."""
    level = html.Span(view.translate("incident.field.response"), className="label")
    form = action_form(
        view,
        act,
        *which,
        text_field(view, "matter", "incident.field.matter", value=given.matter, required=True, maxLength=100),
        html.Label([level, choice("response", responses, given.response)], className="field"),
        text_field(view, "until", "incident.field.expected_until", "datetime-local", value=given.until, required=True),
        _measures(view, given.measures),
        text_field(view, "reason", "incident.reason", required=True, maxLength=200),
        password_again(view),
        button(view, act),
    )
    return _folded(view, act, form)


def said_form(view: View, act: str, which: Sequence[Any], label: str = "incident.reason") -> Component:
    """An act that needs one sentence: incident.report, incident.stand-down (and the password), incident.close."""
    again = password_again(view) if act == "incident.stand-down" else None
    said = text_field(view, "reason", label, required=True, maxLength=200)
    return _folded(view, act, action_form(view, act, *which, said, again, button(view, act)))


def which(incident: int) -> list[Any]:
    """Which incident an act is about."""
    return [hidden("incident", incident)]


def _measures(view: View, text: str) -> Component:
    box = f'<textarea{attribute("name", "measures")} rows="3" maxlength="1000" required>{escape(text)}</textarea>'
    return html.Label(
        [html.Span(view.translate("incident.field.measures"), className="label"), RawHtml(box)],
        className="field field-wide",
    )


def _folded(view: View, label: str, form: Component) -> Component:
    return html.Details([html.Summary(view.translate(label)), form], className="fold")
