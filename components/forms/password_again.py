"""The field of forms that ask for the password once more (`Act.reauthenticates`)."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form, button, text_field
from components.framework.action import PASSWORD
from components.framework.view import View


def password_again(view: View) -> Component:
    """One's own password. Not required: who came by the identity provider, or into the demonstration, has none."""
    return text_field(
        view,
        PASSWORD.name,
        "password-again",
        "password",
        view.translate("password-again.who"),
        autoComplete="current-password",
        maxLength=200,
    )


def folded_action(view: View, act: str, label: str, *content: Any, about: str = "") -> Component:
    """A small act that asks for the password: folded away until it is wanted. `about` is said aloud with its label."""
    spoken = {"aria-label": f"{view.translate(label)}: {about}"} if about else {}
    form = action_form(view, act, *content, password_again(view), button(view, label, **spoken))
    return html.Details([html.Summary(view.translate(label), **spoken), form], className="fold")
