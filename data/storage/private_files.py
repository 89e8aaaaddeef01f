"""Folders and files of the cockpit are their owner's alone (0700, 0600); what is wider is narrowed, with a warning."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterable
from pathlib import Path

log = logging.getLogger("cockpit")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
BESIDE = ("", "-wal", "-shm")  # what SQLite keeps beside a database


def only_for_owner() -> None:
    """Whatever this process makes from now on is its owner's alone."""
    os.umask(OTHERS)


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, for the owner alone; one that is there stays as it is."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    return folder


def private_file(file: Path) -> None:
    """Make an empty file for the owner alone where there is none, or narrow one that is there, and what is beside it.

    SQLite gives the files beside a database the mode of the database.
    """
    if not file.exists():
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
    _narrow(beside for end in BESIDE if (beside := file.with_name(file.name + end)).exists())


def narrow_home(home: Path) -> int:
    """Narrow the home and all that lies in it; how many were open to others. What belongs to others is left alone."""
    return _narrow((home, *home.rglob("*"))) if home.exists() else 0


def _narrow(places: Iterable[Path]) -> int:
    narrowed = 0
    for place in places:
        try:
            found = place.lstat()
            if stat.S_ISLNK(found.st_mode) or found.st_uid != os.geteuid() or not found.st_mode & OTHERS:
                continue
            place.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
        except FileNotFoundError:  # another process took it away meanwhile
            continue
        narrowed += 1
    if narrowed:
        log.warning("%d files or folders could be read by others on this machine: now by their owner alone", narrowed)
    return narrowed
