"""Reading the policy with file and line, and checking that it fits together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import get_args

from indicators.definitions.faults import CatalogueError, Fault
from indicators.definitions.validation import validated
from indicators.definitions.yaml_source import Document, read
from tasks.tasks.policy import Kind, PolicyFile, SubjectKind, TaskPolicy

POLICY = Path(__file__).parent / "policy.yaml"


def load_policy(*own: Path, sources: Collection[str] | None = None) -> TaskPolicy:
    """The shipped policy with what a city's own files say instead; files that do not exist are passed over.

    `sources`: the ids that a basis may refer to (None: any). CatalogueError with all faults.
    """
    reader = _Reader(sources)
    for file in (POLICY, *own):
        if file.exists():
            reader.take(file)
    return reader.finish()


class _Reader:
    def __init__(self, sources: Collection[str] | None) -> None:
        self.sources = sources
        self.faults: list[Fault] = []
        self.whole = PolicyFile()
        self.places: dict[str, Document] = {}

    def take(self, file: Path) -> None:
        document, faults = read(file)
        part, wrong = validated(PolicyFile, document.content or {}, document, ())
        self.faults += [*faults, *wrong]
        if part is None:
            return
        self.places |= dict.fromkeys(part.kinds, document)
        self.whole = PolicyFile(
            hours=part.hours or self.whole.hours,
            defaults=part.defaults or self.whole.defaults,
            kinds={**self.whole.kinds, **part.kinds},
        )

    def finish(self) -> TaskPolicy:
        for name, kind in self.whole.kinds.items():
            self.faults += self._sources(name, kind)
        self.faults += self._subjects()
        if self.faults:
            raise CatalogueError(self.faults)
        assert self.whole.hours is not None  # the shipped file has both, and was read without a fault
        assert self.whole.defaults is not None
        return TaskPolicy(hours=self.whole.hours, defaults=self.whole.defaults, kinds=self.whole.kinds)

    def _sources(self, name: str, kind: Kind) -> Iterable[Fault]:
        ref = kind.basis.ref
        if ref is not None and self.sources is not None and ref not in self.sources:
            yield self.places[name].fault(("kinds", name, "basis"), "unknown-source", f"there is no source {ref!r}")

    def _subjects(self) -> Iterable[Fault]:
        """Each subject has one kind that is proposed for it."""
        proposed: dict[str, str] = {}
        for name, kind in self.whole.kinds.items():
            for subject in kind.subjects:
                if subject in proposed:
                    where, reason = ("kinds", name, "subjects"), f"{proposed[subject]} is proposed for {subject} too"
                    yield self.places[name].fault(where, "subject-twice", reason)
                proposed[subject] = name
        if lost := [subject for subject in get_args(SubjectKind) if subject not in proposed]:
            yield Fault(POLICY, 1, "kinds", "subject-without-kind", f"no kind is proposed for {', '.join(lost)}")
