"""Telling another system of a notice: one signed POST, to which a city ties its own messenger.

The body is JSON. `X-Cockpit-Signature` is `t=<seconds>,v1=<hex>`, where the hex is the HMAC-SHA256 of
`<seconds>.<body>` under the shared secret; the receiver refuses what is signed wrongly or long ago.
`X-Cockpit-Delivery` numbers the notice: the same number again is the same notice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from data.operations.notifications.outgoing_store import QueuedNotice

SHORTEST = 32  # characters of a secret
URL, SECRET = "COCKPIT_WEBHOOK_URL", "COCKPIT_WEBHOOK_SECRET"


class WebhookError(ValueError):
    """A webhook is set up in a way that cannot be used."""


@dataclass(frozen=True)
class WebhookTarget:
    """Where notices go. Neither secret nor address is ever written to a log: an address may carry a key."""

    name: str
    url: str = field(repr=False)
    secret: bytes = field(repr=False)
    connect_within: float = 3.0
    answer_within: float = 10.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], name: str = "webhook") -> WebhookTarget | None:
        """The hook that the environment names, or None. WebhookError for half a setting and for a weak secret."""
        return cls.of(environment.get(URL, ""), environment.get(SECRET, ""), name)

    @classmethod
    def of(cls, url: str, secret: str, name: str = "webhook") -> WebhookTarget | None:
        """The hook with this address and secret; None where neither is set. WebhookError as above."""
        if not url and not secret:
            return None
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise WebhookError(f"{URL} must be an http or https address")
        if len(secret) < SHORTEST:
            raise WebhookError(f"{SECRET} must have at least {SHORTEST} characters")
        return cls(name, url, secret.encode())


def signature(secret: bytes, at: int, body: bytes) -> str:
    """The value of the signature's header."""
    made = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def body_of(waiting: QueuedNotice) -> bytes:
    """What is sent: no more than the notice says. It is about a task or a supervised matter."""
    said = {
        "id": waiting.notice,
        "at": waiting.at,
        "task": waiting.task,
        "matter": waiting.matter,
        "move": waiting.move,
        "to": dict(waiting.to),
        "facts": dict(waiting.facts),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def deliver(hook: WebhookTarget, session: requests.Session, waiting: QueuedNotice, now: int) -> str:
    """Send one notice; returns what went wrong as a code, or an empty text when it was taken (any 2xx).

    Redirects are not followed and no answer is read: the signature goes to the one address and nowhere else.
    """
    body = body_of(waiting)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Cockpit-Delivery": str(waiting.notice),
        "X-Cockpit-Signature": signature(hook.secret, now, body),
    }
    within = (hook.connect_within, hook.answer_within)
    try:
        answer = session.post(hook.url, data=body, headers=headers, timeout=within, allow_redirects=False, stream=True)
    except requests.Timeout:
        return "timeout"
    except requests.RequestException as error:
        return f"unreachable: {type(error).__name__}"
    answer.close()
    return "" if 200 <= answer.status_code < 300 else f"http {answer.status_code}"


def own_session() -> requests.Session:
    """A session that takes nothing from the environment: no proxy, no password file."""
    session = requests.Session()
    session.trust_env = False
    return session
