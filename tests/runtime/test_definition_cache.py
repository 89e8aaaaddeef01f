"""Definitions are read once for what they are made of, and never from what somebody else put there."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.definitions.faults import CatalogueError
from runtime.definition_cache import NAME, cached_catalogue

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CATALOGUE, tmp_path / "definitions"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def read_anew(home: Path, key: bytes, folder: Path) -> bool:
    """Whether the definitions are read again: what is kept is written then."""
    file = home / NAME
    before = file.stat().st_ino
    cached_catalogue(home, key, folder)
    return file.stat().st_ino != before


def test_what_is_kept_says_the_same_as_the_files(home: Path, folder: Path) -> None:
    first, second, fresh = (
        cached_catalogue(home, KEY, folder),
        cached_catalogue(home, KEY, folder),
        load_catalogue(folder),
    )

    assert first is not second
    for found in (first, second):
        assert found.fingerprint == fresh.fingerprint
        assert (found.plan, found.units, found.measures, found.indicators) == (
            fresh.plan,
            fresh.units,
            fresh.measures,
            fresh.indicators,
        )
        assert (found.targets, found.vitals.signs) == (fresh.targets, fresh.vitals.signs)
        assert list(found.indicators) == list(fresh.indicators)
        assert found.regions.codes == fresh.regions.codes
        assert [found.measures_of(name) for name in found.indicators] == [
            fresh.measures_of(name) for name in fresh.indicators
        ]


def test_nothing_is_read_again_until_a_file_changes(home: Path, folder: Path) -> None:
    cached_catalogue(home, KEY, folder)
    assert not read_anew(home, KEY, folder)

    targets = next((folder / "targets").glob("*.yaml"))
    targets.write_text(targets.read_text("utf-8") + "\n# a note\n", "utf-8")
    assert read_anew(home, KEY, folder)
    assert (home / NAME).stat().st_mode & 0o077 == 0


def test_faults_are_told_at_every_start(home: Path, folder: Path) -> None:
    cached_catalogue(home, KEY, folder)
    (folder / "units.yaml").write_text("a: {b: [", "utf-8")

    for _ in range(2):
        with pytest.raises(CatalogueError):
            cached_catalogue(home, KEY, folder)


class Effect:
    """Leaves a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self._trace),)


@pytest.mark.parametrize("before", [b"", OTHER])
def test_what_we_did_not_sign_is_not_even_opened(before: bytes, home: Path, folder: Path) -> None:
    trace = home / "opened"
    (home / NAME).write_bytes(before + pickle.dumps(Effect(trace)))

    cached_catalogue(home, KEY, folder)

    assert not trace.exists()
    assert not read_anew(home, KEY, folder), "what is kept now is ours"


def test_what_another_secret_signed_is_not_ours(home: Path, folder: Path) -> None:
    cached_catalogue(home, OTHER, folder)

    assert read_anew(home, KEY, folder)
