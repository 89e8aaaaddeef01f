"""The one table of what may be asked for by whom: endpoints here; pages, callbacks and acts bring their right along.

What is not in it is open to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from flask import Request

from access.authentication.session_state import AuthStep
from components.framework.action import SIGNED_IN, Action
from components.framework.page import Page
from web.rendering.route import Router

SMALL = 8 * 1024  # bytes of a body: a form of a few fields
QUESTION = 64 * 1024  # of a callback's question; ours are a few hundred
BATCH = 1024 * 1024  # of readings
ANY_STAGE: frozenset[str] = frozenset(get_args(AuthStep))
LIVE = "fresh.data"  # the output of the callback by which a page renews its parts: nobody clicks for it


@dataclass(frozen=True)
class RouteRule:
    """What a request needs. `right` names an action, "" needs only somebody who is known.

    `stranger`: for everybody. `stages`: how far a sign-in has to be (and may be) for it. `token`: a device may come
    with its token instead of a session. `limit` names a rate of `rate_limits`, `largest` bounds the body in bytes.
    `background`: a page asks for it by itself, so that it is no use of the session.
    """

    right: str = ""
    stranger: bool = False
    stages: frozenset[str] = SIGNED_IN
    token: bool = False
    limit: str = "screens"
    largest: int = 0
    background: bool = False


OPEN = RouteRule(stranger=True, stages=ANY_STAGE, background=True)
DOOR = RouteRule(stranger=True, stages=ANY_STAGE, limit="sign-in", largest=SMALL)
KNOWN = RouteRule()
BACKGROUND = RouteRule(background=True)
READING = RouteRule("view.screens", token=True, limit="api")
PAGES = frozenset({"/", "/<path:path>"})  # Dash's names of the endpoints that pages stand at
CALLBACKS = "/_dash-update-component"
MARK = "X-Background"  # the header by which our script says that nobody clicked

ENDPOINTS: Mapping[str, RouteRule] = {
    "health": OPEN,
    "ready": OPEN,
    "doors.enter": DOOR,
    "doors.code": DOOR,
    "doors.first": RouteRule(stages=ANY_STAGE),
    "elsewhere.leave": DOOR,
    "elsewhere.back": DOOR,
    "doors.leave": RouteRule(stages=ANY_STAGE, largest=SMALL),
    "api.openapi": READING,
    "api.catalogue": READING,
    "api.definition": READING,
    "api.values": READING,
    "api.nothing": KNOWN,
    "metrics": RouteRule("metrics.read", token=True, limit="api"),
    "readings": RouteRule("readings.post", token=True, limit="readings", largest=BATCH),
    "map-file": RouteRule("view.screens", background=True),
    "voice-table": RouteRule("export"),
    "quarantine-table": RouteRule("quarantine.read"),
    "evidence": RouteRule("view.screens"),
    "matter-evidence": RouteRule("view.screens"),
    "stream": BACKGROUND,
    "version": BACKGROUND,
    "_dash_assets.static": BACKGROUND,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": BACKGROUND,
    "/_dash-layout": BACKGROUND,
    "/_dash-dependencies": BACKGROUND,
    "/_reload-hash": BACKGROUND,
    "/_favicon.ico": BACKGROUND,
}
ACT = "acts.do"


class RouteRules:
    """Finds the rule for a request.

    `files` are addresses of what holds no data (our script and style), `rights` the right of each callback's output.
    """

    def __init__(
        self,
        pages: Collection[Page],
        acts: Mapping[str, Action],
        files: Collection[str],
        rights: Callable[[], Mapping[str, str | None]],
    ) -> None:
        self._router = Router(list(pages))
        self._acts = acts
        self._files = frozenset(files)
        self._rights = rights

    def rule_of(self, request: Request) -> RouteRule | None:
        """The rule for a request; None where nothing is open to anybody."""
        if request.path in self._files:
            return OPEN
        endpoint = request.endpoint or ""
        if is_wall_sign_in(request):
            return DOOR
        if endpoint in PAGES:
            return self.of_page(request.path)
        if endpoint == CALLBACKS:
            return self.of_callback(_output(request))
        if endpoint == ACT:
            return self.of_act((request.view_args or {}).get("name", ""))
        # an address that leads nowhere, or not by this method: whoever is known is told so
        return KNOWN if request.routing_exception is not None else ENDPOINTS.get(endpoint)

    def of_page(self, path: str) -> RouteRule:
        """The rule of the page at a path; where there is none, whoever is known is told so."""
        page = self._router.visit(path, {}).page
        return KNOWN if page is None else RouteRule(page.right)

    def of_callback(self, output: str) -> RouteRule | None:
        """The rule of the callback with this output; of none, whoever is known is told so."""
        question, rights = RouteRule(largest=QUESTION, background=output == LIVE), self._rights()
        if output not in rights:
            return question
        right = rights[output]
        return None if right is None else replace(question, right=right)

    def of_act(self, name: str) -> RouteRule:
        """The rule of an act; of none, whoever is known is told so."""
        act = self._acts.get(name)
        if act is None:
            return RouteRule(limit="act", largest=SMALL)
        return RouteRule(act.right, stages=act.stages, limit="act", largest=act.largest)


def by_person(rule: RouteRule, request: Request) -> bool:
    """Whether somebody did something, rather than their page by itself.

    A page asks by itself for what the rules call background, for what its script marks so, and when it loads itself
    again: browsers say of every navigation whether a gesture began it (Sec-Fetch-User; those that say nothing of
    either are believed).
    """
    if rule.background or MARK in request.headers:
        return False
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return not navigates or request.headers.get("Sec-Fetch-User") == "?1"


def is_wall_sign_in(request: Request) -> bool:
    """Whether a wall shows its token here: web/security/wall_sign_in.py answers, and no page is drawn."""
    path = request.path.rstrip("/")
    at_wall = path == "/wall" or path.startswith("/wall/")
    return request.method == "GET" and request.endpoint in PAGES and at_wall and "token" in request.args


def _output(request: Request) -> str:
    """The output that a question is about, as far as it says so."""
    if (request.content_length or 0) > QUESTION:
        return ""
    body = request.get_json(silent=True)
    output = body.get("output") if isinstance(body, dict) else None
    return output if isinstance(output, str) else ""
