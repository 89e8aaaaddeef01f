"""Counts that all workers share, in a small SQLite file beside the data: a storage for the `limits` library.

Nothing in it is worth keeping, so nothing waits for the disk. While the file cannot be used a worker counts for itself.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from limits.storage import MemoryStorage
from limits.storage.base import Storage

from data.storage.private_files import private_file

log = logging.getLogger("cockpit")
TIDIED = 1000  # counts of a worker between two removals of what has expired
WAITS = 0.25  # seconds for another worker; then this one counts for itself
COUNT = """INSERT INTO counts VALUES (:key, :more, :now + :expiry) ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN ends <= :now THEN :more ELSE count + :more END,
    ends = CASE WHEN ends <= :now THEN :now + :expiry ELSE ends END RETURNING count"""


class SharedCounts(Storage):
    """Made before the workers fork; each opens a connection of its own. `clock` gives epoch seconds."""

    STORAGE_SCHEME = None

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._file = file
        self._clock = clock
        self._alone = MemoryStorage()
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._since_tidied = 0
        os.register_at_fork(before=self._rest, after_in_parent=self._lock.release, after_in_child=self._lock.release)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong in the storage itself."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count once more; how many there are in the running window."""
        given = {"key": key, "more": amount, "now": self._clock(), "expiry": expiry}
        try:
            with self._lock:
                counted: int = self._opened().execute(COUNT, given).fetchone()[0]
                self._tidy()
            return counted
        except (sqlite3.Error, OSError) as fault:
            log.warning("requests are counted by each worker alone: %s", fault)
            return self._alone.incr(key, expiry, amount)

    def get(self, key: str) -> int:
        """How many there are in the running window."""
        return int(self._read("count", key))

    def get_expiry(self, key: str) -> float:
        """When the running window ends."""
        return self._read("ends", key) or self._clock()

    def check(self) -> bool:
        """Whether the file can be used."""
        try:
            with self._lock:
                self._opened().execute("SELECT 1 FROM counts LIMIT 1")
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int | None:
        """Forget all."""
        with self._lock:
            return self._opened().execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._lock:
            self._opened().execute("DELETE FROM counts WHERE key = ?", (key,))

    def _read(self, column: str, key: str) -> float:
        wanted = f"SELECT {column} FROM counts WHERE key = ? AND ends > ?"  # a name of ours
        with self._lock:
            row = self._opened().execute(wanted, (key, self._clock())).fetchone()
        return float(row[0]) if row else 0.0

    def _tidy(self) -> None:
        self._since_tidied += 1
        if self._since_tidied >= TIDIED:
            self._since_tidied = 0
            self._opened().execute("DELETE FROM counts WHERE ends <= ?", (self._clock(),))

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        private_file(self._file)
        opened = sqlite3.connect(self._file, WAITS, isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, count INTEGER, ends REAL) WITHOUT ROWID",
        ):
            opened.execute(statement)
        self._connection = opened
        return opened

    def _rest(self) -> None:
        """Close before a fork, and let nobody open until it is done: no connection may be in two processes."""
        self._lock.acquire()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
