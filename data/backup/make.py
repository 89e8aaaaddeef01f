"""Making a backup: all databases as of one moment each, then the files of the data folder."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from data.backup.faults import BackupError
from data.backup.manifest import (
    DatabaseCopy,
    Manifest,
    copy_private,
    files_of,
    stored_file,
    sync_folder,
    versions,
    write_manifest,
)
from data.backup.postgresql_dump import PostgresqlMoment, dump, postgresql_moment
from data.backup.sqlite_copy import copy_sqlite, sqlite_moment
from data.core.settings import Settings
from data.storage.stored_databases import StoredDatabase, stored_databases

HOME_PARTS = ("definitions", "geography", "evidence", "demonstration.json")
"""What of the data folder is backed up besides databases. The secret is not: it opens what the databases seal."""
HOME = "home"  # the folder of the backup that holds them
UNFINISHED = ".part-"  # how files begin that are being written


@dataclass(frozen=True)
class _Held:
    database: StoredDatabase
    moment: Connection | PostgresqlMoment
    as_of: str


def make_backup(settings: Settings, folder: Path) -> Manifest:
    """Back up everything into a new folder, which has its name only when it is whole.

    Until then it is called `folder`.partial. The moments of the databases are fixed one after the other before
    anything is copied, so that whatever was committed before this began is in it. BackupError says what is wrong.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    for taken in (folder, partial):
        if taken.exists():
            raise BackupError(f"{taken} is there already: name a new folder, or remove it")
    _room(settings, folder)
    partial.mkdir(parents=True, mode=0o700)
    began = _now()
    with ExitStack() as moments:
        held = [_hold(moments, one) for one in stored_databases(settings)]
        copies = tuple(_copy(one, partial) for one in held)
    for part in HOME_PARTS:
        _copy_part(settings.home / part, partial / HOME / part)
    files = {name: stored_file(path) for name, path in files_of(partial).items()}
    manifest = Manifest(
        began_at=began,
        ended_at=_now(),
        city="demo" if settings.demo else "own",
        versions=versions(),
        databases=copies,
        files=files,
    )
    write_manifest(partial, manifest)
    for inner in (*(path for path in partial.rglob("*") if path.is_dir()), partial):
        sync_folder(inner)
    os.rename(partial, folder)
    sync_folder(folder.parent)
    return manifest


def _hold(moments: ExitStack, one: StoredDatabase) -> _Held:
    name, as_of = " and ".join(one.names), _now()
    if one.family == "postgresql":
        return _Held(one, moments.enter_context(postgresql_moment(one.url, name)), as_of)
    return _Held(one, moments.enter_context(sqlite_moment(one.path, name)), as_of)


def _copy(held: _Held, partial: Path) -> DatabaseCopy:
    one, target = held.database, partial / held.database.file_name
    if isinstance(held.moment, PostgresqlMoment):
        dump(held.moment, target)
        tables = held.moment.tables
    else:
        tables = copy_sqlite(held.moment, target, " and ".join(one.names))
    schema = held.moment.schema if isinstance(held.moment, PostgresqlMoment) else ""
    return DatabaseCopy(
        file=target.name, family=one.family, names=one.names, schema_name=schema, as_of=held.as_of, tables=tables
    )


def _copy_part(source: Path, target: Path) -> None:
    """Copy a file or a folder of the data folder; a link is not followed."""
    if source.is_file():
        copy_private(source, target)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith(UNFINISHED):
            copy_private(path, target / path.relative_to(source))


def _room(settings: Settings, folder: Path) -> None:
    """Refuse when the copies will not fit, as far as the files of the databases tell."""
    parts = [path for one in stored_databases(settings) if one.family == "sqlite" for path in _with_log(one.path)]
    needed = sum(path.stat().st_size for path in parts if path.exists())
    place = next(parent for parent in folder.resolve().parents if parent.exists())
    free = shutil.disk_usage(place).free
    if needed > free:
        raise BackupError(f"{place} has {free / 1e6:.0f} MB free, the backup needs about {needed / 1e6:.0f} MB")


def _with_log(database: Path) -> tuple[Path, Path]:
    return database, database.with_name(f"{database.name}-wal")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
