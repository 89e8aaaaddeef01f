"""Looking for damage in the SQLite databases: quickly at a start, thoroughly once a day; what was found is kept."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Timer
from urllib.parse import quote

from data.core.settings import Settings
from data.storage.stored_databases import StoredDatabase, stored_databases

AT_START = 1.0  # seconds that a start waits for each check at most; what takes longer is left to the daily one
LARGE = 64_000_000  # bytes from which a start looks only at size and first pages, unless the last stop was no clean one
DAILY = 24 * 3600
NAME = "storage-check.json"  # in the data folder: when the last full check began, and what it found
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
MISSING = "the file is missing"
log = logging.getLogger("cockpit.storage")


@dataclass(frozen=True)
class StorageFault:
    """Damage in one database: the first thing that SQLite says about it, found at a moment (UTC epoch seconds)."""

    store: str
    found: str
    at: int

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, for a log and a terminal."""
        return (
            f"The database {self.store} is damaged ({self.found}). Stop the cockpit and restore a backup: "
            "flask --app app restore DIR --move-aside"
        )


def check_at_start(settings: Settings, now: int = 0, patience: float = AT_START) -> tuple[StorageFault, ...]:
    """`quick_check` of every SQLite database at the same time, each for `patience` seconds at most.

    A large one that was closed in order is only looked at: the check would read all of it.

    Keeps what it found; a database whose check came to its end is no longer called damaged when it is not.
    """
    places = _places(settings)
    with ThreadPoolExecutor(max_workers=3) as pool:
        verdicts = list(pool.map(lambda one: _at_start(one.path, patience), places))
    return _keep(settings.home, list(zip(places, verdicts, strict=True)), now)


def check_fully(settings: Settings, now: int) -> tuple[StorageFault, ...]:
    """`integrity_check` of every SQLite database, one after the other, without a bound; keeps what it found."""
    found = _keep(settings.home, [(one, check_file(one.path, full=True)) for one in _places(settings)], now, whole=True)
    for fault in found:
        log.error(fault.sentence)
    return found


def full_check_is_due(settings: Settings, now: int) -> bool:
    """Whether the last full check is a day old, or there was none."""
    last = _kept(settings.home).get("full_at")
    return not isinstance(last, int) or not 0 <= now - last < DAILY


def known_faults(settings: Settings) -> tuple[StorageFault, ...]:
    """What the last checks found."""
    return tuple(_faults(_kept(settings.home)))


def check_file(path: Path, *, full: bool = False, patience: float | None = None) -> str | None:
    """The first thing that is wrong with a database; "" when nothing is, None when it could not be told in time.

    Reads as any reader does, while others write. What only says that it is locked or cannot be opened is no damage.
    """
    log_file = path.with_name(f"{path.name}-wal")
    if not path.exists():
        return MISSING
    if not path.stat().st_size and not log_file.exists():
        return "the file is empty"
    check = "integrity_check" if full else "quick_check"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, check_same_thread=False)) as opened:
            clock = Timer(patience, opened.interrupt) if patience is not None else None
            if clock is not None:
                clock.start()
            try:
                row = opened.execute(f"PRAGMA {check}(1)").fetchone()
            finally:
                if clock is not None:
                    clock.cancel()
                    clock.join()
    except sqlite3.Error as fault:
        damage = getattr(fault, "sqlite_errorcode", 0) & 0xFF in _DAMAGE
        return str(fault) if damage else None
    return "" if row == ("ok",) else str(row[0]).splitlines()[-1][:200]


def _at_start(path: Path, patience: float) -> str | None:
    log_file = path.with_name(f"{path.name}-wal")
    in_order = not log_file.exists() or not log_file.stat().st_size
    if path.exists() and path.stat().st_size >= LARGE and in_order:
        return _glance(path)
    return check_file(path, patience=patience)


def _glance(path: Path) -> str:
    """Whether a database that was closed in order has the size that its first page tells, and a readable schema."""
    with path.open("rb") as file:
        head = file.read(32)
    page = int.from_bytes(head[16:18]) or 1
    size, pages = 65536 if page == 1 else page, int.from_bytes(head[28:32])
    if not head.startswith(b"SQLite format 3\0") or size * pages > path.stat().st_size:
        return "the file is cut off or is no database"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as opened:
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as fault:
        return str(fault) if getattr(fault, "sqlite_errorcode", 0) & 0xFF in _DAMAGE else ""
    return ""


def _keep(
    home: Path, verdicts: list[tuple[StoredDatabase, str | None]], now: int, whole: bool = False
) -> tuple[StorageFault, ...]:
    """Write down what was found; of a database that could not be judged, what was known before.

    A file that is not there is a fault only where there was one before: a first start finds none.
    """
    before = _kept(home)
    known = {fault.store: fault for fault in _faults(before)}
    listed = before.get("seen")
    seen = {str(one) for one in listed} if isinstance(listed, list) else set()
    faults = []
    for name, verdict in [(name, verdict) for one, verdict in verdicts for name in one.names]:
        if verdict is None and name in known:
            faults.append(known[name])
        if verdict and (verdict != MISSING or name in seen):
            faults.append(StorageFault(name, verdict, now))
        if verdict != MISSING:
            seen.add(name)
    full_at = now if whole else before.get("full_at")
    after = {"full_at": full_at, "seen": sorted(seen), "faults": [asdict(fault) for fault in faults]}
    if after != before:
        _write(home / NAME, after)
    return tuple(faults)


def _places(settings: Settings) -> list[StoredDatabase]:
    return [one for one in stored_databases(settings) if one.family == "sqlite"]


def _faults(kept: dict[str, object]) -> Iterator[StorageFault]:
    found = kept.get("faults")
    for one in found if isinstance(found, list) else ():
        match one:
            case {"store": str(store), "found": str(what), "at": int(at)}:
                yield StorageFault(store, what, at)


def _kept(home: Path) -> dict[str, object]:
    try:
        found = json.loads((home / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, content: dict[str, object]) -> None:
    """Whole or not at all; on a full disk the log alone tells."""
    part = path.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file)
        os.replace(part, path)
    except OSError as fault:
        log.error("the result of a check could not be kept: %s", fault)
