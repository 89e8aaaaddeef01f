"""What a backup consists of: every file with its hash, every table with its number of rows, versions and moments."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from data.backup.faults import BackupError
from data.storage.stored_databases import Family

NAME = "manifest.json"
_BLOCK = 1 << 20


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredFile(_Frozen):
    """A file of the backup: its size in bytes and its SHA-256."""

    size: int
    sha256: str


class DatabaseCopy(_Frozen):
    """A database as of one moment (ISO 8601 in UTC); `names` are those of ours that live in it.

    `schema_name` is the schema of PostgreSQL that it fills.
    """

    file: str
    family: Family
    names: tuple[str, ...]
    schema_name: str = ""
    as_of: str
    tables: Mapping[str, int]


class Manifest(_Frozen):
    """The whole of a backup. `files` has all of its files but the manifest, by their path within it."""

    format: Literal[1] = 1
    began_at: str
    ended_at: str
    city: Literal["demo", "own"]
    versions: Mapping[str, str]
    databases: tuple[DatabaseCopy, ...]
    files: Mapping[str, StoredFile]

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(sum(one.tables.values()) for one in self.databases)


def versions() -> dict[str, str]:
    """What made the backup."""
    try:
        cockpit = importlib.metadata.version("foshan-cockpit")
    except importlib.metadata.PackageNotFoundError:
        cockpit = "unknown"
    return {"cockpit": cockpit, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. BackupError where there is none that can be read."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except FileNotFoundError as fault:
        raise BackupError(f"{folder} is no backup, or was cut off: it has no {NAME}") from fault
    except (OSError, ValidationError) as fault:
        raise BackupError(f"{folder / NAME} cannot be read: take another backup") from fault


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it, readable by its owner alone."""
    write_private(folder / NAME, manifest.model_dump_json(indent=1).encode())


def write_private(path: Path, content: bytes) -> None:
    """A new file with mode 0600, on the disk when this returns."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_private(source: Path, target: Path) -> None:
    """Copy a file to a new one with mode 0600, on the disk when this returns."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as given, os.fdopen(made, "wb") as file:
        while block := given.read(_BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def stored_file(path: Path) -> StoredFile:
    """Size and hash of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return StoredFile(size=path.stat().st_size, sha256=found.hexdigest())


def files_of(folder: Path) -> dict[str, Path]:
    """All files of a backup but the manifest, by their path within it."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    found.pop(NAME, None)
    return found
