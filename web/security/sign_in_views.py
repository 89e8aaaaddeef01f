"""The doors' own addresses: sign-in, second step, what has to be done first, sign-out. All of it without a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from flask import Blueprint, g, redirect, request
from werkzeug.wrappers import Response

from access.authentication import sign_in
from access.authentication.attempt import Caller, SignedIn, SignInRefused
from access.authentication.auth_service import AuthService
from access.authentication.session_state import AuthContext
from access.authentication.tokens import digest
from components.admin.sign_in import DemoEntry, SignInForm, code_page, first_page, sign_in_page
from components.framework.late_bound_values import CSRF
from components.framework.view import Bilingual, View
from components.shell.header import start
from web.rendering.local_address import local
from web.rendering.static_pages import plain_document, static_view
from web.security.auth_middleware import auth_context
from web.security.cookies import Cookies
from web.security.csrf import CsrfTokens


class DemoIdentity(Protocol):
    """An account of the demonstration that may be entered by one button."""

    @property
    def login(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def title(self) -> Bilingual: ...
    @property
    def place(self) -> Bilingual: ...


@dataclass(frozen=True)
class SignInView:
    """What the addresses of signing in work with.

    `first` draws what a session has to do before it may go on, `demo_identities` are those of the demonstration.
    """

    auth: AuthService
    tokens: CsrfTokens
    cookies: Cookies
    provider: bool
    first: Callable[[View, AuthContext], list[object]]
    demo_identities: Callable[[], Sequence[DemoIdentity]] = tuple


def register_sign_in(entrance: SignInView) -> Blueprint:
    """The addresses as a blueprint."""
    auth = Blueprint("doors", __name__)
    auth.add_url_rule("/sign-in", "enter", lambda: _enter(entrance), methods=["GET", "POST"])
    auth.add_url_rule("/sign-in/code", "code", lambda: _code(entrance), methods=["GET", "POST"])
    auth.add_url_rule("/sign-in/first", "first", lambda: _first(entrance))
    auth.add_url_rule("/sign-out", "leave", lambda: _leave(entrance), methods=["POST"])
    return auth


def caller(cookies: Cookies) -> Caller:
    """Who calls, for the record."""
    found = auth_context()
    agent = request.headers.get("User-Agent", "")
    return Caller(request.remote_addr or "", agent[:200], found.session if found else "")


def complete_sign_in(entrance: SignInView, result: SignedIn, following: str) -> Response:
    """Hand over the session and lead on: to what was asked for, or to what has to be done first."""
    view = static_view()
    target = local(following, "")
    if result.stage == "factor":
        address = view.href("/sign-in/code", next=target or None)
    elif result.stage != "full":
        address = view.href("/sign-in/first", next=target or None)
    else:
        address = target if target not in {"", "/"} else view.href(start(result.rights))
    answer = redirect(address, 303)
    entrance.cookies.give_session(answer, result.session)
    entrance.cookies.give_csrf(answer, entrance.tokens.of_session(digest(result.session)))
    g.cookies_given = True
    return answer


def _enter(entrance: SignInView) -> Response:
    if request.method == "GET":
        return _page(entrance, "expired" if request.args.get("why") == "expired" else None)
    auth, form, who = entrance.auth, request.form, caller(entrance.cookies)
    result: SignedIn | SignInRefused
    if "demo" in form:
        result = sign_in.by_button(auth, form["demo"][:64], who)
    elif "device" in form:
        result = sign_in.by_device(auth, form["device"][:200], who)
    else:
        result = sign_in.by_password(auth, form.get("login", "")[:64], form.get("password", "")[:200], who)
    if isinstance(result, SignInRefused):
        return sign_in_again(entrance, f"refused.{result.reason}")
    return complete_sign_in(entrance, result, form.get("next", ""))


def sign_in_again(entrance: SignInView, why: str) -> Response:
    """The sign-in page with the reason why nobody came in (a message `sign-in.*`)."""
    return _page(entrance, why, 401)


def _page(entrance: SignInView, refused: str | None, status: int = 200) -> Response:
    asked = local(request.values.get("next", ""), "")
    view = replace(static_view("/sign-in"), options={"next": asked} if asked else {})
    found = auth_context()
    name = found.actor.name if found is not None and found.stage == "full" else None
    following = asked or view.href(start(found.actor.rights if found else ()))
    buttons = [
        DemoEntry(face.login, face.role, view.localise(face.title), view.localise(face.place))
        for face in entrance.demo_identities()
    ]
    door = SignInForm(buttons, entrance.provider, following if name or asked else "", refused, name)
    return _written(entrance, view, view.translate("sign-in.title"), sign_in_page(view, door), status)


def _code(entrance: SignInView) -> Response:
    found, asked = auth_context(), local(request.values.get("next", ""), "")
    if found is None or found.stage != "factor":
        return redirect(static_view().href("/sign-in"), 303)
    refused = None
    if request.method == "POST":
        result = sign_in.by_code(entrance.auth, found, request.form.get("code", "")[:40], caller(entrance.cookies))
        if isinstance(result, SignedIn):
            return complete_sign_in(entrance, result, asked)
        refused = f"refused.{result.reason}"
    view = replace(static_view("/sign-in/code"), options={"next": asked} if asked else {})
    return _written(
        entrance, view, view.translate("sign-in.code.title"), code_page(view, asked, refused), 401 if refused else 200
    )


def _first(entrance: SignInView) -> Response:
    found, view = auth_context(), static_view()
    asked = local(request.args.get("next", ""), "")
    if found is None or found.stage == "factor":
        return redirect(view.href("/sign-in/code", next=asked or None), 303)
    if found.stage == "full":
        return redirect(asked or view.href(start(found.actor.rights)), 303)
    view = replace(view, options={"next": asked} if asked else {})
    content = first_page(view, found.stage, entrance.first(view, found))
    return _written(entrance, view, view.translate(f"sign-in.{found.stage}.title"), content)


def _leave(entrance: SignInView) -> Response:
    found = auth_context()
    if found is not None and found.session:
        sign_in.sign_out(entrance.auth, found, caller(entrance.cookies))
    answer = redirect(static_view().href("/sign-in"), 303)
    entrance.cookies.take_session(answer)
    g.cookies_given = True
    return answer


def _written(entrance: SignInView, view: View, title: str, content: list[object], status: int = 200) -> Response:
    """The document, with the token that its forms have to show."""
    found = auth_context()
    facts = entrance.tokens.facts(found)
    token = facts[CSRF] if found else entrance.tokens.of_stranger(request)
    answer = plain_document(view, title, content, status, {**facts, CSRF: token})
    if request.cookies.get(entrance.cookies.csrf) != token:
        entrance.cookies.give_csrf(answer, token)
    return answer
