"""The few files that all pages share, served from memory under names that change with their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, abort, request

from web.dash_adapter import PLOTLY
from web.rendering.bundle import Bundle


def deliver(server: Flask, script: Bundle, style: Bundle, maps: Bundle, assets: Path) -> None:
    """Answer for the joined scripts and style, and give Dash's graphs the small chart bundle instead of the full one.

    Must be called before Dash puts its own routes and hooks on `server`.
    """
    charts = (assets / "vendor" / "plotly-basic.min.js").read_bytes()
    digest = hashlib.sha256(charts).hexdigest()[:16]

    def answer() -> Response | None:
        path = request.path
        for joined in (script, maps):
            if path == joined.address:
                return Response(joined.body, mimetype="text/javascript")
        if path == style.address:
            return Response(style.body, mimetype="text/css")
        if path.startswith(PLOTLY):
            return _kept_while_unchanged(charts, digest)
        if path.endswith(".map") or path.startswith(("/assets/cockpit.", "/assets/maps.")):
            abort(404)
        return None

    server.before_request(answer)


def _kept_while_unchanged(body: bytes, digest: str) -> Response:
    """Dash asks for this file under a name without a version, so the browser has to ask whether it changed."""
    answer = Response(body, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(digest)
    answer.make_conditional(request)
    return answer
