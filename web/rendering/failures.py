"""What a visitor sees when something cannot be answered: a status and a sentence, never a trace.

The trace of what was not expected goes to the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component
from dash.exceptions import DependencyException
from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.shell.header import start
from data.core.scope import OutOfScope
from data.operations.processes.look_back_queue import LookBackProgress, TooManyLookBacks
from data.snapshots.look_backs import BeingComputed, NotComputable
from data.snapshots.result_types import NoSnapshot, NotAMoment, NothingKnown, NotYet
from data.storage.faults import DatabaseUnavailable
from web.rendering.asked_for import asked_for
from web.rendering.static_pages import plain_document, static_view

log = logging.getLogger("cockpit")


class NotAllowed(Exception):
    """Whoever asks has not the right; `reason` is a code of the messages `refusal.*`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


FAULTS: tuple[tuple[type[Exception], str, int], ...] = (
    (NotAMoment, "not-a-moment", 404),
    (NotYet, "not-yet", 404),
    (NothingKnown, "nothing-known", 404),
    (NotComputable, "not-computable", 503),
    (TooManyLookBacks, "too-many-look-backs", 429),
    (NoSnapshot, "no-snapshot", 503),
    (OutOfScope, "not-found", 404),  # as what is not there
    (NoSuchScreen, "not-found", 404),  # asked for by a part of a page
    (DependencyException, "not-found", 404),  # a script of Dash's that is none
)
SAID = {404: "not-found", 405: "not-allowed", 413: "too-large"}  # what other refusals are called; else not-understood
PATIENCE = 20  # seconds after which asking again may help
SOON = 2  # seconds after which what is being computed may have come further


def explain(server: Flask) -> None:
    """Answer expected and unexpected faults in words, as a page or as JSON."""
    for kind, code, status in FAULTS:
        server.register_error_handler(kind, _teller(code, status))
    server.register_error_handler(BeingComputed, lambda fault: being_computed(fault.standing))
    server.register_error_handler(NotAllowed, lambda fault: refused(fault.reason, 403, prefix="refusal"))
    server.register_error_handler(DatabaseUnavailable, _away)
    server.register_error_handler(HTTPException, _http)
    server.register_error_handler(InternalServerError, _broken)


def refused(
    code: str,
    status: int,
    reason: str | None = None,
    prefix: str = "failure",
    facts: Mapping[str, object] | None = None,
) -> Response:
    """The answer to what is not answered. `reason` is for programs; people read the message `prefix`.`code`."""
    view = static_view()
    sentence = view.translate(f"{prefix}.{code}", **(facts or {}))
    if for_script():
        answer = jsonify(error=code, reason=reason or sentence)
    else:
        again = status >= 500
        way = html.P(view.translate("failure.again")) if again else _way(view)
        head = f'<meta http-equiv="refresh" content="{PATIENCE}">' if again else ""
        answer = plain_document(view, sentence, [html.H1(sentence), way], head=head)
    answer.status_code = status
    if status in {429, 503}:
        answer.headers["Retry-After"] = str(PATIENCE)
    return answer


def _way(view: View) -> Component:
    """Back to now where somebody looks back, else to where they begin."""
    if request.args.get("as_of"):
        rest = {name: value for name, value in request.args.items() if name != "as_of"}
        now = replace(view, options={}).href(**rest)
        return html.P(html.A(view.translate("past.now"), href=now, className="button"))
    return html.P(html.A(view.translate("missing.back"), href=view.href(_beginning()), className="button"))


def being_computed(standing: LookBackProgress) -> Response:
    """The answer until what is asked for has been computed: 202, with how far that is, and when to ask again.

    A page asks again by itself; a part of a page (which expects its content with any success) is told 503.
    """
    if for_script():
        facts = {"state": "being-computed", "done": standing.done, "total": standing.total, "before": standing.before}
        answer = jsonify(facts)
        answer.status_code = 503 if request.path.startswith("/_") else 202
    else:
        answer = _waiting_page(standing)
    answer.headers["Retry-After"] = str(SOON)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _waiting_page(standing: LookBackProgress) -> Response:
    view = static_view()
    sentence = view.translate("failure.being-computed")
    share = round(100 * standing.done / standing.total) if standing.total else 0
    how_far = (
        view.translate("failure.before", count=standing.before)
        if standing.before
        else view.translate("failure.share", share=share)
    )
    content = [html.H1(sentence), html.Progress(value=str(share), max="100"), html.P(how_far), _way(view)]
    return plain_document(view, sentence, content, 202, head=f'<meta http-equiv="refresh" content="{SOON}">')


def _beginning() -> str:
    """Where whoever asks begins; the overview for those whom nobody knows yet."""
    found = g.get("known")
    return start(found.actor.rights) if found is not None and found.stage == "full" else "/"


def for_script() -> bool:
    """Whether a script waits for the answer, which wants JSON and no page."""
    return request.path.startswith(("/api/", "/_")) or request.accept_mimetypes.best == "application/json"


def _teller(code: str, status: int) -> Callable[[Exception], Response]:
    """Of what is not found nothing is told but that: why would tell what there is."""
    return lambda fault: refused(code, status, None if code == "not-found" else str(fault))


def _away(fault: DatabaseUnavailable) -> Response:
    """A database is away that this answer needs, or that has to remember what was asked for."""
    log.error("unanswered: %s %s: %s", request.method, request.path, fault)
    return refused(
        fault.why, 503, prefix="storage.why", facts={"store": static_view().translate(f"storage.name.{fault.store}")}
    )


def _http(fault: HTTPException) -> Any:
    if fault.response is not None or (fault.code or 500) < 400:  # a redirect, or an answer made already
        return fault
    answer = refused(SAID.get(fault.code or 500, "not-understood"), fault.code or 500, fault.description)
    for name, value in fault.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _broken(fault: HTTPException) -> Response:
    log.error("unanswered: %s", ascii(asked_for()), exc_info=getattr(fault, "original_exception", None))
    return refused("broken", 500)
