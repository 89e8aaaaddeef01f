"""In which grid an event of the demonstration lies: each topic has its bad corners, and what is said again is there."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.geography.grids import Grids
from demo.city.city import CityRegions

_BUNCHED, _AGAIN = 1.8, 5.0  # how much events gather in few grids; those that are said again
_APART = 37  # grids between the worst corners of one topic and the next


@dataclass(frozen=True)
class GridPlaces:
    """The numbers of the grids of each town, in the order of the towns; none: every event lies in no known grid."""

    numbers: tuple[NDArray[np.int64], ...] = field(default=())

    def of(
        self,
        rng: np.random.Generator,
        town: NDArray[np.int64],
        topic: NDArray[np.int64],
        again: NDArray[np.bool_],
    ) -> NDArray[np.int64]:
        """The grid of each event, 0 where its town has none."""
        if not self.numbers:
            return np.zeros(len(town), dtype=np.int64)
        size = np.array([len(numbers) for numbers in self.numbers], dtype=np.int64)
        start = np.concatenate([[0], np.cumsum(size)[:-1]])
        pick = rng.random(len(town)) ** np.where(again, _AGAIN, _BUNCHED)
        here = np.maximum(size[town], 1)
        place = ((pick * here).astype(np.int64) + topic * _APART) % here
        flat = np.concatenate([*self.numbers, np.zeros(1, dtype=np.int64)])
        return np.asarray(np.where(size[town] > 0, flat[start[town] + place], 0))


def places_of(town: CityRegions, grids: Grids) -> GridPlaces:
    """The grids that lie in each town."""
    numbers = np.array([grid.number for grid in grids.layer.grids], dtype=np.int64)
    around = np.array([grid.town for grid in grids.layer.grids], dtype=np.int64)
    return GridPlaces(tuple(numbers[around == code] for code in town.codes))
