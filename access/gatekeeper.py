"""Recognises who comes: by a session's id or a device's token, remembered for some seconds in each worker.

Nothing is remembered past a change: whatever ends a session or alters an account beats the pulse `access`, which is
read at every request, so that a revocation holds at the next one, in every worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.doors import Doors
from access.people import actor
from access.standing import Known, known_device, known_person, timed_out, usable, welcome
from access.tokens import digest
from data.operations import accounts, devices, sessions
from data.operations.account_types import Session
from data.operations.audit_chain import Entry
from data.operations.pulse import pulse_of

REMEMBERED = 10  # seconds until a session is read again, although nothing was changed
ROOM = 2000  # sessions and tokens that a worker remembers
TOUCHED = 60  # seconds between two notes that a session is used


@dataclass(frozen=True)
class _Seen:
    known: Known
    pulse: int
    at: int


class Gatekeeper:
    """One for each process; safe to share between threads."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._seen: dict[str, _Seen] = {}

    def who(self, session_id: str) -> Known | None:
        """Who has this session; None when there is none such, or it has ended."""
        return self._recall(digest(session_id), self._by_session)

    def device(self, token: str) -> Known | None:
        """Which device has this token; None when there is none such, or it was revoked or has expired."""
        return self._recall(f"device {digest(token)}", self._by_token)

    def _recall(self, key: str, look: Callable[[str], Known | None]) -> Known | None:
        now = self._doors.now
        with self._doors.operations.reading() as connection:
            pulse = pulse_of(connection, accounts.PULSE)
        seen = self._seen.get(key)
        if seen is not None and seen.pulse == pulse and 0 <= now - seen.at < REMEMBERED:
            return seen.known
        known = look(key)
        if known is None:
            self._seen.pop(key, None)
            return None
        while len(self._seen) >= ROOM:
            self._seen.pop(next(iter(self._seen)), None)
        self._seen[key] = _Seen(known, pulse, now)
        return known

    def _by_session(self, key: str) -> Known | None:
        doors = self._doors
        with doors.operations.reading() as connection:
            session = sessions.find(connection, key)
            if session is None or session.ended_at is not None:
                return None
            if session.device is not None:
                device = devices.one(connection, session.device)
                found = known_device(doors, device, key) if device and usable(doors, device) else None
            else:
                account = accounts.one(connection, session.account or 0)
                found = known_person(doors, account, session) if account and welcome(doors, account) else None
                late = timed_out(doors, session)
        if found is not None and session.device is None and late:
            self._end(session, late, found)
            return None
        if found is not None and doors.now - session.seen_at >= TOUCHED:
            with doors.operations.writing() as connection:
                sessions.touch(connection, key, doors.now)
        return found

    def _end(self, session: Session, why: str, known: Known) -> None:
        doors = self._doors
        with doors.operations.writing() as connection:
            if sessions.end(connection, session.digest, why, doors.now):
                entry = Entry("session.end", actor(known.asker), known.asker.role, reason=why, address=session.address)
                doors.record.note(connection, entry)

    def _by_token(self, key: str) -> Known | None:
        doors = self._doors
        with doors.operations.reading() as connection:
            device = devices.by_digest(connection, key.removeprefix("device "))
        if device is None or not usable(doors, device):
            return None
        if device.used_at is None or doors.now - device.used_at >= TOUCHED:
            with doors.operations.writing() as connection:
                devices.touch(connection, device.id, doors.now)
        return known_device(doors, device)
