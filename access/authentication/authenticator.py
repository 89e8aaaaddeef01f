"""Recognises who comes: by a session's id or a device's token, remembered for some seconds in each worker.

Nothing is remembered past a change: whatever ends a session or alters an account beats the pulse `access`, which is
read at every request, so that a revocation holds at the next one, in every worker.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from access.authentication.auth_service import AuthService
from access.authentication.session_state import (
    AuthContext,
    device_context,
    is_enabled,
    person_context,
    timed_out,
    usable,
)
from access.authentication.tokens import digest
from access.authorization.actors import audit_name
from data.operations import Connection
from data.operations.accounts import accounts, devices, sessions
from data.operations.accounts.account_types import AccessDevice, Account, Session
from data.operations.audit.audit_chain import AuditEntry
from data.storage.faults import DatabaseUnavailable

log = logging.getLogger("cockpit.access")
REMEMBERED = 10  # seconds until a session is read again, although nothing was changed
ROOM = 2000  # sessions and tokens that a worker remembers
TOUCHED = 60  # seconds between two notes that a session is used; less where sessions end soon


@dataclass(frozen=True)
class _Found:
    known: AuthContext
    until: int  # when it has to be looked at again at the latest: something ends then
    session: Session | None = None  # of a person, whose use of it is noted


@dataclass(frozen=True)
class _Seen:
    found: _Found
    pulse: int
    at: int


class Authenticator:
    """One for each process; safe to share between threads."""

    def __init__(self, auth: AuthService) -> None:
        self._doors = auth
        self._seen: dict[str, _Seen] = {}

    def who(
        self, session_id: str, by_person: bool = True, counters: Mapping[str, int] | None = None
    ) -> AuthContext | None:
        """Who has this session; None when there is none such, or it has ended.

        `by_person`: somebody did something, which keeps the session alive. What a page asks by itself does not.
        `counters`: what has changed how often, where that was read for this request already.
        """
        key = digest(session_id)
        found = self._recall(key, self._by_session, counters)
        if found is not None and by_person:
            self._use(key, found)
        return None if found is None else found.known

    def device(self, token: str) -> AuthContext | None:
        """Which device has this token; None when there is none such, or it was revoked or has expired."""
        found = self._recall(f"device {digest(token)}", self._by_token)
        return None if found is None else found.known

    def _recall(
        self, key: str, look: Callable[[str], _Found | None], counters: Mapping[str, int] | None = None
    ) -> _Found | None:
        now = self._doors.now
        pulse = (self._doors.operations.pulses() if counters is None else counters).get(accounts.PULSE, 0)
        seen = self._seen.get(key)
        if seen is not None and seen.pulse == pulse and 0 <= now - seen.at < REMEMBERED and now < seen.found.until:
            return seen.found
        found = look(key)
        if found is None:
            self._seen.pop(key, None)
            return None
        while len(self._seen) >= ROOM:
            self._seen.pop(next(iter(self._seen)), None)
        self._seen[key] = _Seen(found, pulse, now)
        return found

    def _use(self, key: str, found: _Found) -> None:
        """Note that somebody uses a session, unless that was noted a moment ago."""
        auth, session = self._doors, found.session
        if session is None or auth.now - session.seen_at < min(TOUCHED, auth.times.idle // 10):
            return
        self._if_written(lambda connection: sessions.touch(connection, session.digest, auth.now))
        self._seen.pop(key, None)  # the next look finds the new moment

    def _by_session(self, key: str) -> _Found | None:
        with self._doors.operations.reading() as connection:
            session = sessions.find(connection, key)
            if session is None or session.ended_at is not None:
                return None
            if session.device is not None:
                return self._device_found(devices.one(connection, session.device), session)
            account = accounts.one(connection, session.account or 0)
        return self._person_found(account, session) if account and is_enabled(self._doors, account) else None

    def _person_found(self, account: Account, session: Session) -> _Found | None:
        auth, known = self._doors, person_context(self._doors, account, session)
        late = timed_out(auth, session)
        if late:
            self._end(session, late, known)
            return None
        ends = min(session.created_at + auth.times.absolute, session.seen_at + auth.times.idle)
        return _Found(known, ends, session)

    def _device_found(self, device: AccessDevice | None, session: Session | None = None) -> _Found | None:
        if device is None or not usable(self._doors, device):
            return None
        return _Found(device_context(self._doors, device, session), device.expires_at)

    def _end(self, session: Session, why: str, known: AuthContext) -> None:
        auth = self._doors

        def end(connection: Connection) -> None:
            if sessions.end(connection, session.digest, why, auth.now):
                entry = AuditEntry(
                    "session.end", audit_name(known.actor), known.actor.role, reason=why, address=session.address
                )
                auth.record.note(connection, entry)

        self._if_written(end)  # it has ended for whoever shows it, noted or not

    def _by_token(self, key: str) -> _Found | None:
        auth = self._doors
        with auth.operations.reading() as connection:
            device = devices.by_digest(connection, key.removeprefix("device "))
        found = self._device_found(device)
        if device is not None and found is not None and auth.now - (device.used_at or 0) >= TOUCHED:
            self._if_written(lambda connection: devices.touch(connection, device.id, auth.now))
        return found

    def _if_written(self, change: Callable[[Connection], object]) -> None:
        """Make a change that nobody's reading depends on: where the disk is full, people go on reading."""
        try:
            with self._doors.operations.writing() as connection:
                change(connection)
        except DatabaseUnavailable as fault:
            log.error("what a session did is not noted: %s", fault)
