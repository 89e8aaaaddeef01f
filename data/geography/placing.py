"""Whether a point lies in the region that it is said to lie in, as far as the outlines of the map are good for that.

It needs the geometry libraries: load it where a point is checked, not before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import shapely

from data.geography.importing.layer_import import own_layers
from data.geography.importing.layers import read_layer
from data.geography.plane import Area, to_metres
from data.geography.shapes import SHIPPED, load_shapes

OWN: Final = 300.0  # metres that a device may stand outside an outline of the city's own: it stands beside the road
SHIPPED_DISTRICT: Final = 1_500.0  # the shipped outlines of districts are some 90 m off on average, more at rivers
APPROXIMATE_TOWN: Final = 2_000.0  # shipped towns are cells around their seats: only said, never refused


@dataclass(frozen=True)
class Misplaced:
    """A point outside the region named: how far (km), and which district it lies in (0: none of the city's).

    `certain`: outside by more than the outlines can be wrong.
    """

    km: float
    lies_in: int
    certain: bool


@dataclass(frozen=True)
class Outlines:
    """The outlines that count now, in metres; `parents` has the district of each town."""

    districts: Mapping[int, Area]
    towns: Mapping[int, Area]
    own_districts: bool
    own_towns: bool
    parents: Mapping[int, int]

    @classmethod
    def of(cls, home: Path | None) -> Outlines:
        """The city's own outlines, or else the shipped ones."""
        own = own_layers(home) if home is not None else {}
        shipped = load_shapes(None)
        layers = {
            level: own.get(level) or read_layer(SHIPPED / shipped.layers[level]) for level in ("district", "town")
        }
        metres = {level: {code: to_metres(area) for code, area in layer.items()} for level, layer in layers.items()}
        parents = {shape.code: shape.parent for shape in shipped.at("town") if shape.parent is not None}
        return cls(metres["district"], metres["town"], "district" in own, "town" in own, parents)

    @cached_property
    def _city(self) -> Area:
        return shapely.union_all(list(self.districts.values()))

    def misplaced(self, region: int, lon: float, lat: float) -> Misplaced | None:
        """What is wrong with a point (degrees) of a region; None where it lies in it, or so near that it may."""
        point = to_metres(shapely.Point(lon, lat))
        slack = OWN if self.own_districts else SHIPPED_DISTRICT
        district = self.parents.get(region, region)
        away = float(self.districts.get(district, self._city).distance(point))
        if away > slack:
            lies_in = next((code for code, area in self.districts.items() if area.covers(point)), 0)
            return Misplaced(away / 1000, lies_in, certain=True)
        if region not in self.towns:
            return None
        away = float(self.towns[region].distance(point))
        if away <= (OWN if self.own_towns else APPROXIMATE_TOWN):
            return None
        return Misplaced(away / 1000, district, certain=self.own_towns)
