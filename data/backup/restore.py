"""Restoring a backup into a data folder, and into databases, that hold nothing yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from data.backup.check import check_backup
from data.backup.faults import BackupError
from data.backup.make import HOME, HOME_PARTS
from data.backup.manifest import DatabaseCopy, Manifest, copy_private, sync_folder, write_private
from data.backup.postgresql_dump import load_dump, postgresql_rows
from data.backup.sqlite_copy import same_rows
from data.core.settings import Settings
from data.storage.damage_check import NAME as STORAGE_CHECK
from data.storage.home_lock import HomeInUse, take_home
from data.storage.stored_databases import StoredDatabase, stored_databases

MARK = "restore-unfinished"
BESIDE = ("", "-wal", "-shm", "-journal")  # the files of a SQLite database


def restore_backup(settings: Settings, folder: Path, *, move_aside: bool = False) -> Manifest:
    """Put a backup in place; returns its manifest.

    BackupError, and nothing is changed, when the backup is not whole, when a cockpit runs on the data folder, or when
    there is something already (which `move_aside` renames). While it goes on, and when it is cut off, a mark lies in
    the data folder.
    """
    try:
        lock = take_home(settings.home)
    except HomeInUse as running:
        raise BackupError(f"{running}. Stop it first") from None
    try:
        return _restore(settings, folder, move_aside)
    finally:
        lock.let_go()


def _restore(settings: Settings, folder: Path, move_aside: bool) -> Manifest:
    home = settings.home
    manifest, faults = check_backup(folder)
    if faults:
        raise BackupError(f"{folder} is not whole, nothing was restored: {'; '.join(faults)}")
    pairs = _pairs(settings, manifest)
    _make_room(settings, pairs, move_aside)
    (home / MARK).unlink(missing_ok=True)
    write_private(home / MARK, f"{folder}\n".encode())
    for one, copy in pairs:
        _restore_database(one, copy, folder)
    for part in HOME_PARTS:
        _restore_part(folder / HOME / part, home / part)
    sync_folder(home)
    (home / STORAGE_CHECK).unlink(missing_ok=True)  # it spoke of the databases that were there before
    (home / MARK).unlink()
    sync_folder(home)
    return manifest


def unfinished(home: Path) -> str | None:
    """The sentence that says that a restore was cut off here; None where none was."""
    if not (home / MARK).exists():
        return None
    return f"a restore into {home} was cut off: repeat it with --move-aside"


def _pairs(settings: Settings, manifest: Manifest) -> list[tuple[StoredDatabase, DatabaseCopy]]:
    """Each database of the settings with its copy: both sides have to be divided in the same way."""
    places, copies = stored_databases(settings), {copy.names: copy for copy in manifest.databases}
    fits = {one.names for one in places} == copies.keys()
    if not fits or any(one.family != copies[one.names].family for one in places):
        kept = ", ".join(f"{'+'.join(copy.names)} ({copy.family})" for copy in manifest.databases)
        raise BackupError(f"The databases of the settings are not those of the backup, which has: {kept}")
    return [(one, copies[one.names]) for one in places]


def _make_room(settings: Settings, pairs: list[tuple[StoredDatabase, DatabaseCopy]], move_aside: bool) -> None:
    full = [one for one, copy in pairs if one.family == "postgresql" and _postgresql_rows(one, copy)]
    if full:
        raise BackupError(f"The PostgreSQL database of {', '.join(full[0].names)} holds tables: name an empty database")
    taken = list(_taken(settings, [one for one, _ in pairs]))
    if taken and not move_aside:
        raise BackupError(f"{taken[0]} is there already: restore into an empty data folder, or add --move-aside")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    for path in taken:
        path.rename(path.with_name(f"before-{stamp}-{path.name}"))


def _taken(settings: Settings, databases: list[StoredDatabase]) -> Iterator[Path]:
    """What lies where the backup belongs."""
    for one in databases:
        if one.family == "sqlite":
            yield from (path for end in BESIDE if (path := one.path.with_name(one.path.name + end)).exists())
    yield from (path for part in HOME_PARTS if (path := settings.home / part).exists())


def _restore_database(one: StoredDatabase, copy: DatabaseCopy, folder: Path) -> None:
    if one.family == "postgresql":
        load_dump(folder / copy.file, one.url, copy.schema_name)
        if same_rows(_postgresql_rows(one, copy), copy.tables):
            raise BackupError(f"{copy.file} was restored, but its numbers of rows differ: do not use it")
        return
    coming = one.path.with_name(f"{one.path.name}.restoring")
    coming.unlink(missing_ok=True)
    copy_private(folder / copy.file, coming)
    os.rename(coming, one.path)
    sync_folder(one.path.parent)


def _restore_part(source: Path, target: Path) -> None:
    if source.is_file():
        copy_private(source, target)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            copy_private(path, target / path.relative_to(source))


def _postgresql_rows(one: StoredDatabase, copy: DatabaseCopy) -> dict[str, int]:
    """The rows of a PostgreSQL database. BackupError where it cannot be reached or another schema is meant."""
    try:
        schema, rows = postgresql_rows(one.url)
    except SQLAlchemyError as fault:
        raise BackupError(f"The PostgreSQL database of {', '.join(one.names)} cannot be reached") from fault
    if rows and schema != copy.schema_name:
        raise BackupError(f"The backup fills the schema {copy.schema_name}, the URL leads to {schema}")
    return rows
