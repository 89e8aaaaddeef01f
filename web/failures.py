"""What a visitor sees when something cannot be answered: a status and a sentence, never a trace.

The trace of what was not expected goes to the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from components.view import View
from data.reading_types import NoSnapshot, NothingKnown
from data.scope import OutOfScope

log = logging.getLogger("cockpit")

FAULTS: tuple[tuple[type[Exception], str, int], ...] = (
    (NothingKnown, "nothing-known", 404),
    (NoSnapshot, "no-snapshot", 503),
    (OutOfScope, "out-of-scope", 403),
    (DependencyException, "not-found", 404),  # a script of Dash's that is none
)
SAID = {404: "not-found", 405: "not-allowed", 413: "too-large"}  # what other refusals are called; else not-understood
PATIENCE = 20  # seconds after which asking again may help


def explain(server: Flask) -> None:
    """Answer expected and unexpected faults in words, as a page or as JSON."""
    for kind, code, status in FAULTS:
        server.register_error_handler(kind, _teller(code, status))
    server.register_error_handler(HTTPException, _http)
    server.register_error_handler(InternalServerError, _broken)


def refused(code: str, status: int, reason: str | None = None) -> Response:
    """The answer to what is not answered. `reason` is for programs; people read the message of the code."""
    lang = "en" if request.args.get("lang") == "en" else "zh"
    view = View(path=request.path, lang="en" if lang == "en" else "zh")
    sentence = view.t(f"failure.{code}")
    if request.path.startswith(("/api/", "/_dash")):
        answer = jsonify(error=code, reason=reason or sentence)
    else:
        again = status >= 500
        answer = Response(
            f'<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>{escape(sentence)}</title>'
            + (f'<meta http-equiv="refresh" content="{PATIENCE}">' if again else "")
            + f"<h1>{escape(sentence)}</h1><p>"
            + (escape(view.t("failure.again")) if again else f'<a href="/">{escape(view.t("missing.back"))}</a>')
            + "</p></html>",
            mimetype="text/html",
        )
    answer.status_code = status
    if status == 503:
        answer.headers["Retry-After"] = str(PATIENCE)
    return answer


def _teller(code: str, status: int) -> Callable[[Exception], Response]:
    return lambda fault: refused(code, status, None if isinstance(fault, DependencyException) else str(fault))


def _http(fault: HTTPException) -> Any:
    if fault.response is not None or (fault.code or 500) < 400:  # a redirect, or an answer made already
        return fault
    answer = refused(SAID.get(fault.code or 500, "not-understood"), fault.code or 500, fault.description)
    for name, value in fault.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _broken(fault: HTTPException) -> Response:
    log.error("unanswered: %s %s", request.method, request.path, exc_info=getattr(fault, "original_exception", None))
    return refused("broken", 500)
