"""What a visitor sees when something broke: a sentence, never a trace. The trace goes to the log."""

from __future__ import annotations

import logging
from html import escape

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from components.view import View
from data.reading_types import NoSnapshot

log = logging.getLogger("cockpit")


def explain(server: Flask) -> None:
    """Answer unexpected faults and a missing snapshot in words, as a page or as JSON."""
    server.register_error_handler(NoSnapshot, lambda fault: _say("failure.no_snapshot", 503))
    server.register_error_handler(InternalServerError, _broken)


def _broken(fault: HTTPException) -> Response:
    log.error("unanswered: %s %s", request.method, request.path, exc_info=getattr(fault, "original_exception", None))
    return _say("failure.broken", 500)


def _say(key: str, status: int) -> Response:
    lang = "en" if request.args.get("lang") == "en" else "zh"
    view = View(path=request.path, lang="en" if lang == "en" else "zh")
    sentence = view.t(key)
    if request.path.startswith(("/api/", "/_dash")):
        answer = jsonify(error=key.split(".")[1].replace("_", "-"), reason=sentence)
    else:
        answer = Response(
            f'<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>{escape(sentence)}</title>'
            f'<meta http-equiv="refresh" content="20"><h1>{escape(sentence)}</h1>'
            f"<p>{escape(view.t('failure.again'))}</p></html>",
            mimetype="text/html",
        )
    answer.status_code = status
    return answer
