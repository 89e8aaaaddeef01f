"""The forms by which people look after their own account."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.act_form import act_form, button, text_field
from components.view import View


def password_form(view: View, back: str | None = None) -> Component:
    """The present password, and the new one twice."""
    return act_form(
        view,
        "password.change",
        text_field(
            view, "current", "account.password.current", "password", autoComplete="current-password", required=True
        ),
        text_field(view, "new", "account.password.new", "password", autoComplete="new-password", required=True),
        text_field(view, "again", "account.password.again", "password", autoComplete="new-password", required=True),
        button(view, "account.password.change", "button main"),
        back=back,
    )


def factor_start(view: View, back: str | None = None) -> Component:
    """The button that begins to set up a second factor."""
    return act_form(
        view,
        "factor.begin",
        html.P(view.t("account.factor.how")),
        button(view, "account.factor.begin", "button main"),
        back=back,
    )
