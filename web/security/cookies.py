"""The two cookies: the session's id, which no script sees, and the token that our own script has to show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response


@dataclass(frozen=True)
class Cookies:
    """`secure`: only over TLS and only for this very host; off on loopback, where there is no TLS."""

    secure: bool

    @property
    def session(self) -> str:
        """The name of the session's cookie."""
        return "__Host-cockpit" if self.secure else "cockpit"

    @property
    def csrf(self) -> str:
        """The name of the cookie that Dash's script reads and sends back as a header."""
        return "__Host-csrf" if self.secure else "_csrf_token"

    def session_id(self) -> str:
        """What the browser sent as its session's id; empty when nothing."""
        return request.cookies.get(self.session, "")[:200]

    def give_session(self, answer: Response, session: str) -> None:
        """Hand the id of a new session to the browser."""
        answer.set_cookie(self.session, session, secure=self.secure, httponly=True, samesite="Lax", path="/")

    def take_session(self, answer: Response) -> None:
        """Take the id away again."""
        answer.delete_cookie(self.session, secure=self.secure, httponly=True, samesite="Lax", path="/")

    def give_csrf(self, answer: Response, token: str) -> None:
        """Hand over the token that has to come back with everything that changes something."""
        answer.set_cookie(self.csrf, token, secure=self.secure, httponly=False, samesite="Lax", path="/")
