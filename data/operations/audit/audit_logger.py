"""The pen for the audit: knows the time and the key, so that whoever notes something says only what happened."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from data.core.clock import Clock, to_epoch
from data.operations.audit import audit
from data.operations.audit.audit_chain import AuditEntry
from data.operations.core.database import Operations


@dataclass(frozen=True)
class AuditLogger:
    """Adds to the audit of one database."""

    operations: Operations
    clock: Clock
    key: bytes = field(repr=False)

    def note(self, connection: Connection, *entries: AuditEntry) -> None:
        """Add entries in the transaction of what they tell of: both stay, or neither does."""
        audit.append(connection, entries, to_epoch(self.clock.now()), self.key)

    def note_alone(self, *entries: AuditEntry) -> None:
        """Add entries that belong to no change: a refusal, a sign-in that failed."""
        with self.operations.writing() as connection:
            self.note(connection, *entries)

    def verify(self) -> audit.AuditVerdict:
        """Check the whole chain."""
        with self.operations.reading() as connection:
            return audit.verify(connection, self.key)

    def includes(self, digest: str) -> bool:
        """Whether the chain still holds what was noted of it earlier."""
        with self.operations.reading() as connection:
            return audit.includes(connection, digest)

    def prune(self) -> int:
        """Let go of rows older than six months; returns how many."""
        with self.operations.writing() as connection:
            return audit.prune(connection, to_epoch(self.clock.now()), self.key)
