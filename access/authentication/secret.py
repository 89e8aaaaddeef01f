"""The cockpit's secret: what seals, and what has to be kept from everybody else."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

SHORTEST = 32  # characters
VARIED = 12  # different characters at least
FILE = "secret"


class WeakSecret(ValueError):
    """The secret is missing or could be guessed: the cockpit does not start with it."""


@dataclass(frozen=True)
class Secret:
    """Keys for several purposes, all made from one secret; none leads to another."""

    text: str = field(repr=False)

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose."""
        return hmac.new(self.text.encode(), purpose.encode(), "sha256").digest()

    def sign(self, purpose: str, text: str) -> str:
        """Says that we wrote `text`."""
        return hmac.new(self.key(purpose), text.encode(), "sha256").hexdigest()

    def seal(self, purpose: str, text: str) -> str:
        """`text` so that nobody without the secret can read or change it."""
        return self._box(purpose).encrypt(text.encode()).decode()

    def unseal(self, purpose: str, sealed: str, for_seconds: int | None = None) -> str | None:
        """The text again; None when it was not sealed by us, for this, or more than `for_seconds` ago."""
        try:
            return self._box(purpose).decrypt(sealed.encode(), ttl=for_seconds).decode()
        except (InvalidToken, UnicodeError):
            return None

    def _box(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self.key(f"seal {purpose}")))


def chosen(text: str) -> Secret:
    """The secret that the environment gives. WeakSecret when it is missing or weak."""
    if not text:
        raise WeakSecret("COCKPIT_SECRET is not set: give a random text of at least 32 characters, and keep it")
    if len(text) < SHORTEST or len(set(text)) < VARIED:
        raise WeakSecret(
            f"COCKPIT_SECRET is too weak: at least {SHORTEST} characters, {VARIED} different ones among them"
        )
    return Secret(text)


def kept(home: Path) -> Secret:
    """The demonstration's own secret: made once, readable by its owner alone."""
    file = home / FILE
    try:
        place = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return chosen(file.read_text("utf-8").strip())
    with os.fdopen(place, "w", encoding="utf-8") as new:
        new.write(secrets.token_urlsafe(48))
    return chosen(file.read_text("utf-8"))
