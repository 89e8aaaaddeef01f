"""What is expensive to make is made once a run, by whichever of its processes needs it first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """The folder, filled by `make` if no process of this run has done so; others wait until it is whole."""
    whole = folder.with_name(f"{folder.name}.whole")
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not whole.exists():
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder
