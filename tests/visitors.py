"""Visitors for tests: each signs in at the real door, and shows the token against forgery as Dash's script does."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from access.administration import devices
from access.authentication.auth_service import AuthService
from data.core.actor import Actor

CSRF_COOKIES = ("_csrf_token", "__Host-csrf")


class Visitor(FlaskClient):
    """A browser without a screen: keeps cookies, and sends the token back as the page's own script would."""

    shows_token = True
    site = "http://localhost"

    def open(self, *args: Any, **given: Any) -> Any:
        given.setdefault("base_url", self.site)
        token = self.token() if self.shows_token else None
        if token:
            headers = dict(given.get("headers") or {})
            headers.setdefault("X-CSRFToken", token)
            given["headers"] = headers
        return super().open(*args, **given)

    def token(self) -> str:
        """What the cookie of the token holds; empty where there is none."""
        return next((found for name in CSRF_COOKIES if (found := self.kept(name))), "")

    def kept(self, name: str) -> str | None:
        """What a cookie holds."""
        cookie = self.get_cookie(name, domain=urlsplit(self.site).hostname or "")
        return cookie.value if cookie else None

    def without_token(self) -> Visitor:
        """The same visitor, whose requests carry no token of themselves: as if another page made them."""
        self.shows_token = False
        return self


def stranger(server: Flask, address: str = "127.0.0.1") -> Visitor:
    """Somebody who has not signed in, from an address of their own."""
    visitor = Visitor(server, server.response_class, use_cookies=True)
    visitor.environ_base = {**visitor.environ_base, "REMOTE_ADDR": address}
    return visitor


def entered(server: Flask, login: str = "leader") -> Visitor:
    """Somebody who has entered the demonstration by a button: leader, analyst, sanshui, audit-admin, ..."""
    visitor = stranger(server)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", data={"csrf": visitor.token(), "demo": f"demo-{login}"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return visitor


def device_token(server: Flask, kind: str = "read", *regions: int) -> str:
    """The token of a new device of a cockpit, for some regions or the whole city."""
    auth: AuthService = server.extensions["doors"]
    return devices.make(auth, Actor.cockpit(), f"a {kind} device", kind, regions or (440600,), days=30).token


def fields_of(markup: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form of a page whose action begins so."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}[^"]*"[^>]*>(.*?)</form>', markup, re.DOTALL)
    assert form, f"no form leads to {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1])
    return dict(hidden)
