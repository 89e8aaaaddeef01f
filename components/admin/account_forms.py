"""The forms by which people look after their own account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form, button, text_field
from components.forms.inputs import hidden
from components.forms.password_again import password_again
from components.framework.view import View
from components.tables.accessible_table import table


@dataclass(frozen=True)
class OpenSession:
    """One open session: what names it, since when, last used when (local times), from where, how, by what."""

    name: str
    since: str
    used: str
    address: str
    way: str
    agent: str
    here: bool


@dataclass(frozen=True)
class OwnAccount:
    """What an account's own page shows.

    `password`: it has one. `factor`: demo | none | set; with `left` recovery codes where it is set.
    """

    password: bool
    factor: str
    left: int
    sessions: Sequence[OpenSession]


def password_form(view: View, back: str | None = None) -> Component:
    """The present password, and the new one twice."""
    fields = (("current", "current-password"), ("new", "new-password"), ("again", "new-password"))
    return action_form(
        view,
        "password.change",
        *(
            text_field(
                view, name, f"account.password.{name}", "password", autoComplete=fills, maxLength=200, required=True
            )
            for name, fills in fields
        ),
        button(view, "account.password.change", "button main"),
        back=back,
    )


def factor_start(view: View, back: str | None = None, renewing: bool = False) -> list[Any]:
    """The button that begins to set up a second factor; whoever has one shows a code of it first."""
    code = text_field(view, "code", "account.factor.present", autoComplete="one-time-code", maxLength=20, required=True)
    return [
        html.P(view.translate("account.factor.how"), className="note"),
        action_form(
            view,
            "factor.begin",
            code if renewing else None,
            password_again(view),
            button(view, "account.factor.renew" if renewing else "account.factor.begin", "button main"),
            back=back,
        ),
    ]


def factor_confirm(view: View, pending: str, back: str) -> Component:
    """The first code of an authenticator that has just learnt the secret."""
    return action_form(
        view,
        "factor.confirm",
        hidden("pending", pending),
        text_field(view, "code", "sign-in.code", autoComplete="one-time-code", maxLength=20, required=True),
        button(view, "account.factor.confirm", "button main"),
        back=back,
    )


def codes_shown(view: View, codes: Sequence[str]) -> list[Any]:
    """The recovery codes, to be written down."""
    return [
        html.P(view.translate("account.codes.why")),
        html.Ul([html.Li(html.Code(code, className="once")) for code in codes], className="codes"),
    ]


def sessions_list(view: View, found: Sequence[OpenSession]) -> list[Any]:
    """One's own open sessions, each with a button that ends it, and one that ends all others."""
    heads = [view.translate(f"account.sessions.{head}") for head in ("since", "used", "address", "way", "agent", "end")]
    rows = [
        [
            html.Time(one.since),
            html.Time(one.used),
            html.Span(one.address, **{"data-number": "address"}),
            view.translate(f"account.way.{one.way}"),
            one.agent,
            view.translate("account.sessions.here") if one.here else _end(view, one),
        ]
        for one in found
    ]
    others = action_form(view, "session.end-others", button(view, "account.sessions.end-others"))
    return [table(view.translate("account.sessions"), heads, rows), others if len(found) > 1 else None]


def _end(view: View, one: OpenSession) -> Component:
    return action_form(
        view,
        "session.end",
        hidden("session", one.name),
        button(
            view,
            "account.sessions.end",
            **{"aria-label": view.translate("account.sessions.end.which", since=one.since)},
        ),
        className="act-inline",
    )
