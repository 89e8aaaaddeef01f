"""What is wrong with definitions: each fault says where, what and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One fault: file, line, the element it is about, a code to count by, and a sentence."""

    file: Path
    line: int
    element: str
    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.element}: {self.reason} [{self.code}]"


class CatalogueError(ValueError):
    """The definitions cannot be used; `faults` holds every fault found, not the first one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (str(f.file), f.line, f.element)))
        super().__init__(f"{len(faults)} faults in the definitions\n" + "\n".join(map(str, self.faults)))
