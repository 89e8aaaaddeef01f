"""The wall's own way in: an address with a device's token, exchanged once for a session that opens the wall alone."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.wrappers import Response

from access.authentication.attempt import SignInRefused
from access.authentication.session_state import WALL
from access.authentication.sign_in import by_device
from web.rendering.failures import refused
from web.security.auth_middleware import auth_context
from web.security.csrf import from_elsewhere
from web.security.route_rules import is_wall_sign_in
from web.security.sign_in_views import SignInView, caller, complete_sign_in, sign_in_again


def register_wall_sign_in(server: Flask, entrance: SignInView, origin: str) -> None:
    """Answer `/wall/<playlist>?token=…`; after it the address holds no token. `origin` is ours; "" on loopback."""

    def enter() -> Response | None:
        if not is_wall_sign_in(request):
            return None
        if from_elsewhere(request, origin or f"{request.scheme}://{request.host}"):  # nobody signs others in
            return refused("foreign", 403, prefix="refusal")
        found = auth_context()
        if found is not None and found.actor.account:  # a link must not put a wall in the place of a person's session
            return refused("person-here", 409, prefix="refusal")
        token = request.args["token"][:200]
        result = by_device(entrance.auth, token, caller(entrance.cookies), WALL)
        if isinstance(result, SignInRefused):
            return sign_in_again(entrance, f"refused.{result.reason}")
        kept = urlencode([(name, value) for name, value in request.args.items() if name != "token"])
        return complete_sign_in(entrance, result, request.path + (f"?{kept}" if kept else ""))

    server.before_request(enter)
