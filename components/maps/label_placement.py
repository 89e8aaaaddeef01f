"""Where the names on a map stand: inside their regions, moved apart where two would lie on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 80
LATIN = 0x2E80  # characters from here on are as wide as they are high


@dataclass(frozen=True)
class LabelBox:
    """Words around a point, in units of the map: the middle, and how wide and high they are."""

    x: float
    y: float
    width: float
    height: float


def label_box(point: tuple[float, float], texts: Sequence[str], letter: float) -> LabelBox:
    """Lines of text below each other around a point, in letters `letter` high."""
    widest = max((sum(1.0 if ord(c) >= LATIN else 0.58 for c in text) for text in texts), default=0.0)
    return LabelBox(*point, widest * letter, 1.25 * len(texts) * letter)


def apart(labels: Sequence[LabelBox], box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """The middles of labels, none over another as far as `box` (left, top, width, height) has room for all.

    Two that meet go half the way each, sideways or up and down, whichever is shorter.
    """
    places = [[one.x, one.y] for one in labels]
    for _ in range(ROUNDS):
        moved = False
        for first in range(len(labels)):
            for second in range(first + 1, len(labels)):
                moved |= _part(labels[first], labels[second], places[first], places[second])
        for one, place in zip(labels, places, strict=True):
            place[0] = min(max(place[0], box[0] + one.width / 2), box[0] + box[2] - one.width / 2)
            place[1] = min(max(place[1], box[1] + one.height / 2), box[1] + box[3] - one.height / 2)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _part(one: LabelBox, other: LabelBox, here: list[float], there: list[float]) -> bool:
    """Push two labels apart where they meet; whether they met."""
    across = (one.width + other.width) / 2 - abs(here[0] - there[0])
    down = (one.height + other.height) / 2 - abs(here[1] - there[1])
    if across <= 1e-6 or down <= 1e-6:
        return False
    axis, far = (0, across) if across < down else (1, down)
    sign = 1 if here[axis] >= there[axis] else -1
    here[axis] += sign * far / 2
    there[axis] -= sign * far / 2
    return True
