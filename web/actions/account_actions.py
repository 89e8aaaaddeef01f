"""What people do about their own account, as acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from dash import html

from access.administration import own_account
from access.authentication.auth_service import AuthService
from components.admin.account_forms import codes_shown, factor_confirm
from components.framework.action import SIGNED_IN, Action, ActionResult, Field, Form, OneTimeResult, Redirect, Rejected
from components.framework.raw_html import RawHtml
from components.framework.view import View
from data.core.actor import Actor
from web.actions.reach import own

STARTS = 16  # characters of a session's digest that name it
CHANGE = SIGNED_IN | {"change"}  # who has to change the password first may
ENROL = SIGNED_IN | {"enrol"}  # and who has to set a second factor up


def account_actions(auth: AuthService) -> tuple[Action, ...]:
    """Password, second factor and sessions of whoever is signed in."""
    passwords = tuple(Field(name, "secret") for name in ("current", "new", "again"))
    return (
        Action("password.change", "", _password(auth), passwords, noted=True, stages=CHANGE, reach=own),
        Action(
            "factor.begin",
            "",
            _begin(auth),
            (Field("code", required=False, longest=20),),
            stages=ENROL,
            reauthenticates=True,
            reach=own,
        ),
        Action(
            "factor.confirm",
            "",
            _confirm(auth),
            (Field("pending", "secret", longest=400), Field("code", longest=20)),
            noted=True,
            stages=ENROL,
            reach=own,
        ),
        Action("session.end", "", _end(auth), (Field("session", longest=STARTS),), noted=True, reach=own),
        Action("session.end-others", "", _end_others(auth), noted=True, reach=own),
    )


Handler = Callable[[Actor, Form], ActionResult]


def _password(auth: AuthService) -> Handler:
    def change(actor: Actor, form: Form) -> ActionResult:
        current, new, again = (form.text(name) for name in ("current", "new", "again"))
        reason = own_account.change_password(auth, actor, current, new, again, form.address)
        return Rejected(reason, 422) if reason else Redirect()

    return change


def _begin(auth: AuthService) -> Handler:
    def begin(actor: Actor, form: Form) -> ActionResult:
        pending = own_account.begin_factor(auth, actor, form.text("code"), form.address)
        if isinstance(pending, str):
            return Rejected(pending, 422)
        view = View("/account", form.lang)
        return OneTimeResult(view.translate("account.factor"), _picture(view, pending, form.back))

    return begin


def _picture(view: View, pending: own_account.PendingFactor, back: str) -> list[Any]:
    picture = segno.make(pending.address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff")
    spoken = " ".join(pending.secret[n : n + 4] for n in range(0, len(pending.secret), 4))
    return [
        html.P(view.translate("account.factor.scan")),
        html.Figure(
            RawHtml(picture), className="qr", role="img", **{"aria-label": view.translate("account.factor.picture")}
        ),
        html.P([view.translate("account.factor.by-hand"), " ", html.Code(spoken)]),
        factor_confirm(view, pending.sealed, back),
    ]


def _confirm(auth: AuthService) -> Handler:
    def confirm(actor: Actor, form: Form) -> ActionResult:
        codes = own_account.confirm_factor(auth, actor, form.text("pending"), form.text("code"), form.address)
        if isinstance(codes, str):
            return Rejected(codes, 422)
        view = View("/account", form.lang)
        return OneTimeResult(view.translate("account.codes"), codes_shown(view, codes))

    return confirm


def _end(auth: AuthService) -> Handler:
    def end(actor: Actor, form: Form) -> ActionResult:
        named = form.text("session")
        done = len(named) == STARTS and own_account.end_session(auth, actor, named, form.address)
        return Redirect() if done else Rejected("no-session", 404)

    return end


def _end_others(auth: AuthService) -> Handler:
    def end(actor: Actor, form: Form) -> ActionResult:
        own_account.end_others(auth, actor, form.address)
        return Redirect()

    return end
