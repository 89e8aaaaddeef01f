"""Grids as a file that is small to send: corners as whole steps from one to the next, consecutive numbers as runs.

The browser's half that reads it is in assets/maps. Needs the standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from data.geography.shapes import GeographyError, Point, Quality

Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Grid:
    """One grid (网格): its number here, the city's code for it, the town it lies in, and its rings in degrees.

    `number` is what devices and events carry. Rings are open (the first corner is not repeated); a ring inside
    another is a hole.
    """

    number: int
    code: str
    town: int
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class GridLayer:
    """All grids in the order of their numbers, what their lines are worth, and what a map has to say about them."""

    grids: tuple[Grid, ...]
    quality: Quality
    note: Mapping[str, str]  # zh, en
    steps: int  # in a degree; corners lie on whole steps


def pack(layer: GridLayer) -> bytes:
    """The layer as a file; the same layer gives the same bytes."""
    grids = layer.grids
    content = {
        "level": "grid",
        "crs": "EPSG:4490",
        "steps": layer.steps,
        "boundary_quality": layer.quality,
        "note": dict(layer.note),
        "number": _runs(grid.number for grid in grids),
        "code": _runs(grid.code for grid in grids),
        "town": _repeats(grid.town for grid in grids),
        "rings": list(_chains([grid.rings for grid in grids], layer.steps)),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(body: bytes) -> GridLayer:
    """The layer behind a file. Raises GeographyError when it is damaged."""
    try:
        content = json.loads(body)
        steps = int(content["steps"])
        numbers = [int(n) for n in _unrun(content["number"])]
        rows = zip(
            numbers, _unrun(content["code"]), _unrepeat(content["town"]), _unchain(content["rings"], steps), strict=True
        )
        grids = tuple(Grid(number, str(code), int(town), rings) for number, code, town, rings in rows)
        return GridLayer(grids, content["boundary_quality"], content["note"], steps)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise GeographyError(f"The layer of grids cannot be read: {error!r}") from error


def name_of(body: bytes) -> str:
    """The file's name, with a hash of its content."""
    return f"grids.{hashlib.sha256(body).hexdigest()[:12]}.json"


def _runs(values: Iterable[int | str]) -> list[list[Any]]:
    """[first, how many] for values that follow each other: 7, 8, 9 or "0107", "0108"."""
    runs: list[list[Any]] = []
    after: int | str | None = None
    for value in values:
        if runs and value == after:
            runs[-1][1] += 1
        else:
            runs.append([value, 1])
        after = _next(value)
    return runs


def _next(value: int | str) -> int | str | None:
    if isinstance(value, int):
        return value + 1
    return f"{int(value) + 1:0{len(value)}d}" if value.isascii() and value.isdigit() else None


def _unrun(runs: Sequence[Sequence[Any]]) -> Iterator[int | str]:
    for value, count in runs:
        for _ in range(count):
            yield value
            value = _next(value)


def _repeats(values: Iterable[int]) -> list[list[int]]:
    """[value, how many] for values that stay the same."""
    repeats: list[list[int]] = []
    for value in values:
        if repeats and repeats[-1][0] == value:
            repeats[-1][1] += 1
        else:
            repeats.append([value, 1])
    return repeats


def _unrepeat(repeats: Sequence[Sequence[int]]) -> Iterator[int]:
    for value, count in repeats:
        yield from [value] * count


def _chains(shapes: Iterable[Sequence[Ring]], steps: int) -> Iterator[list[Any]]:
    """A ring is a list of whole steps: its first corner from the first corner of the ring before, then each from its
    predecessor. A grid of one ring is that list, a grid of several a list of lists."""
    first = (0, 0)
    for rings in shapes:
        chained = []
        for ring in rings:
            corners = [(round(x * steps), round(y * steps)) for x, y in ring]
            moves = zip([first, *corners[:-1]], corners, strict=True)
            chained.append([part for (ax, ay), (bx, by) in moves for part in (bx - ax, by - ay)])
            first = corners[0]
        yield chained[0] if len(chained) == 1 else chained


def _unchain(chains: Iterable[Sequence[Any]], steps: int) -> Iterator[tuple[Ring, ...]]:
    first = (0, 0)
    for chain in chains:
        rings = []
        for moves in chain if isinstance(chain[0], list) else [chain]:
            xs = list(accumulate(moves[::2], initial=first[0]))[1:]
            ys = list(accumulate(moves[1::2], initial=first[1]))[1:]
            first = (xs[0], ys[0])
            rings.append(tuple((x / steps, y / steps) for x, y in zip(xs, ys, strict=True)))
        yield tuple(rings)
