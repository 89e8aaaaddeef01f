"""The doors as a visitor sees them: sign-in, second step, and what has to be done before one may go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import button, text_field
from components.forms.inputs import hidden
from components.framework.late_bound_values import CSRF
from components.framework.panel import panel
from components.framework.view import View


@dataclass(frozen=True)
class DemoEntry:
    """One identity of the demonstration: its sign-in name, its role, and what is said of it."""

    login: str
    role: str
    title: str
    place: str


@dataclass(frozen=True)
class SignInForm:
    """What the sign-in page offers. `refused` and `said` are messages; `following` is where the way leads."""

    buttons: Sequence[DemoEntry]
    provider: bool
    following: str
    refused: str | None = None
    signed_in: str | None = None


def sign_in_page(view: View, door: SignInForm) -> list[Any]:
    """Everything between the tags of the page's main part."""
    return [
        _head(view, view.translate("sign-in.title")),
        html.P(view.translate("sign-in.lead"), className="lead"),
        _alert(view, door.refused),
        _already(view, door),
        _buttons(view, door) if door.buttons else None,
        panel(view.translate("sign-in.account"), _password(view, door), className="door-account"),
        _device(view, door),
    ]


def code_page(view: View, following: str, refused: str | None) -> list[Any]:
    """The second step."""
    form = _form(
        view,
        "/sign-in/code",
        following,
        text_field(
            view,
            "code",
            "sign-in.code",
            autoComplete="one-time-code",
            inputMode="numeric",
            maxLength=20,
            autoFocus=True,
        ),
        button(view, "sign-in.code.enter", "button main"),
    )
    return [
        _head(view, view.translate("sign-in.code.title")),
        html.P(view.translate("sign-in.code.lead"), className="lead"),
        _alert(view, refused),
        panel(view.translate("sign-in.code.title"), form),
        restart(view),
    ]


def first_page(view: View, what: str, content: Sequence[Any]) -> list[Any]:
    """What has to be done first: change the password, or set up a second factor (`what`: change | enrol)."""
    return [
        _head(view, view.translate(f"sign-in.{what}.title")),
        html.P(view.translate(f"sign-in.{what}.lead"), className="lead"),
        panel(view.translate(f"sign-in.{what}.title"), *content),
        restart(view),
    ]


def restart(view: View) -> Component:
    """The way back to the beginning."""
    return html.P(html.A(view.translate("sign-in.restart"), href=view.href("/sign-in"), className="link"))


def _head(view: View, title: str) -> Component:
    other = "en" if view.lang == "zh" else "zh"
    shade = "light" if view.theme == "dark" else "dark"
    return html.Header(
        className="door-head",
        children=[
            html.H1(title),
            html.Nav(
                [
                    html.A(
                        view.translate("shell.other_language"),
                        href=view.href(lang=other),
                        className="switch",
                        lang=other,
                    ),
                    html.A(view.translate(f"shell.theme.{shade}"), href=view.href(theme=shade), className="switch"),
                ],
                **{"aria-label": view.translate("shell.menu")},
            ),
        ],
    )


def _alert(view: View, code: str | None) -> Component | None:
    return html.P(view.translate(f"sign-in.{code}"), className="refused", role="alert") if code else None


def _already(view: View, door: SignInForm) -> Component | None:
    if door.signed_in is None:
        return None
    on = html.A(view.translate("sign-in.go-on"), href=door.following, className="link")
    return html.P([view.translate("sign-in.already", name=door.signed_in), " ", on], className="note")


def _form(view: View, path: str, following: str, *content: Any, **more: Any) -> Component:
    kept = [hidden("csrf", CSRF), hidden("next", following)]
    return html.Form([*kept, *content], action=view.href(path), method="post", **more)


def _buttons(view: View, door: SignInForm) -> Component:
    """Every identity as one button of one form."""
    faces = [
        html.Button(
            [html.B(face.title), html.Small(face.place)],
            type="submit",
            name="demo",
            value=face.login,
            className="face",
            **{"data-role": face.role, "data-login": face.login},
        )
        for face in door.buttons
    ]
    form = _form(view, "/sign-in", door.following, html.Div(faces, className="faces"))
    return panel(
        view.translate("sign-in.demo"),
        form,
        html.P(view.translate("sign-in.demo.why"), className="note"),
        className="door-demo",
    )


def _password(view: View, door: SignInForm) -> list[Component | None]:
    form = _form(
        view,
        "/sign-in",
        door.following,
        text_field(view, "login", "sign-in.login", autoComplete="username", maxLength=64, required=True),
        text_field(
            view,
            "password",
            "sign-in.password",
            "password",
            autoComplete="current-password",
            maxLength=200,
            required=True,
        ),
        button(view, "sign-in.enter", "button main"),
        className="act",
    )
    way = html.A(
        view.translate("sign-in.provider"),
        href=View("/sign-in/provider", view.lang, view.theme).href(next=door.following),
        className="button",
    )
    return [form, html.P(way, className="door-provider") if door.provider else None]


def _device(view: View, door: SignInForm) -> Component:
    form = _form(
        view,
        "/sign-in",
        door.following,
        text_field(
            view, "device", "sign-in.device.token", "password", autoComplete="off", maxLength=200, required=True
        ),
        button(view, "sign-in.device.enter"),
        className="act",
    )
    return html.Details([html.Summary(view.translate("sign-in.device")), form], className="door-device")
