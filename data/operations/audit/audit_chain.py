"""How audit rows hang together: each digest covers the row and the digest before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

STRONGEST = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"
KNOWN = frozenset({"sm3", "sha256"})
BEGINNING = "0" * 64  # stands where nothing came before


@dataclass(frozen=True)
class AuditEntry:
    """What happened: who, in which role, did what with what, how it ended and why, and from where.

    `actor` is account:<id>, device:<id>, cockpit (a command on the server) or nobody.
    """

    event: str
    actor: str = "nobody"
    role: str = ""
    object: str = ""
    outcome: str = "done"  # done | refused | failed
    reason: str = ""
    address: str = ""

    def cut(self) -> AuditEntry:
        """The same, no part longer than its column, and each one line that can be read: some of it others wrote."""
        return AuditEntry(
            _plain(self.event[:40]),
            _plain(self.actor[:40]),
            _plain(self.role[:40]),
            _plain(self.object[:200]),
            _plain(self.outcome[:10]),
            _plain(self.reason[:200]),
            _plain(self.address[:64]),
        )


def _plain(text: str) -> str:
    """Without control characters, marks that turn the reading direction, and halves of characters."""
    return (
        text
        if text.isprintable()
        else "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    )


@dataclass(frozen=True)
class Link:
    """An entry in its place."""

    seq: int
    at: int
    entry: AuditEntry
    algorithm: str
    previous: str
    digest: str

    def expected(self) -> str | None:
        """The digest that this row must have; None where its algorithm is not at hand."""
        return digest_of(self.seq, self.at, self.entry, self.algorithm, self.previous)


def linked(seq: int, at: int, entry: AuditEntry, previous: str, algorithm: str = STRONGEST) -> Link:
    """The entry as the next row after the one with digest `previous`. ValueError for an unknown algorithm."""
    digest = digest_of(seq, at, entry, algorithm, previous)
    if digest is None:
        raise ValueError(f"no {algorithm!r} here")
    return Link(seq, at, entry, algorithm, previous, digest)


def digest_of(seq: int, at: int, entry: AuditEntry, algorithm: str, previous: str) -> str | None:
    """The digest over a row's content, its place and the digest before it."""
    if algorithm not in KNOWN or algorithm not in hashlib.algorithms_available:
        return None
    said = [seq, at, *vars(entry).values(), algorithm, previous]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.new(algorithm, text.encode()).hexdigest()


def seal(key: bytes, name: str, seq: int, digest: str) -> str:
    """Says that an end of the chain was written by somebody who has the key: the database alone has not."""
    return hmac.new(key, f"{name}|{seq}|{digest}".encode(), "sha256").hexdigest()
