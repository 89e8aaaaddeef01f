"""Was this request made by a page of ours? Three answers: the browser's own word, the origin, and the token."""

from __future__ import annotations

import hmac
import secrets

from flask import Request

from access.authentication.secret import Secret
from access.authentication.session_state import AuthContext
from components.framework.late_bound_values import CSRF, ONCE, LateBound
from web.security.cookies import Cookies

HEADER, FIELD = "X-CSRFToken", "csrf"
OURS = frozenset({"same-origin", "none"})  # none: the person did it themselves


def from_elsewhere(request: Request, origin: str) -> bool:
    """Whether the browser says that another site made this request. `origin` is ours: https://name."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OURS:
        return True
    said = request.headers.get("Origin")
    return said is not None and said != origin


class CsrfTokens:
    """The tokens against forgery: of a session, or before there is one, of a browser."""

    def __init__(self, secret: Secret, cookies: Cookies) -> None:
        self._secret = secret
        self._cookies = cookies

    def of_session(self, session: str) -> str:
        """The token that belongs to a session; `session` is the digest of its id."""
        return self._secret.sign("csrf", session)

    def facts(self, known: AuthContext | None) -> dict[LateBound, str]:
        """What fills the forms of a page: the token, and a key that makes each of them happen once."""
        return {CSRF: self.of_session(known.session) if known else "", ONCE: secrets.token_urlsafe(16)}

    def of_stranger(self, request: Request) -> str:
        """The token of a browser that has no session: the one it has, else a new one that we can recognise."""
        kept = request.cookies.get(self._cookies.csrf, "")
        return kept if self._signed(kept) else self._new()

    def shown(self, request: Request, session: str) -> bool:
        """Whether the request shows the token that it must: in the header of a script, or in a form's field."""
        said = request.headers.get(HEADER) or request.form.get(FIELD) or ""
        expected = self.of_session(session) if session else request.cookies.get(self._cookies.csrf, "")
        known = bool(session) or self._signed(expected)
        return known and hmac.compare_digest(said.encode(), expected.encode())

    def _new(self) -> str:
        nonce = secrets.token_urlsafe(16)
        return f"{nonce}.{self._secret.sign('stranger', nonce)}"

    def _signed(self, token: str) -> bool:
        nonce, dot, signature = token.partition(".")
        return bool(dot) and hmac.compare_digest(signature.encode(), self._secret.sign("stranger", nonce).encode())
