"""What administrators do, as acts: each is the business of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dash import html

from access.administration import administration, devices
from access.administration.administration import AdministrationRefused, IssuedPassword
from access.authentication.auth_service import AuthService
from components.admin.audit_view import broken_list
from components.framework.action import Action, ActionResult, Field, Form, OneTimeResult, Redirect, Rejected
from components.framework.view import View
from data.core.actor import Actor
from data.operations.accounts.account_types import Grants
from web.actions.reach import installation

NUMBER = Field("account", "number")
OPENING = frozenset(  # what gives somebody rights, or a way in
    {
        *("account.create", "account.enable", "account.reset-password", "device.create"),
        *("rights.grant", "rights.unlock", "rights.reset-factor"),
    }
)
Handler = Callable[[Actor, Form], ActionResult]


def admin_actions(auth: AuthService) -> tuple[Action, ...]:
    """Accounts and devices (account.manage), rights (security.manage), the audit (audit.read)."""
    manage, secure = "account.manage", "security.manage"
    held = (Field("roles", "many", required=False), Field("regions", "many", required=False))
    units, version = Field("units", "many", required=False), Field("version", "number")
    kinds = Field("kind", "choice", choices=frozenset(auth.roles.devices))
    device = (Field("name", longest=80), kinds, Field("regions", "many"), Field("days", "number"))
    new = (Field("login", longest=64), Field("name", longest=80), Field("staff", longest=40))
    simple = {
        name: Action(name, right, _simple(auth, change), (NUMBER,), noted=True, reach=installation)
        for name, right, change in (
            ("account.disable", manage, _disable),
            ("account.enable", manage, _enable),
            ("account.end-sessions", manage, administration.end_sessions),
            ("account.unbind", manage, administration.unbind),
            ("rights.end-sessions", secure, administration.end_sessions),
            ("rights.unlock", secure, administration.unlock),
            ("rights.reset-factor", secure, administration.reset_factor),
        )
    }
    others = (
        Action("account.create", manage, _create(auth), new, noted=True, reach=installation),
        Action("account.reset-password", manage, _reset(auth), (NUMBER,), noted=True, reach=installation),
        Action("device.create", manage, _device(auth), device, noted=True, reach=installation),
        Action("device.revoke", manage, _revoke(auth), (Field("device", "number"),), noted=True, reach=installation),
        Action("rights.grant", secure, _grant(auth), (NUMBER, version, *held, units), noted=True, reach=installation),
        Action("audit.verify", "audit.read", _verify(auth), reach=installation),
    )
    return tuple(replace(act, reauthenticates=act.name in OPENING) for act in (*simple.values(), *others))


def _simple(auth: AuthService, change: Callable[[AuthService, Actor, int], AdministrationRefused | None]) -> Handler:
    def do(actor: Actor, form: Form) -> ActionResult:
        refused = change(auth, actor, form.number("account") or 0)
        return Rejected(refused.reason) if refused else Redirect()

    return do


def _disable(auth: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    return administration.set_active(auth, by, number, False)


def _enable(auth: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    return administration.set_active(auth, by, number, True)


def _create(auth: AuthService) -> Handler:
    def create(actor: Actor, form: Form) -> ActionResult:
        login, name, staff = (form.text(field) for field in ("login", "name", "staff"))
        return _told(form, administration.create(auth, actor, login, name, staff))

    return create


def _reset(auth: AuthService) -> Handler:
    return lambda actor, form: _told(form, administration.reset_password(auth, actor, form.number("account") or 0))


def _told(form: Form, opened: IssuedPassword | AdministrationRefused) -> ActionResult:
    """Show the first password, once."""
    if isinstance(opened, AdministrationRefused):
        return Rejected(opened.reason)
    view = View("/admin", form.lang)
    said = [
        html.P(view.translate("admin.password.once", login=opened.login, hours=opened.hours)),
        html.P(html.Code(opened.password, className="once"), id="told"),
    ]
    return OneTimeResult(view.translate("admin.password.title"), said)


def _device(auth: AuthService) -> Handler:
    def make(actor: Actor, form: Form) -> ActionResult:
        regions = tuple(int(code) for code in form.lists["regions"] if code.isascii() and code.isdigit())
        try:
            made = devices.make(auth, actor, form.text("name"), form.text("kind"), regions, form.number("days") or 0)
        except ValueError:
            return Rejected("bad-device", 422)
        view = View("/admin", form.lang)
        said = [html.P(view.translate("admin.token.once")), html.P(html.Code(made.token, className="once"), id="told")]
        return OneTimeResult(view.translate("admin.token.title"), said)

    return make


def _revoke(auth: AuthService) -> Handler:
    def revoke(actor: Actor, form: Form) -> ActionResult:
        done = devices.revoke(auth, actor, form.number("device") or 0)
        return Redirect() if done else Rejected("no-device", 404)

    return revoke


def _grant(auth: AuthService) -> Handler:
    def grant(actor: Actor, form: Form) -> ActionResult:
        regions = [int(code) for code in form.lists["regions"] if code.isascii() and code.isdigit()]
        grants = Grants(form.lists["roles"], tuple(sorted(regions)), tuple(sorted(form.lists["units"])))
        number, seen = form.number("account") or 0, form.number("version") or 0
        refused = administration.grant(auth, actor, number, grants, seen)
        return Rejected(refused.reason) if refused else Redirect()

    return grant


def _verify(auth: AuthService) -> Handler:
    def verify(actor: Actor, form: Form) -> ActionResult:
        view, verdict = View("/admin/audit", form.lang), auth.record.verify()
        reason = "whole" if verdict.whole else f"{len(verdict.broken)} breaks"
        broken = [(one.seq, one.code) for one in verdict.broken]
        return OneTimeResult(
            view.translate("audit.verify.title"), broken_list(view, verdict.rows, broken), about=reason
        )

    return verify
