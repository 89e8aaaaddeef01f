"""One short text that changes whenever something that screens show has changed. It carries no data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy.exc import SQLAlchemyError

ChangeSubject = Literal["snapshot", "signs", "alerts", "tasks", "liveness"]
NEVER = -1  # a count that nothing ever has
SUBJECTS: tuple[ChangeSubject, ...] = get_args(ChangeSubject)


@dataclass(frozen=True)
class ChangeVersion:
    """How often each subject has changed; of `liveness`, which is no count, a number that differs with it.

    `complete`: every source answered; else some counts are the last heard.
    """

    beats: Mapping[ChangeSubject, int]
    complete: bool = True

    def __str__(self) -> str:
        return ".".join(str(self.beats.get(subject, 0)) for subject in SUBJECTS)

    @classmethod
    def parse(cls, text: str) -> ChangeVersion:
        """The pulse behind a text that a browser sent back; what cannot be read counts as never heard."""
        parts = text.split(".")
        known = len(parts) == len(SUBJECTS) and all(part.isascii() and part.isdigit() for part in parts)
        return cls(dict(zip(SUBJECTS, map(int, parts) if known else [NEVER] * len(SUBJECTS), strict=True)))

    def of(self, *subjects: ChangeSubject) -> tuple[int, ...]:
        """How often some subjects have changed."""
        return tuple(self.beats.get(subject, 0) for subject in subjects)

    def changed_since(self, other: ChangeVersion) -> frozenset[ChangeSubject]:
        """The subjects that differ."""
        return frozenset(s for s in SUBJECTS if self.beats.get(s, 0) != other.beats.get(s, 0))


class VersionCollector:
    """Takes the pulse from its sources. One that is away keeps its last count: the screens keep their last picture."""

    def __init__(self, *sources: Callable[[], Mapping[ChangeSubject, int]]) -> None:
        self._sources = sources
        self._last: dict[ChangeSubject, int] = {}

    def take(self) -> ChangeVersion:
        """The pulse now."""
        return self.collect(self._sources)

    def collect(self, sources: Iterable[Callable[[], Mapping[ChangeSubject, int]]]) -> ChangeVersion:
        """The same from other sources: what a caller has read already is not read again."""
        complete = True
        for source in sources:
            try:
                self._last |= source()
            except SQLAlchemyError:
                complete = False
        return ChangeVersion(dict(self._last), complete)
