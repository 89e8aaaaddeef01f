"""Signing in where the city signs in (OIDC): code flow with PKCE, state and nonce; what the provider says is checked.

The provider only says who somebody is. What they may do is said by their account here; whoever has none stays out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, request, session
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from access.authentication import sign_in
from access.authentication.attempt import SignInRefused, record_failure
from data.core.settings import Provider
from web.rendering.local_address import local
from web.rendering.static_pages import static_view
from web.security.sign_in_views import SignInView, caller, complete_sign_in, sign_in_again

LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
PATIENCE = 10  # seconds for the provider's answers
STRONG = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face"})  # RFC 8176: ways that stand for a second factor
ANEW = {"prompt": "login", "max_age": "0"}  # the provider asks for the password although it knows who comes
KEPT = "sign-in"  # where the way on is kept while somebody is at the provider


class IdentityRejected(RuntimeError):
    """The provider did not say in an acceptable way who came; the reason is for the audit."""


def register_provider(server: Flask, entrance: SignInView, provider: Provider, origin: Callable[[], str]) -> Blueprint:
    """The two addresses of signing in elsewhere, as a blueprint of `auth`. `origin` is our own: https://name."""
    client = _client(server, provider)
    back = "/sign-in/provider/back"

    def leave() -> Response:
        session[KEPT] = {"next": local(request.args.get("next", ""), ""), "address": static_view().href("/sign-in")}
        try:
            away: Response = client.authorize_redirect(f"{origin()}{back}", **(ANEW if "again" in request.args else {}))
        except (RequestException, AuthlibBaseError, ValueError) as fault:
            return _refuse(entrance, type(fault).__name__)
        return away

    def return_() -> Response:
        kept = session.pop(KEPT, {})
        try:
            claims = _claims(client, provider)
        except (IdentityRejected, AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as fault:
            return _refuse(entrance, str(fault) if isinstance(fault, IdentityRejected) else type(fault).__name__)
        person = sign_in.ProviderIdentity(provider.issuer, claims["sub"], str(claims[provider.claim]), _strong(claims))
        result = sign_in.by_provider(entrance.auth, person, caller(entrance.cookies))
        if isinstance(result, SignInRefused):
            return sign_in_again(entrance, f"refused.{result.reason}")
        return complete_sign_in(entrance, result, str(kept.get("next", "")))

    auth = Blueprint("elsewhere", __name__)
    auth.add_url_rule("/sign-in/provider", "leave", leave)
    auth.add_url_rule(back, "back", return_)
    return auth


def _client(server: Flask, provider: Provider) -> Any:
    return OAuth(server).register(
        "city",
        client_id=provider.client,
        client_secret=provider.secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


def _claims(client: Any, provider: Provider) -> Mapping[str, Any]:
    """What the provider says about whoever came back, checked: signature, issuer, audience, time, nonce, state."""
    wanted = {
        "iss": {"essential": True, "values": [provider.issuer]},
        "aud": {"essential": True, "values": [provider.client]},
    }
    token = client.authorize_access_token(claims_options=wanted)
    claims: Mapping[str, Any] | None = token.get("userinfo")
    if claims is None:
        raise IdentityRejected("no id token")
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise IdentityRejected("no subject")
    if not isinstance(claims.get(provider.claim), str) or not claims[provider.claim]:
        more = client.userinfo(token=token)
        if more.get("sub") != claims["sub"] or not isinstance(more.get(provider.claim), str):
            raise IdentityRejected(f"no claim {provider.claim}")
        claims = {**more, **claims, provider.claim: more[provider.claim]}
    return claims


def _strong(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that it asked for more than a password."""
    ways = claims.get("amr")
    return isinstance(ways, list) and bool(STRONG.intersection(way for way in ways if isinstance(way, str)))


def _refuse(entrance: SignInView, why: str) -> Response:
    record_failure(entrance.auth, None, caller(entrance.cookies), f"provider: {why}")
    return sign_in_again(entrance, "refused.provider")
