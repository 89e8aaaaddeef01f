"""Checking a backup: every file by its hash, every database by its own check and by its numbers of rows."""

from __future__ import annotations

from pathlib import Path

from data.backup.manifest import DatabaseCopy, Manifest, files_of, read_manifest, stored_file
from data.backup.postgresql_dump import contents_listed
from data.backup.sqlite_copy import faults_in, rows_of, same_rows


def check_backup(folder: Path) -> tuple[Manifest, tuple[str, ...]]:
    """The manifest of a backup and what is wrong with it, a sentence each. BackupError when it is none."""
    manifest = read_manifest(folder)
    faults = _files(folder, manifest)
    if not faults:
        faults = tuple(fault for one in manifest.databases for fault in _database(folder, one))
    return manifest, faults


def _files(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    there = files_of(folder)
    missing = [f"{name} is missing" for name in sorted(manifest.files.keys() - there.keys())]
    strange = [f"{name} is not of this backup" for name in sorted(there.keys() - manifest.files.keys())]
    altered = [
        f"{name} was altered: its hash is another one"
        for name in sorted(manifest.files.keys() & there.keys())
        if there[name].is_symlink() or stored_file(there[name]) != manifest.files[name]
    ]
    return (*missing, *strange, *altered)


def _database(folder: Path, one: DatabaseCopy) -> tuple[str, ...]:
    path = folder / one.file
    if one.file not in files_of(folder):
        return (f"{one.file} is missing",)
    if one.family == "postgresql":
        return () if contents_listed(path) else (f"{one.file} cannot be read by pg_restore",)
    found = faults_in(path, full=True)
    if found:
        return (f"{one.file} is damaged: {found[0]}",)
    return tuple(
        f"{one.file}: the table {name} has another number of rows" for name in same_rows(rows_of(path), one.tables)
    )
