"""Random ids that are worth guessing: 256 bits for whoever holds them, a digest for the database."""

import hashlib
import secrets

BITS = 256


def new_token() -> str:
    """A new random id of 256 bits, safe in cookies and headers."""
    return secrets.token_urlsafe(BITS // 8)


def digest(token: str) -> str:
    """What the database knows of it: nothing that opens a door."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
