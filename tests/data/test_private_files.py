"""What lies on the disk is its owner's alone, and no error tells what was in a statement."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from data.core.settings import Settings
from data.evidence.evidence_folder import EvidenceFolder, ExaminedFile
from data.operations import Operations, open_operations
from data.operations.accounts.account_tables import account
from data.storage.private_files import narrow_home
from demo.container import DemoContainer
from web.security.shared_counts import SharedCounts


def modes(home: Path) -> dict[str, int]:
    """The rights of a folder and all in it, by name."""
    return {str(one.relative_to(home)): stat.S_IMODE(one.stat().st_mode) for one in (home, *home.rglob("*"))}


def test_homes_are_0700_and_what_is_in_them_0600(tmp_path: Path) -> None:
    home = tmp_path / "srv" / "cockpit"
    before = os.umask(0o022)  # as most machines have it
    try:
        DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}))
        operations = open_operations(f"sqlite:///{home / 'operations.db'}")
        SharedCounts(home / "limits.db").incr("x", 60)
        EvidenceFolder(home).keep(ExaminedFile("text/plain", b"x", "x.txt"))
        found = modes(home)
    finally:
        os.umask(before)
        operations.dispose()

    assert {"operations.db", "operations.db-wal", "operations.db-shm", "limits.db"} <= set(found)
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
    assert stat.S_IMODE((tmp_path / "srv").stat().st_mode) == 0o700


def test_what_was_open_to_others_is_narrowed_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = tmp_path / "home"
    (home / "backup").mkdir(parents=True)
    (home / "operations.db").write_bytes(b"")
    (home / "backup" / "run.sh").write_bytes(b"")
    for place, mode in ((home, 0o755), (home / "backup", 0o755), (home / "operations.db", 0o644)):
        place.chmod(mode)
    (home / "backup" / "run.sh").chmod(0o755)

    assert narrow_home(home) == 4
    assert narrow_home(home) == 0

    assert modes(home) == {".": 0o700, "operations.db": 0o600, "backup": 0o700, "backup/run.sh": 0o700}
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_an_error_of_the_database_tells_no_values(operations: Operations) -> None:
    row = {"login": "chen", "name": "Chen of the third office", "staff": "7", "state": "active", "temporary": 0}
    row |= {"factor_step": 0, "demo": 0, "created_at": 0, "created_by": "", "version": 1}
    with pytest.raises(IntegrityError) as fault, operations.writing() as connection:
        connection.execute(insert(account), [row, row])

    assert "INSERT" in str(fault.value)
    assert "third office" not in str(fault.value).partition("DETAIL")[0]
