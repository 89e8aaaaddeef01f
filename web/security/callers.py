"""Who calls: by the word of our own proxies, and a warning where somebody else's word goes unheard."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

log = logging.getLogger("cockpit")
FORWARDED = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"})  # headers that proxies add


def trust_proxies(server: Flask, hops: int) -> None:
    """Take the caller's address from the `hops` proxies before the server. Must come before the gate.

    With none, say once in the log when a proxy stands there all the same: it would pass for every caller.
    """
    if hops:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=hops)  # type: ignore[method-assign]
        return
    application, said = server.wsgi_app, [False]

    def heard(environ: Any, start: Any) -> Any:
        if not said[0] and not FORWARDED.isdisjoint(environ):
            said[0] = True
            log.warning(
                "a proxy stands before the cockpit, but PROXY_HOPS is 0: "
                "it passes for the caller of every request, so that lockout and limits hold for all callers as one"
            )
        return application(environ, start)

    server.wsgi_app = heard  # type: ignore[method-assign, assignment]
