"""The whole web side put together on one Flask server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_caching import Cache

from access.authentication.auth_service import AuthService
from components.framework.action import Action
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from data.core.change_version import ChangeVersion
from data.core.settings import Settings
from data.snapshots.result_types import Freshness
from data.status.service_status import ServiceStatus, StatusReader
from indicators.liveness import Liveness
from queries.request_context import RequestContext
from web.actions.endpoint import ActionDependencies, by_name, register_actions
from web.dash_app import CockpitDash
from web.health import register_health
from web.live.event_stream import stream
from web.live.open_streams import StreamLimits
from web.personal_values import person
from web.rendering.bundle import build, maps, stylesheet
from web.rendering.compression import Compression
from web.rendering.failures import explain
from web.rendering.static_assets import deliver
from web.rendering.static_pages import STYLE
from web.security.auth_middleware import AuthMiddleware, auth_context
from web.security.callback_validation import validate_callbacks
from web.security.callers import trust_proxies
from web.security.cookies import Cookies
from web.security.headers import guard
from web.security.rate_limits import RateLimits
from web.security.route_rules import RouteRules
from web.security.shared_counts import SharedCounts
from web.security.sign_in_step import first_step_form
from web.security.sign_in_views import DemoIdentity, SignInView, register_sign_in
from web.security.wall_sign_in import register_wall_sign_in

ASSETS = Path(__file__).parent.parent / "assets"
THREADS = 64  # of a worker; most of them wait in streams, which costs next to nothing
# Of a worker: so many threads stay free for questions. A page that was left is noticed at the next beat, after 15 s:
# whoever walks quickly from page to page holds some streams that nobody hears any more.
STREAMS = StreamLimits(total=THREADS - 16, account=24, session=12)
FRAGMENTS = 2000  # drawn pages kept on disk


@dataclass(frozen=True)
class Screens:
    """What there is to see and to do.

    The pages, what stands where there is none, the callbacks that all pages share (each with the right that it
    needs), the actions, the fragments that all pages share, and the demonstration's accounts with a button each.
    """

    pages: Sequence[Page]
    not_found: Callable[[View], Screen]
    callbacks: Sequence[tuple[Callable[..., None], str]] = ()
    acts: Sequence[Action] = ()
    parts: tuple[LiveFragment, ...] = ()
    demo_identities: Callable[[], Sequence[DemoIdentity]] = tuple


def equip(
    server: Flask,
    screens: Screens,
    auth: AuthService,
    settings: Settings,
    open_context: Callable[[View], RequestContext],
    freshness: Callable[[], Freshness],
    pulse: Callable[[], ChangeVersion],
    status: Callable[[], ServiceStatus] | None = None,
    limits: RateLimits | None = None,
    liveness: Callable[[], Liveness] = Liveness,
) -> CockpitDash:
    """Give a Flask server the cockpit's doors and pages. The order matters: the gate stands before all else."""
    script, style, map_script = build(ASSETS), stylesheet(ASSETS), maps(ASSETS)
    cookies, acts = Cookies(not settings.on_loopback), by_name(screens.acts)
    files = (script.address, style.address, map_script.address)
    rules = RouteRules(screens.pages, acts, files, lambda: cockpit.callback_rights())
    limits = limits or RateLimits(counts=SharedCounts(settings.home / "limits.db"))
    gate = AuthMiddleware(auth, rules, cookies, limits, settings.public_url)
    trust_proxies(server, settings.proxy_hops)
    server.config[STYLE] = style.address
    server.extensions |= {"doors": auth, "acts": acts}
    server.secret_key = auth.secret.key("flask")
    gate.stand_before(server)
    Compression(server)
    guard(server, not settings.on_loopback)
    register_health(
        server, freshness, lambda: auth_context() is not None, status or StatusReader(settings).read, liveness
    )
    explain(server)
    deliver(server, script, style, map_script, ASSETS)
    entrance = SignInView(
        auth, gate.tokens, cookies, settings.provider is not None, first_step_form, screens.demo_identities
    )
    server.register_blueprint(register_sign_in(entrance))
    register_wall_sign_in(server, entrance, settings.public_url)
    if settings.provider is not None:
        from web.security.identity_provider import (
            register_provider,  # with all that it takes to talk to one: only where there is one
        )

        server.config.update(_cookie_while_away(cookies))
        server.register_blueprint(register_provider(server, entrance, settings.provider, lambda: gate.origin))
    server.register_blueprint(register_actions(ActionDependencies(auth, gate.tokens, acts, limits)))
    validate_callbacks(server, lambda: cockpit.callbacks)
    cache_folder = str(settings.home / "cache")
    cache = Cache(
        server, config={"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": cache_folder, "CACHE_THRESHOLD": FRAGMENTS}
    )
    cache.clear()  # what an earlier programme drew may look different
    cockpit = CockpitDash(
        server,
        screens.pages,
        screens.not_found,
        open_context,
        ASSETS,
        script,
        style,
        map_script,
        cache,
        Path(cache_folder),
        person(auth, gate.tokens),
        pulse,
        screens.parts,
        cookies.csrf,
    )
    server.extensions["cockpit"] = cockpit
    stream(server, cockpit.version, STREAMS, gate.still, gate.listener)
    for register, right in screens.callbacks:
        cockpit.register(register, right)
    with server.test_client() as visitor:  # Dash finishes its set-up at the first request: not a visitor's
        visitor.get("/health")
    return cockpit


def _cookie_while_away(cookies: Cookies) -> dict[str, object]:
    """How Flask's own cookie is kept: it remembers state, nonce and verifier while somebody is at the provider."""
    return {
        "SESSION_COOKIE_NAME": "__Host-away" if cookies.secure else "cockpit_away",
        "SESSION_COOKIE_SECURE": cookies.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
