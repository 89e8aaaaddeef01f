"""The drill: back up while batches, readings and tasks land; kill; restore elsewhere; compare row by row."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data.backup.check import check_backup
from data.backup.faults import BackupError
from data.backup.make import make_backup
from data.backup.restore import restore_backup, unfinished
from data.core.settings import Settings
from data.migrations.versions import STORES, version_table_name
from data.storage.home_lock import take_home
from tests.data.backup.conftest import Writer, contents

NewHome = Callable[[str], Settings]
Writing = Callable[[Settings], Writer]
GROWING = ("warehouse.batch", "warehouse.fact", "readings.arrival", "readings.device_reading", "operations.task_entry")


def test_what_was_committed_before_a_backup_began_is_restored_row_by_row(
    new_home: NewHome, writing: Writing, tmp_path: Path
) -> None:
    source, target, folder = new_home("source"), new_home("target"), tmp_path / "backup"
    writer = writing(source)
    writer.wait_for(5)
    (source.home / "evidence" / "ab").mkdir(parents=True)
    (source.home / "evidence" / "ab" / "abcd").write_bytes(b"a photo")
    before = writer.committed()

    manifest = make_backup(source, folder)

    writer.wait_for(writer.committed() + 2)  # they went on writing, and still do
    writer.kill()
    after = contents(source)
    restored_manifest = restore_backup(target, folder)
    restored = contents(target)
    assert restored_manifest == manifest
    for name in GROWING:
        assert len(restored[name]) >= before, name
        assert set(restored[name]) < set(after[name]), f"{name}: a row of one moment in the past"
    tables = {table: rows for one in manifest.databases for table, rows in one.tables.items()}
    versions = {table: tables.pop(table) for table in map(version_table_name, STORES)}
    assert set(versions.values()) == {1}
    assert {name.split(".")[1]: len(rows) for name, rows in restored.items()} == tables
    assert (target.home / "evidence" / "ab" / "abcd").read_bytes() == b"a photo"
    assert unfinished(target.home) is None


def test_a_restored_cockpit_can_be_backed_up_again_to_the_same_rows(
    new_home: NewHome, writing: Writing, tmp_path: Path
) -> None:
    source, target = new_home("source"), new_home("target")
    writer = writing(source)
    writer.wait_for(3)
    writer.kill()  # the log of a killed writer is all there is of the newest rows
    first = make_backup(source, tmp_path / "first")
    restore_backup(target, tmp_path / "first")

    second = make_backup(target, tmp_path / "second")

    assert contents(target) == contents(source)
    assert [one.tables for one in second.databases] == [one.tables for one in first.databases]


def test_a_restore_into_what_holds_something_changes_nothing(
    new_home: NewHome, writing: Writing, tmp_path: Path
) -> None:
    source = new_home("source")
    writer = writing(source)
    writer.wait_for(2)
    writer.kill()
    make_backup(source, tmp_path / "backup")
    before = contents(source)

    with pytest.raises(BackupError):
        restore_backup(source, tmp_path / "backup")

    assert contents(source) == before
    assert unfinished(source.home) is None


@pytest.fixture
def backup(tmp_path: Path, writing: Writing) -> tuple[Settings, Path]:
    """A SQLite city and a backup of it."""
    source = Settings.from_environment({"COCKPIT_HOME": str(tmp_path / "city")})
    writer = writing(source)
    writer.wait_for(1)
    writer.kill()
    (source.home / "definitions").mkdir()
    (source.home / "definitions" / "policy.yaml").write_text("hours: {}\n")
    (source.home / "secret").write_text("x" * 40)
    make_backup(source, tmp_path / "backup")
    return source, tmp_path / "backup"


def test_a_backup_is_for_its_owner_alone_and_has_no_secret(backup: tuple[Settings, Path]) -> None:
    _, folder = backup

    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}

    assert modes == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not [path for path in folder.rglob("*") if b"x" * 40 in (path.read_bytes() if path.is_file() else b"")]


def test_every_alteration_of_a_backup_is_found_and_nothing_of_it_is_restored(
    backup: tuple[Settings, Path], tmp_path: Path
) -> None:
    _, folder = backup
    damages: dict[str, Callable[[Path], object]] = {
        "a bit of a database": lambda at: _flip(at / "operations.db"),
        "a cut database": lambda at: (at / "readings.db").write_bytes((at / "readings.db").read_bytes()[:8192]),
        "a lost file": lambda at: (at / "home" / "definitions" / "policy.yaml").unlink(),
        "a strange file": lambda at: (at / "home" / "definitions" / "more.yaml").write_text("more"),
        "a lost manifest": lambda at: (at / "manifest.json").unlink(),
        "a cut manifest": lambda at: (at / "manifest.json").write_text((at / "manifest.json").read_text()[:300]),
        "fewer rows": lambda at: (at / "manifest.json").write_text(
            re.sub(r'"batch": (\d+)', lambda rows: f'"batch": {int(rows[1]) + 1}', (at / "manifest.json").read_text())
        ),
    }
    assert check_backup(folder)[1] == ()
    for number, (what, damage) in enumerate(damages.items()):
        copy = tmp_path / f"damaged-{number}"
        shutil.copytree(folder, copy)
        damage(copy)
        target = Settings.from_environment({"COCKPIT_HOME": str(tmp_path / f"target-{number}")})

        with pytest.raises(BackupError, match=r"not whole|no manifest|cannot be read"):
            restore_backup(target, copy)

        assert [path.name for path in target.home.iterdir()] == ["cockpit.lock"], what


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_backup_that_was_cut_off_has_not_the_name_of_one(backup: tuple[Settings, Path], tmp_path: Path) -> None:
    source, _ = backup
    broken = replace(source, warehouse_url=f"sqlite:///{tmp_path / 'nowhere.db'}")

    with pytest.raises(BackupError, match="warehouse"):
        make_backup(broken, tmp_path / "second")

    assert not (tmp_path / "second").exists()
    assert (tmp_path / "second.partial").is_dir()


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(backup: tuple[Settings, Path], tmp_path: Path) -> None:
    source, folder = backup
    path = source.home / "operations.db"
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    content = (folder / "operations.db").read_bytes()
    path.write_bytes(content[: 4096 * 3] + bytes(4096 * 3) + content[4096 * 6 :])

    with pytest.raises(BackupError, match="operations is damaged"):
        make_backup(source, tmp_path / "second")


def test_a_restore_waits_for_nobody_who_runs_and_moves_aside_what_is_there_when_told_to(
    backup: tuple[Settings, Path],
) -> None:
    source, folder = backup
    before = contents(source)
    running = take_home(source.home)
    with pytest.raises(BackupError, match="in use"):
        restore_backup(source, folder, move_aside=True)
    running.let_go()

    restore_backup(source, folder, move_aside=True)

    assert contents(source) == before
    assert len(list(source.home.glob("before-*-operations.db"))) == 1
