"""The definitions as they were read and checked last: a start need not read what has not changed.

A definition is checked whenever a file of it, the code that reads it or a library has changed. What is kept lies in the
data folder, which is its owner's alone, and is tied to that folder's secret: what somebody else put there is not read.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue

log = logging.getLogger("cockpit")
NAME = "definitions.cache"
CODE = CATALOGUE.parent  # the room whose code reads, checks and holds definitions
SIGNATURE = hashlib.sha256().digest_size


def cached_catalogue(home: Path, key: bytes, *folders: Path) -> Catalogue:
    """`load_catalogue(*folders)`, from what `home` keeps of it where that is of the same files and code.

    `key` signs what is kept. CatalogueError as there: faulty definitions are never kept.
    """
    file, signer = home / NAME, hmac.new(key, _state_of(folders), hashlib.sha256)
    kept = _kept(file, signer)
    if kept is not None:
        return kept
    found = load_catalogue(*folders)
    _keep(file, pickle.dumps(found, pickle.HIGHEST_PROTOCOL), signer)
    return found


def _state_of(folders: Sequence[Path]) -> bytes:
    """What the definitions depend on: their files, the code, the versions."""
    state = hashlib.sha256(f"{sys.version} {version('pydantic')}".encode())
    for folder in (*folders, CODE):
        for file in _files(folder):
            state.update(f"\0{file}\0".encode())
            state.update(file.read_bytes())
    return state.digest()


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(one for end in ("yaml", "csv", "py") for one in folder.rglob(f"*.{end}")))


def _kept(file: Path, signer: hmac.HMAC) -> Catalogue | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    signed = signer.copy()
    signed.update(content[SIGNATURE:])
    if not hmac.compare_digest(signed.digest(), content[:SIGNATURE]):
        return None
    found = pickle.loads(content[SIGNATURE:])  # signed by ourselves
    return found if isinstance(found, Catalogue) else None


def _keep(file: Path, content: bytes, signer: hmac.HMAC) -> None:
    """Whole or not at all; where it cannot be written, the next start reads the definitions again."""
    signed = signer.copy()
    signed.update(content)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            opened.write(signed.digest() + content)
        os.replace(part, file)
    except OSError as fault:
        log.warning("the definitions that were read could not be kept: %s", fault)
