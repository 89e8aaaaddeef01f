"""The grids of the city as the cockpit reads them: number → town, centre, outline, as far as the asker's scope reaches.

The city's own layer (imported into COCKPIT_HOME) ranks above the shipped one, which is a synthetic fishnet: good for
showing how many things happen where, never for saying in which grid or town a point lies - so nothing here does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Final

from data.core.scope import Scope, required, required_region
from data.geography.grid_file import Grid, GridLayer, Ring, name_of, pack, unpack
from data.geography.shapes import SHIPPED, GeographyError, Point, own_folder

GRIDS_FILE: Final = "grids.json"  # the city's own
MOST_SCOPES: Final = 64  # packed files kept in memory


@dataclass(frozen=True)
class GridFile:
    """The grids that somebody may see, as a file whose name carries the hash of its content."""

    name: str
    body: bytes
    numbers: tuple[int, ...]  # these three in the order of the file
    codes: tuple[str, ...]
    towns: tuple[int, ...]


@dataclass(frozen=True)
class Grids:
    """All grids of the city. Every read takes the scope of who asks: a grid is seen where its town is."""

    layer: GridLayer
    _files: dict[frozenset[int] | None, GridFile] = field(default_factory=dict, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.layer.grids)

    @property
    def approximate(self) -> bool:
        """Whether a map must say that these grids are for demonstration only (示意)."""
        return self.layer.quality == "approximate"

    def grid(self, scope: Scope, number: int) -> Grid | None:
        """The grid of a number; None when there is none. Raises OutOfScope when its town may not be seen."""
        required(scope)
        found = self._by_number.get(number)
        if found is not None:
            required_region(scope, found.town)
        return found

    def inside(self, scope: Scope, town: int) -> tuple[Grid, ...]:
        """The grids of a town. Raises OutOfScope when it may not be seen."""
        required_region(scope, town)
        return tuple(grid for grid in self.layer.grids if grid.town == town)

    def visible(self, scope: Scope) -> Iterator[Grid]:
        """All grids that may be seen, in the order of their numbers."""
        permits = required(scope).permits
        return (grid for grid in self.layer.grids if permits(grid.town))

    def file(self, scope: Scope) -> GridFile:
        """All grids that may be seen, as a file for the browser."""
        key = required(scope).regions
        with self._lock:
            if key not in self._files:
                if len(self._files) >= MOST_SCOPES:
                    self._files.pop(next(iter(self._files)))
                self._files[key] = self._pack(scope)
            return self._files[key]

    def _pack(self, scope: Scope) -> GridFile:
        seen = tuple(self.visible(scope))
        body = pack(replace(self.layer, grids=seen))
        numbers, codes, towns = ([getattr(one, name) for one in seen] for name in ("number", "code", "town"))
        return GridFile(name_of(body), body, tuple(numbers), tuple(codes), tuple(towns))

    @cached_property
    def _by_number(self) -> dict[int, Grid]:
        return {grid.number: grid for grid in self.layer.grids}


def grids_file(home: Path | None) -> Path:
    """The layer that counts now: the city's own if there is one, else the shipped one."""
    own = own_folder(home) / GRIDS_FILE if home is not None else None
    return own if own is not None and own.is_file() else next(SHIPPED.glob("grids.*.json"))


def load_grids(home: Path | None) -> Grids:
    """Read the layer that counts now. Raises GeographyError when the file is damaged."""
    file = grids_file(home)
    try:
        return Grids(unpack(file.read_bytes()))
    except (OSError, GeographyError) as error:
        raise GeographyError(f"{file}: {error}") from error


def centre(grid: Grid) -> Point:
    """A point well inside a grid, in degrees: its centroid, or where that lies outside, the middle of the widest
    stretch at the same latitude."""
    ring = max(grid.rings, key=lambda r: abs(_area(r)))
    x, y = _centroid(ring)
    crossings = sorted(_crossings(grid.rings, y))
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not stretches or any(west < x < east for west, east in stretches):
        return x, y
    west, east = max(stretches, key=lambda s: s[1] - s[0])
    return (west + east) / 2, y


def _closed(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise((*ring, ring[0]))


def _area(ring: Ring) -> float:
    x, y = ring[0]
    return sum((a - x) * (d - y) - (c - x) * (b - y) for (a, b), (c, d) in _closed(ring)) / 2


def _centroid(ring: Ring) -> Point:
    x, y = ring[0]  # from here, so that small differences of large numbers keep their digits
    parts = [((a - x) * (d - y) - (c - x) * (b - y), a + c - 2 * x, b + d - 2 * y) for (a, b), (c, d) in _closed(ring)]
    whole = 3 * sum(cross for cross, _, _ in parts)
    return x + sum(cross * i for cross, i, _ in parts) / whole, y + sum(cross * j for cross, _, j in parts) / whole


def _crossings(rings: tuple[Ring, ...], y: float) -> Iterator[float]:
    """Where the lines of the rings cross a latitude."""
    for ring in rings:
        for (a, b), (c, d) in _closed(ring):
            if (b > y) != (d > y):
                yield a + (y - b) / (d - b) * (c - a)
