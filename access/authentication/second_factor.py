"""The second factor: a code that changes every half minute (TOTP), and ten codes on paper for the day it is lost."""

from __future__ import annotations

import hmac
import secrets

import pyotp

STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be off
CODES = 10
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that reads like another
ISSUER = "佛山城市运行"


def new_secret() -> str:
    """A new secret for an authenticator."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """The otpauth address that an authenticator reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: int) -> int | None:
    """The time step whose code this is, near `now` (UTC epoch seconds); None when it is the code of none."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == 6):
        return None
    totp, here = pyotp.TOTP(secret), now // STEP
    near = range(here - DRIFT, here + DRIFT + 1)
    return next((step for step in near if hmac.compare_digest(totp.generate_otp(step), typed)), None)


def recovery_codes() -> list[str]:
    """Ten codes of some 49 bits each, in two groups."""

    def group() -> str:
        return "".join(secrets.choice(ALPHABET) for _ in range(5))

    return [f"{group()}-{group()}" for _ in range(CODES)]


def recovery_digest(key: bytes, code: str) -> str:
    """What is kept of a recovery code, however it was typed. Keyed: 49 bits could be tried through."""
    typed = "".join(c for c in code.upper() if c in ALPHABET)
    return hmac.new(key, typed.encode(), "sha256").hexdigest()
