"""What every answer says about itself: what it may load, how long it keeps, that nobody may frame it."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # bars and charts carry their sizes as inline styles; scripts never do
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FOREVER = "public, max-age=31536000, immutable"
NAMED_BY_CONTENT = ("/assets/cockpit.", "/assets/maps.", "/_dash-component-suites/dash/dcc/cockpit.")


def guard(server: Flask, over_tls: bool) -> None:
    """Put the security and caching headers on every answer of `server`; `over_tls`: also that it stays so."""
    server.after_request(_dress)
    if over_tls:
        server.after_request(_stay_on_tls)


def _stay_on_tls(answer: Response) -> Response:
    answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    return answer


def _dress(answer: Response) -> Response:
    headers = answer.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    lasting = answer.status_code == 200 and (
        request.path.startswith(NAMED_BY_CONTENT) or (request.path.startswith("/assets/") and "v" in request.args)
    )
    if lasting and "Cache-Control" not in headers:
        headers["Cache-Control"] = FOREVER
    else:
        headers.setdefault("Cache-Control", "no-store")
    return answer
