"""How often a door may be knocked at. Each worker counts for itself: two workers let through up to twice as many."""

from __future__ import annotations

from collections.abc import Mapping

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

# Of a person, a device or (where nobody is known yet) an address, in a minute.
RATES: Mapping[str, str] = {
    "sign-in": "120/minute",
    "stranger": "1200/minute",
    "screens": "6000/minute",
    "api": "1200/minute",
    "act": "240/minute",
    "readings": "12000/minute",
    "note": "1/minute",  # how often one kind of refusal of one address is noted in the audit
}


class Limits:
    """Counts, and says when it is too much."""

    def __init__(self, rates: Mapping[str, str] = RATES) -> None:
        self._rates: dict[str, RateLimitItem] = {name: parse(rate) for name, rate in rates.items()}
        self._counter = FixedWindowRateLimiter(MemoryStorage())

    def allow(self, name: str, who: str) -> bool:
        """Whether `who` may once more, by the rate of this name."""
        return self._counter.hit(self._rates[name], name, who)
