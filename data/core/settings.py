"""Settings come from the environment once, at the rim; everything else is given them as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(ValueError):
    """A setting cannot be used; the sentence names it and says what is expected."""


@dataclass(frozen=True)
class Provider:
    """The city's identity provider (OIDC); `claim` names the account in what it says about a person."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str = "preferred_username"


@dataclass(frozen=True)
class Settings:
    """Where the data lives, where the server listens, and by which rules people come in.

    `public_url` is the address that people type, when it is not that of the server itself: https://name.
    `proxy_hops` is how many proxies of ours stand before the server and tell it who calls. `webhook_url` is where
    notices go besides; it is never shown, since an address may carry a key.
    """

    home: Path
    warehouse_url: str
    operations_url: str
    readings_url: str
    host: str
    port: int
    demo: bool = True
    secret: str = field(default="", repr=False)
    public_url: str = ""
    proxy_hops: int = 0
    password_policy: str = "asvs"
    idle_minutes: int = 30
    session_hours: int = 12
    provider: Provider | None = None
    webhook_url: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings that the README lists; unset ones take their default.

        COCKPIT_CITY is `demo` (the demonstration city and its clock) or `own` (only what is loaded, real time).
        Raises SettingsError for what cannot be: a port above 65535, another city, half an identity provider.
        """
        home = Path(environment.get("COCKPIT_HOME") or "var").expanduser().resolve()
        return cls(
            home=home,
            warehouse_url=environment.get("WAREHOUSE_URL") or f"sqlite:///{home / 'warehouse.db'}",
            operations_url=environment.get("OPERATIONS_URL") or f"sqlite:///{home / 'operations.db'}",
            readings_url=environment.get("READINGS_URL") or f"sqlite:///{home / 'readings.db'}",
            host=environment.get("HOST") or "127.0.0.1",
            port=_number("PORT", environment.get("PORT") or "8050", 0, 65535),
            demo=_one_of("COCKPIT_CITY", environment.get("COCKPIT_CITY") or "demo", "demo", "own") == "demo",
            secret=environment.get("COCKPIT_SECRET") or "",
            public_url=_public(environment.get("PUBLIC_URL") or ""),
            proxy_hops=_number("PROXY_HOPS", environment.get("PROXY_HOPS") or "0", 0, 5),
            password_policy=_one_of("PASSWORD_POLICY", environment.get("PASSWORD_POLICY") or "asvs", "asvs", "djbh3"),
            idle_minutes=_number("SESSION_IDLE_MINUTES", environment.get("SESSION_IDLE_MINUTES") or "30", 1, 24 * 60),
            session_hours=_number("SESSION_HOURS", environment.get("SESSION_HOURS") or "12", 1, 24 * 7),
            provider=_provider(environment),
            webhook_url=environment.get("COCKPIT_WEBHOOK_URL") or "",
            webhook_secret=environment.get("COCKPIT_WEBHOOK_SECRET") or "",
        )

    @property
    def on_loopback(self) -> bool:
        """Whether nobody but this machine can reach the cockpit."""
        return _loopback(self.host) and (not self.public_url or _loopback(urlsplit(self.public_url).hostname or ""))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _number(name: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise SettingsError(f"{name} must be a number between {least} and {most}, not {text!r}")
    return int(text)


def _one_of(name: str, text: str, *known: str) -> str:
    if text not in known:
        raise SettingsError(f"{name} must be {' or '.join(known)}, not {text!r}")
    return text


def _public(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        whole = False
    if not whole or parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise SettingsError(f"PUBLIC_URL must be https:// and a name, without a path, not {text!r}")
    return f"{parts.scheme}://{parts.netloc}"


def _provider(environment: Mapping[str, str]) -> Provider | None:
    issuer, client, secret, claim = (
        environment.get(name) or "" for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_CLAIM")
    )
    if not (issuer or client or secret or claim):
        return None
    if not (issuer and client and secret):
        raise SettingsError("an identity provider needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together")
    return Provider(issuer.rstrip("/"), client, secret, claim or "preferred_username")
