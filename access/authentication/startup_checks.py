"""Putting the doors together from the settings, and refusing to start where they could not be kept shut."""

from __future__ import annotations

from access.authentication.auth_service import AuthService, SessionLimits
from access.authentication.passwords import POLICIES
from access.authentication.secret import Secret, chosen, kept
from access.authorization.roles import shipped
from data.core.clock import Clock, WallClock
from data.core.settings import Settings
from data.operations import Operations
from data.operations.accounts import accounts
from data.storage.private_files import private_folder
from indicators.catalogue.definition_set import Catalogue


class UnsafeSettings(RuntimeError):
    """The settings would leave a door open: the cockpit does not start; the sentence says what to change."""


def open_auth(
    settings: Settings, operations: Operations, catalogue: Catalogue, clock: Clock | None = None
) -> AuthService:
    """The doors of this cockpit, by real time unless told another. Unsafe or WeakSecret when it must not start."""
    check(settings)
    return AuthService(
        operations,
        catalogue,
        shipped(),
        clock or WallClock(),
        secret_of(settings),
        settings.demo,
        POLICIES[settings.password_policy],
        times=SessionLimits(settings.idle_minutes * 60, settings.session_hours * 3600),
    )


def check(settings: Settings) -> None:
    """Refuse the demonstration's sign-in, and unencrypted traffic, where others could reach them."""
    if settings.on_loopback:
        return
    if settings.demo:
        raise UnsafeSettings(
            "The demonstration lets everybody in as whomever they choose, so it listens on this machine only: "
            "set HOST=127.0.0.1 and no PUBLIC_URL, or COCKPIT_CITY=own."
        )
    if not settings.public_url.startswith("https://"):
        raise UnsafeSettings(
            "Outside this machine people reach the cockpit through a proxy with TLS only: "
            "set PUBLIC_URL to the https:// address that they type, or HOST=127.0.0.1."
        )
    if not settings.proxy_hops:
        raise UnsafeSettings(
            "The proxy with TLS would pass for the caller of every request, so limits would hold for all as one: "
            "set PROXY_HOPS to how many proxies of yours stand before the cockpit (mostly 1)."
        )


def secret_of(settings: Settings) -> Secret:
    """The secret from the environment; the demonstration makes its own when none is given."""
    if settings.demo and not settings.secret:
        return kept(private_folder(settings.home))
    return chosen(settings.secret)


def first_step(auth: AuthService) -> str | None:
    """What has to be typed before anybody can come in; None where somebody can."""
    with auth.operations.reading() as connection:
        if any(account.active and (auth.demo or not account.demo) for account in accounts.listed(connection)):
            return None
    return (
        "Nobody has an account yet. Make the first security administrator: "
        "flask --app app account create LOGIN --name NAME --staff NUMBER"
    )
