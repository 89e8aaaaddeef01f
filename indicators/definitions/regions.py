"""The regions of the city as a tree: city ▸ districts ▸ towns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.definitions.model import Level, LocalisedText

DEPTH: dict[Level, int] = {"city": 0, "district": 1, "town": 2}


@dataclass(frozen=True)
class Region:
    """One region with its official code; the city has no parent."""

    code: int
    parent: int | None
    level: Level
    name: LocalisedText
    order: int


class Regions:
    """All regions, parents before children, in the customary order of display."""

    def __init__(self, regions: Sequence[Region]) -> None:
        ordered = sorted(regions, key=lambda r: (DEPTH[r.level], r.order, r.code))
        self._by_code = {region.code: region for region in ordered}
        self.codes: tuple[int, ...] = tuple(self._by_code)
        self.index: dict[int, int] = {code: place for place, code in enumerate(self.codes)}
        self._children: dict[int, tuple[int, ...]] = {
            code: tuple(r.code for r in ordered if r.parent == code) for code in self.codes
        }

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: int) -> Region:
        """The region with this code; KeyError when there is none."""
        return self._by_code[code]

    @property
    def city(self) -> Region:
        """The root."""
        return self._by_code[self.codes[0]]

    def children(self, code: int) -> tuple[int, ...]:
        """The regions directly inside, in order."""
        return self._children[code]

    def at(self, level: Level) -> tuple[int, ...]:
        """All regions of a level, in order."""
        return tuple(r.code for r in self if r.level == level)

    def within(self, code: int) -> tuple[int, ...]:
        """The region itself and all inside it."""
        inner = [c for child in self._children[code] for c in self.within(child)]
        return (code, *inner)

    def around(self, code: int) -> tuple[int, ...]:
        """The region itself and all it lies in, the nearest first."""
        parent = self._by_code[code].parent
        return (code,) if parent is None else (code, *self.around(parent))

    def reaches(self, code: int, level: Level) -> bool:
        """Whether something meaningful down to `level` means something for this region."""
        return DEPTH[self._by_code[code].level] <= DEPTH[level]
