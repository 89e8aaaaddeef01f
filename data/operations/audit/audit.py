"""Adding to the audit, reading it, checking it, and letting go of what is old enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select

from data.operations.audit.audit_chain import BEGINNING, AuditEntry, Link, linked, seal
from data.operations.audit.audit_tables import KEPT_AT_LEAST, audit, audit_end
from data.storage.engines import capabilities

PAGE = 1000  # rows read at once while checking


@dataclass(frozen=True)
class BrokenLink:
    """A place where the chain does not hold: code changed, removed, cut-off, unsealed or unknown-algorithm."""

    seq: int
    code: str
    reason: str


@dataclass(frozen=True)
class AuditVerdict:
    """What a check found: how many rows it looked at, every break, and the digest of the last row."""

    rows: int
    broken: tuple[BrokenLink, ...]
    last: str

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed, re-ordered or cut off."""
        return not self.broken


@dataclass(frozen=True)
class AuditFilter:
    """Which entries to show; empty parts do not narrow. Times are UTC epoch seconds, both included."""

    event: str = ""
    actor: str = ""
    outcome: str = ""
    words: str = ""
    since: int | None = None
    until: int | None = None


def append(connection: Connection, entries: Sequence[AuditEntry], at: int, key: bytes) -> None:
    """Add entries in the transaction of what they tell of. The connection must be the only writer."""
    if not entries:
        return
    last_seq, last_digest, _ = _end(connection, "last")
    rows = []
    for entry in entries:
        link = linked(last_seq + 1, at, entry.cut(), last_digest)
        rows.append(_row(link))
        last_seq, last_digest = link.seq, link.digest
    connection.execute(insert(audit), rows)
    _set_end(connection, "last", last_seq, last_digest, key)


def read(connection: Connection, wanted: AuditFilter, before: int | None, limit: int) -> list[Link]:
    """Entries, the newest first, from `before` (a place in the chain) on back."""
    where = _conditions(wanted)
    if before is not None:
        where.append(audit.c.seq < before)
    rows = select(audit).where(and_(True, *where)).order_by(audit.c.seq.desc()).limit(limit)
    return [_link(row) for row in connection.execute(rows)]


def includes(connection: Connection, digest: str) -> bool:
    """Whether a row, or the one before the first kept row, has this digest."""
    kept = connection.execute(select(audit.c.seq).where(audit.c.digest == digest)).first()
    return kept is not None or _end(connection, "first")[1] == digest


def events(connection: Connection) -> list[str]:
    """The kinds of events that the audit holds."""
    return sorted(connection.execute(select(audit.c.event).distinct()).scalars())


def verify(connection: Connection, key: bytes) -> AuditVerdict:
    """Walk the whole chain from its first kept row to its last, and check both ends."""
    broken: list[BrokenLink] = []
    seq, digest, _ = _end(connection, "first")
    rows = 0
    for name in ("first", "last"):
        end_seq, end_digest, sealed = _end(connection, name)
        if end_seq and not compare_digest(sealed, seal(key, name, end_seq, end_digest)):
            broken.append(
                BrokenLink(end_seq, "unsealed", f"the record of the {name} row was not written by this cockpit")
            )
    for link in _all(connection):
        broken += _breaks(link, seq, digest)
        seq, digest, rows = link.seq, link.digest, rows + 1
    last_seq, last_digest, _ = _end(connection, "last")
    if (seq, digest) != (last_seq, last_digest):
        broken.append(BrokenLink(last_seq, "cut-off", f"the chain ends with {seq}, its record says {last_seq}"))
    return AuditVerdict(rows, tuple(broken), digest)


def prune(connection: Connection, now: int, key: bytes, keep: int = KEPT_AT_LEAST) -> int:
    """Let go of the oldest rows, all older than `keep` seconds; returns how many.

    ValueError for less than six months: younger rows are never let go, and the database refuses it, too.
    """
    if keep < KEPT_AT_LEAST:
        raise ValueError("the audit is kept for six months at least")
    young = select(audit.c.seq).where(audit.c.at >= now - keep).order_by(audit.c.seq).limit(1)
    first_young = connection.execute(young).scalar()
    old = select(audit).order_by(audit.c.seq.desc()).limit(1)
    row = connection.execute(old if first_young is None else old.where(audit.c.seq < first_young)).first()
    if row is None:
        return 0
    _set_end(connection, "first", row.seq, row.digest, key)
    return connection.execute(delete(audit).where(audit.c.seq <= row.seq)).rowcount


def _breaks(link: Link, seq: int, digest: str) -> Iterator[BrokenLink]:
    expected = link.expected()
    if link.seq != seq + 1:
        yield BrokenLink(link.seq, "removed", f"rows {seq + 1} to {link.seq - 1} are missing")
    elif link.previous != digest:
        yield BrokenLink(link.seq, "changed", "it does not follow from the row before it")
    if expected is None:
        yield BrokenLink(link.seq, "unknown-algorithm", f"{link.algorithm!r} is not at hand to check it")
    elif expected != link.digest:
        yield BrokenLink(link.seq, "changed", "its content is not what was written")


def _all(connection: Connection) -> Iterator[Link]:
    seq = -1
    while True:
        page = select(audit).where(audit.c.seq > seq).order_by(audit.c.seq).limit(PAGE)
        links = [_link(row) for row in connection.execute(page)]
        yield from links
        if len(links) < PAGE:
            return
        seq = links[-1].seq


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for column, value in (
        (audit.c.event, wanted.event),
        (audit.c.actor, wanted.actor),
        (audit.c.outcome, wanted.outcome),
    ):
        if value:
            where.append(column == value)
    if wanted.words:
        where.append(
            or_(*(c.contains(wanted.words, autoescape=True) for c in (audit.c.object, audit.c.reason, audit.c.address)))
        )
    if wanted.since is not None:
        where.append(audit.c.at >= wanted.since)
    if wanted.until is not None:
        where.append(audit.c.at <= wanted.until)
    return where


def _end(connection: Connection, name: str) -> tuple[int, str, str]:
    row = connection.execute(select(audit_end).where(audit_end.c.name == name)).first()
    return (0, BEGINNING, "") if row is None else (row.seq, row.digest, row.seal)


def _set_end(connection: Connection, name: str, seq: int, digest: str, key: bytes) -> None:
    values = {"seq": seq, "digest": digest, "seal": seal(key, name, seq, digest)}
    statement = capabilities(connection).upsert(audit_end).values(name=name, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def _row(link: Link) -> dict[str, object]:
    return {
        "seq": link.seq,
        "at": link.at,
        **vars(link.entry),
        "algorithm": link.algorithm,
        "previous": link.previous,
        "digest": link.digest,
    }


def _link(row: Row[tuple[object, ...]]) -> Link:
    entry = AuditEntry(row.event, row.actor, row.role, row.object, row.outcome, row.reason, row.address)
    return Link(row.seq, row.at, entry, row.algorithm, row.previous, row.digest)
