"""What administrators do, as acts: each is the business of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dash import html

from access.administration import administration, devices
from access.administration.administration import AdministrationRefused, Opened
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


def admin_acts(doors: AuthService) -> tuple[Action, ...]:
    """Accounts and devices (account.manage), rights (security.manage), the audit (audit.read)."""
    manage, secure = "account.manage", "security.manage"
    held = (Field("roles", "many", required=False), Field("regions", "many", required=False))
    units, version = Field("units", "many", required=False), Field("version", "number")
    kinds = Field("kind", "choice", choices=frozenset(doors.roles.devices))
    device = (Field("name", longest=80), kinds, Field("regions", "many"), Field("days", "number"))
    new = (Field("login", longest=64), Field("name", longest=80), Field("staff", longest=40))
    simple = {
        name: Action(name, right, _simple(doors, change), (NUMBER,), noted=True, reach=installation)
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
        Action("account.create", manage, _create(doors), new, noted=True, reach=installation),
        Action("account.reset-password", manage, _reset(doors), (NUMBER,), noted=True, reach=installation),
        Action("device.create", manage, _device(doors), device, noted=True, reach=installation),
        Action("device.revoke", manage, _revoke(doors), (Field("device", "number"),), noted=True, reach=installation),
        Action("rights.grant", secure, _grant(doors), (NUMBER, version, *held, units), noted=True, reach=installation),
        Action("audit.verify", "audit.read", _verify(doors), reach=installation),
    )
    return tuple(replace(act, reauthenticates=act.name in OPENING) for act in (*simple.values(), *others))


def _simple(doors: AuthService, change: Callable[[AuthService, Actor, int], AdministrationRefused | None]) -> Handler:
    def do(asker: Actor, form: Form) -> ActionResult:
        refused = change(doors, asker, form.number("account") or 0)
        return Rejected(refused.reason) if refused else Redirect()

    return do


def _disable(doors: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    return administration.set_active(doors, by, number, False)


def _enable(doors: AuthService, by: Actor, number: int) -> AdministrationRefused | None:
    return administration.set_active(doors, by, number, True)


def _create(doors: AuthService) -> Handler:
    def create(asker: Actor, form: Form) -> ActionResult:
        login, name, staff = (form.text(field) for field in ("login", "name", "staff"))
        return _told(form, administration.create(doors, asker, login, name, staff))

    return create


def _reset(doors: AuthService) -> Handler:
    return lambda asker, form: _told(form, administration.reset_password(doors, asker, form.number("account") or 0))


def _told(form: Form, opened: Opened | AdministrationRefused) -> ActionResult:
    """Show the first password, once."""
    if isinstance(opened, AdministrationRefused):
        return Rejected(opened.reason)
    view = View("/admin", form.lang)
    said = [
        html.P(view.t("admin.password.once", login=opened.login, hours=opened.hours)),
        html.P(html.Code(opened.password, className="once"), id="told"),
    ]
    return OneTimeResult(view.t("admin.password.title"), said)


def _device(doors: AuthService) -> Handler:
    def make(asker: Actor, form: Form) -> ActionResult:
        regions = tuple(int(code) for code in form.lists["regions"] if code.isascii() and code.isdigit())
        try:
            made = devices.make(doors, asker, form.text("name"), form.text("kind"), regions, form.number("days") or 0)
        except ValueError:
            return Rejected("bad-device", 422)
        view = View("/admin", form.lang)
        said = [html.P(view.t("admin.token.once")), html.P(html.Code(made.token, className="once"), id="told")]
        return OneTimeResult(view.t("admin.token.title"), said)

    return make


def _revoke(doors: AuthService) -> Handler:
    def revoke(asker: Actor, form: Form) -> ActionResult:
        done = devices.revoke(doors, asker, form.number("device") or 0)
        return Redirect() if done else Rejected("no-device", 404)

    return revoke


def _grant(doors: AuthService) -> Handler:
    def grant(asker: Actor, form: Form) -> ActionResult:
        regions = [int(code) for code in form.lists["regions"] if code.isascii() and code.isdigit()]
        grants = Grants(form.lists["roles"], tuple(sorted(regions)), tuple(sorted(form.lists["units"])))
        number, seen = form.number("account") or 0, form.number("version") or 0
        refused = administration.grant(doors, asker, number, grants, seen)
        return Rejected(refused.reason) if refused else Redirect()

    return grant


def _verify(doors: AuthService) -> Handler:
    def verify(asker: Actor, form: Form) -> ActionResult:
        view, verdict = View("/admin/audit", form.lang), doors.record.verify()
        reason = "whole" if verdict.whole else f"{len(verdict.broken)} breaks"
        broken = [(one.seq, one.code) for one in verdict.broken]
        return OneTimeResult(view.t("audit.verify.title"), broken_list(view, verdict.rows, broken), about=reason)

    return verify
