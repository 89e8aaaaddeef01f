"""Which refusals are noted in the audit: each of the first few of a kind, then every tenth power, with its number.

One account that is refused a million times in an hour leaves ten rows, and the last ones say how many there were.
"""

from __future__ import annotations

from dataclasses import replace

from data.operations.audit.audit_chain import AuditEntry
from web.security.rate_limits import RateLimits

EACH = 5  # so many of a kind within an hour are noted one by one


def worth_noting(limits: RateLimits, entry: AuditEntry) -> AuditEntry | None:
    """The entry as it is to be noted, with its number where that is not told one by one; None when it only counts."""
    count = limits.count("refusals", f"{entry.actor} {entry.event} {entry.reason}")
    if count <= EACH:
        return entry
    if str(count).strip("0") != "1":
        return None
    return replace(entry, reason=f"{entry.reason} ×{count}")
