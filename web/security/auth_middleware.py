"""The gate: every request goes through it before anything else looks at it. What no rule opens stays shut."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, g, redirect, request

from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.session_state import AuthContext
from access.authorization.actors import audit_name
from access.authorization.rights import decide
from data.core.actor import Actor
from data.operations.audit.audit_chain import AuditEntry
from data.storage.faults import DatabaseUnavailable
from queries.request_context import RequestContext
from web.rendering.asked_for import asked_for
from web.rendering.failures import for_script, refused
from web.security.cookies import Cookies
from web.security.csrf import CsrfTokens, from_elsewhere
from web.security.rate_limits import RateLimits
from web.security.refusals import worth_noting
from web.security.route_rules import ACT, CALLBACKS, ENDPOINTS, PAGES, RouteRule, RouteRules, by_person

log = logging.getLogger("cockpit.gate")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
STATUS = {"sign-in": 401, "no-token": 401, "unfinished": 401, "no-length": 411, "too-large": 413}
STATUS |= {"wrong-host": 421, "too-often": 429}


@dataclass(frozen=True)
class AccessRefusal:
    """Why a request goes no further: a code of the messages `refusal.*`."""

    code: str

    @property
    def status(self) -> int:
        """The HTTP status; 403 for all that is not named above."""
        return STATUS.get(self.code, 403)


def auth_context() -> AuthContext | None:
    """Who makes this request, as the gate found."""
    found: AuthContext | None = g.get("known")
    return found


def counters() -> Mapping[str, int] | None:
    """How often what people do has changed, read at the beginning of this request; None where nobody came in."""
    found: Mapping[str, int] | None = g.get("counters")
    return found


def actor() -> Actor:
    """Who asks, for reads and changes. PermissionError where nobody was let in: there is no asker by default."""
    found = auth_context()
    if found is None or found.stage != "full":
        raise PermissionError("nobody was let in")
    return found.actor


class AuthMiddleware:
    """Decides for every request, and notes every refusal. `public` is the address people type; "" on loopback."""

    def __init__(self, auth: AuthService, rules: RouteRules, cookies: Cookies, limits: RateLimits, public: str) -> None:
        self._doors = auth
        self._keeper = Authenticator(auth)
        self._rules = rules
        self._cookies = cookies
        self._limits = limits
        self._public = public
        self.tokens = CsrfTokens(auth.secret, cookies)

    def stand_before(self, server: Flask) -> None:
        """Take place before all else: must be called before anything else puts hooks on `server`."""
        server.before_request(self.look)
        server.after_request(self.dress)

    def look(self) -> Any:
        """Let a request pass, or answer it here."""
        rule = self._rules.rule_of(request)
        refusal = self._before_known(rule)
        if refusal is None and rule is not None:
            g.known = self._recognise(rule)
            refusal = self._decision(rule)
        return None if refusal is None else self._answer(refusal)

    def dress(self, answer: Response) -> Response:
        """Give the browser the token that belongs to its session, when it has not got it."""
        found = auth_context()
        if found is not None and found.session:
            token = self.tokens.of_session(found.session)
            if request.cookies.get(self._cookies.csrf) != token and not g.get("cookies_given"):
                self._cookies.give_csrf(answer, token)
        return answer

    def still(self) -> Callable[[], bool]:
        """Of the request that opens a stream: a function that says whether its session still stands."""
        session = self._cookies.session_id()

        def stands() -> bool:
            found = self._keeper.who(session, by_person=False) if session else None
            return found is not None and found.stage == "full"

        return stands

    def listener(self) -> tuple[str, str]:
        """Who opens a stream: account (or device) and session, as streams are counted by."""
        found = auth_context()
        return ("nobody", "") if found is None else (audit_name(found.actor), found.session)

    @property
    def origin(self) -> str:
        """Where our own pages come from."""
        return self._public or f"{request.scheme}://{request.host}"

    def _before_known(self, rule: RouteRule | None) -> AccessRefusal | None:
        """What has nothing to do with who asks."""
        if rule is None:
            return AccessRefusal("no-rule")
        if not self._host_is_ours() and request.endpoint not in {"health", "ready"}:
            return AccessRefusal("wrong-host")
        if "Transfer-Encoding" in request.headers:
            return AccessRefusal("no-length")
        request.max_content_length = rule.largest or 1
        if (request.content_length or 0) > rule.largest:
            return AccessRefusal("too-large")
        return None

    def _host_is_ours(self) -> bool:
        if self._public:
            return request.host == urlsplit(self._public).netloc
        return request.host.rsplit(":", 1)[0] in LOOPBACK or request.host in LOOPBACK

    def _recognise(self, rule: RouteRule) -> AuthContext | None:
        """Whoever shows a device's token where one is taken, or else the id of a session."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._keeper.device(token.strip()) if rule.token else None
        session = self._cookies.session_id()
        if not session:
            return None
        g.counters = self._doors.operations.pulses()
        return self._keeper.who(session, by_person(rule, request), g.counters)

    def _decision(self, rule: RouteRule) -> AccessRefusal | None:
        """The first thing that speaks against letting this request pass."""
        found = auth_context()
        who = audit_name(found.actor) if found else f"address:{request.remote_addr}"
        limit = rule.limit if found or rule.stranger else "stranger"
        if not self._limits.allow(limit, who):
            return AccessRefusal("too-often")
        if found is None and not rule.stranger:
            return AccessRefusal("no-token" if "Authorization" in request.headers else "sign-in")
        if found is not None and found.stage not in rule.stages:
            return AccessRefusal("unfinished")
        if request.method not in SAFE and (found is None or found.way != "token"):
            if from_elsewhere(request, self.origin):
                return AccessRefusal("foreign")
            if not self.tokens.shown(request, found.session if found else ""):
                return AccessRefusal("forged")
        if rule.right and found is not None:
            decision = decide(found.actor, rule.right)
            return None if decision.allowed else AccessRefusal(decision.reason)
        return None

    def _answer(self, refusal: AccessRefusal) -> Any:
        self._note(refusal)
        if refusal.code in {"sign-in", "unfinished"} and not for_script():
            return redirect(self._door(refusal.code), 303 if request.method == "POST" else 302)
        answer = refused(refusal.code, refusal.status, prefix="refusal")
        if refusal.status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    def _door(self, code: str) -> str:
        """The sign-in page, from which the way leads back to what was asked for."""
        asked = request.full_path.rstrip("?") if request.method == "GET" else request.form.get("back", "/")
        kept = {name: request.args[name] for name in ("lang", "theme") if request.args.get(name)}
        more = "".join(f"&{name}={quote(value)}" for name, value in kept.items())
        start = "/sign-in/first" if code == "unfinished" else "/sign-in"
        return f"{start}?next={quote(asked, safe='/')}{more}"

    def _note(self, refusal: AccessRefusal) -> None:
        """Note a refusal: of somebody known as `refusals` says, of others one a minute of a kind and address."""
        found = auth_context()
        if found is None:
            if request.method == "GET" and refusal.code == "sign-in" and not for_script():
                return  # somebody opened a page before signing in: no refusal, the way in
            if not self._limits.allow("note", f"{request.remote_addr} {refusal.code}"):
                return
        who, role = audit_name(found.actor if found else None), found.actor.role if found else ""
        entry = AuditEntry("refusal", who, role, asked_for(), "refused", refusal.code, request.remote_addr or "")
        told = entry if found is None else worth_noting(self._limits, entry)
        if told is not None:
            try:
                self._doors.record.note_alone(told)
            except DatabaseUnavailable as fault:  # refused all the same
                log.error("a refusal is not noted: %s", fault)


def note_export(auth: AuthService) -> Callable[[RequestContext, str], None]:
    """Notes in the audit who took which table away."""

    def note(context: RequestContext, what: str) -> None:
        entry = AuditEntry(
            "export", audit_name(context.actor), context.actor.role, what, address=request.remote_addr or ""
        )
        auth.record.note_alone(entry)

    return note


def unruled(server: Flask) -> Sequence[str]:
    """The endpoints of a server that no rule speaks of."""
    ruled = {*ENDPOINTS, *PAGES, CALLBACKS, ACT}
    return sorted({rule.endpoint for rule in server.url_map.iter_rules()} - ruled)
