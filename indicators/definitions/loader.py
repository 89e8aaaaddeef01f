"""The one way from files of definitions to typed objects: every file is read, every fault kept with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from indicators.definitions.faults import CatalogueError, Fault
from indicators.definitions.validation import validated
from indicators.definitions.yaml_source import Path_, YamlDocument, read

B = TypeVar("B", bound=BaseModel)
Admit = Callable[[str, YamlDocument], Fault | None]


@dataclass(frozen=True)
class LocatedDefinition(Generic[B]):
    """A definition, and the part of a file that it was made of."""

    made: B
    document: YamlDocument
    path: Path_ = ()

    @property
    def name(self) -> str:
        """The id under which it stands in its file."""
        return str(self.path[-1])

    def fault(self, path: Path_, code: str, reason: str) -> Fault:
        """A fault at a part of this definition."""
        return self.document.fault((*self.path, *path), code, reason)


@dataclass
class DefinitionLoader:
    """Reads files and collects what is wrong with them; `checked` ends the reading."""

    faults: list[Fault] = field(default_factory=list)

    def document(self, file: Path) -> YamlDocument:
        """The content of a file with its lines."""
        document, faults = read(file)
        self.faults += faults
        return document

    def whole(self, kind: type[B], file: Path | YamlDocument) -> LocatedDefinition[B] | None:
        """A file that is one definition; an empty one says nothing. None where it does not fit."""
        document = self._opened(file)
        return self._placed(kind, {} if document.content is None else document.content, document, ())

    def blocks(self, kind: type[B], file: Path, admit: Admit | None = None) -> Iterator[LocatedDefinition[B]]:
        """A file that maps ids to definitions: those that fit. `admit` may refuse an id first."""
        document = self.document(file)
        if not isinstance(document.content, dict | None):
            self.faults.append(document.fault((), "not-a-mapping", "the file must map ids to blocks"))
            return
        for name, block in (document.content or {}).items():
            if admit is not None and (refused := admit(name, document)):
                self.faults.append(refused)
            elif placed := self._placed(kind, block, document, (name,)):
                yield placed

    def entries(self, kind: type[B], file: Path, what: str) -> Iterator[LocatedDefinition[B]]:
        """A file that lists definitions: those that fit. `what` names them in the fault of a file that does not."""
        document = self.document(file)
        if not isinstance(document.content, list | None):
            self.faults.append(document.fault((), "not-a-list", f"the file must list {what}"))
            return
        for n, block in enumerate(document.content or []):
            if placed := self._placed(kind, block, document, (n,)):
                yield placed

    def missing(self, file: str, reason: str) -> None:
        """A file that has to be there and is not."""
        self.faults.append(Fault(Path(file), 1, "", "missing-file", reason))

    def add(self, faults: Iterable[Fault]) -> None:
        """Faults that a check has found."""
        self.faults += faults

    def checked(self) -> None:
        """CatalogueError with all faults, where there are any."""
        if self.faults:
            raise CatalogueError(self.faults)

    def _opened(self, file: Path | YamlDocument) -> YamlDocument:
        return file if isinstance(file, YamlDocument) else self.document(file)

    def _placed(self, kind: type[B], block: Any, document: YamlDocument, path: Path_) -> LocatedDefinition[B] | None:
        made, faults = validated(kind, block, document, path)
        self.faults += faults
        return None if made is None else LocatedDefinition(made, document, path)


def load_whole(kind: type[B], file: Path, *rules: Callable[[B, YamlDocument], Iterable[Fault]]) -> B:
    """A file that is one definition, held to some rules. CatalogueError with all faults."""
    loader = DefinitionLoader()
    placed = loader.whole(kind, file)
    if placed is not None:
        loader.add(fault for rule in rules for fault in rule(placed.made, placed.document))
    loader.checked()
    assert placed is not None  # what does not fit has a fault
    return placed.made


def load_blocks(kind: type[B], files: Iterable[Path]) -> dict[str, B]:
    """Definitions by id from files that map ids to them, each id once. CatalogueError with all faults."""
    loader, found = DefinitionLoader(), dict[str, LocatedDefinition[B]]()

    def once(name: str, document: YamlDocument) -> Fault | None:
        return given_twice(name, document, found.get(name))

    for file in files:
        for placed in loader.blocks(kind, file, once):
            found[placed.name] = placed
    loader.checked()
    return {name: placed.made for name, placed in found.items()}


def given_twice(name: str, document: YamlDocument, before: LocatedDefinition[Any] | None) -> Fault | None:
    """The fault of an id that another block has already."""
    if before is None:
        return None
    there = f"{before.document.file}:{before.document.line(before.path)}"
    return document.fault((name,), "duplicate-id", f"also in {there}")
