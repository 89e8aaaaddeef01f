"""How often a door may be knocked at, by what all workers count together."""

from __future__ import annotations

from collections.abc import Mapping

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter

# Of a person, a device or (where nobody is known yet) an address, in a minute.
RATES: Mapping[str, str] = {
    "sign-in": "1200/minute",  # of a whole office, perhaps; guessing is slowed by access/authentication/lockout.py
    "stranger": "1200/minute",
    "screens": "6000/minute",
    "api": "1200/minute",
    "act": "240/minute",
    "readings": "12000/minute",
    "deliveries": "600/minute",
    "refusals": "1000000/hour",  # of one kind to one account: never too many, but not each is noted
    "note": "1/minute",  # how often one kind of refusal of one address is noted in the audit
}


class RateLimits:
    """Counts, and says when it is too much. Without `counts`, this process counts for itself."""

    def __init__(self, rates: Mapping[str, str] = RATES, counts: Storage | None = None) -> None:
        self._rates: dict[str, RateLimitItem] = {name: parse(rate) for name, rate in rates.items()}
        self._counter = FixedWindowRateLimiter(counts or MemoryStorage())

    def allow(self, name: str, who: str) -> bool:
        """Whether `who` may once more, by the rate of this name."""
        return self._counter.hit(self._rates[name], name, who)

    def count(self, name: str, who: str) -> int:
        """Count once more; how many there are in the running window of the rate of this name."""
        rate = self._rates[name]
        return self._counter.storage.incr(rate.key_for(name, who), rate.get_expiry())
