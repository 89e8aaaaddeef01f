"""A SQLite database copied by SQLite's own backup interface while others write to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from data.backup.faults import BackupError

PATIENCE = 60.0  # seconds to wait for a lock


@contextmanager
def sqlite_moment(path: Path, name: str) -> Iterator[sqlite3.Connection]:
    """A connection that sees one moment of a database until the block ends; writers go on meanwhile.

    What is written meanwhile stays in the write-ahead log, which cannot be emptied until then.
    """
    try:
        source = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None, timeout=PATIENCE)
    except sqlite3.Error as fault:
        raise BackupError(f"The database {name} cannot be opened ({fault}): {path}") from fault
    with closing(source):
        try:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is fixed by the first read
        except sqlite3.Error as fault:
            raise BackupError(f"The database {name} cannot be read ({fault}): {path}") from fault
        yield source


def copy_sqlite(source: sqlite3.Connection, target: Path, name: str) -> dict[str, int]:
    """Copy the moment that `source` sees into a new file (0600), one file without a log; returns rows by table.

    BackupError when what was copied is damaged.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as fault:
        raise BackupError(f"The database {name} could not be copied ({fault})") from fault
    faults = faults_in(target, full=False)
    if faults:
        raise BackupError(f"The database {name} is damaged ({faults[0]}): restore an earlier backup")
    return rows_of(target)


def faults_in(path: Path, *, full: bool) -> tuple[str, ...]:
    """What SQLite finds wrong with a file that nobody writes to; `full` compares indexes with their tables, too."""
    check = "integrity_check" if full else "quick_check"
    try:
        with closing(_at_rest(path)) as copy:
            found = [str(row[0]) for row in copy.execute(f"PRAGMA {check}(5)")]
    except sqlite3.Error as fault:
        return (str(fault),)
    return () if found == ["ok"] else tuple(found)


def rows_of(path: Path) -> dict[str, int]:
    """How many rows each table of a file has that nobody writes to."""
    with closing(_at_rest(path)) as copy:
        return {name: _count(copy, name) for name in _tables(copy)}


def _tables(copy: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name"
    return [str(row[0]) for row in copy.execute(named)]


def _count(copy: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(copy.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])


def _at_rest(path: Path) -> sqlite3.Connection:
    """A connection that neither writes nor makes files beside the database."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)


def same_rows(one: Mapping[str, int], other: Mapping[str, int]) -> tuple[str, ...]:
    """The tables whose number of rows differs, or that only one has."""
    return tuple(sorted(name for name in {*one, *other} if one.get(name) != other.get(name)))
