"""The smallest versions that the cockpit runs on, checked before anything else. Needs nothing but Python itself.

Python 3.11.5: `urlsplit` takes leading blanks off since 3.11.4 (CVE-2023-24329), on which the check of where a sign-in
leads back to relies; TLS sockets no longer hand out data that came before the handshake since 3.11.5 (CVE-2023-40217).
SQLite 3.35: RETURNING. pip 23.2: what Python 3.11.5 brings along.
"""

from __future__ import annotations

import re
import sqlite3
import sys

Version = tuple[int, ...]
PYTHON: Version = (3, 11, 5)
SQLITE: Version = (3, 35, 0)
PIP: Version = (23, 2)


def too_old(python: Version, sqlite: Version, pip: Version = PIP) -> str | None:
    """What has to be newer, as one sentence; None where nothing has to."""
    wanted = (("Python", python, PYTHON), ("SQLite", sqlite, SQLITE), ("pip", pip, PIP))
    for name, found, least in wanted:
        if found < least:
            return f"The cockpit needs {name} {_text(least)} or newer; this is {_text(found)}."
    return None


def check_versions(pip: str = "") -> None:
    """End the process with a sentence when something is too old. `pip`: what `pip --version` says, where it is used."""
    found = tuple(int(part) for part in re.findall(r"\d+", pip.partition("from")[0])) or PIP
    refusal = too_old(sys.version_info[:3], sqlite3.sqlite_version_info, found)
    if refusal:
        sys.exit(refusal)


def _text(version: Version) -> str:
    return ".".join(map(str, version))


if __name__ == "__main__":
    check_versions(*sys.argv[1:2])
