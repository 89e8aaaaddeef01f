"""What a big map is told to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from components.maps.colour_scale import ColourScale
from components.maps.levels import LevelMark
from components.maps.places import Place, PlacesFile
from components.maps.region_map import RegionOutline
from indicators.definitions.model import Level as RegionLevel

Box = tuple[float, float, float, float]
NOTHING: Mapping[str, str] = {}


class MapRegion(RegionOutline, Protocol):
    """An outline that knows its level: city, district or town."""

    @property
    def level(self) -> RegionLevel: ...


class MapBackground(Protocol):
    """The outlines as the geography has them, all in one view of the plane (data.geography.shapes.Shapes)."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def metres(self) -> float: ...
    @property
    def origin(self) -> tuple[float, float]: ...
    @property
    def shapes(self) -> Mapping[int, MapRegion]: ...
    @property
    def credits(self) -> tuple[tuple[str, str], ...]: ...
    def approximate(self, level: RegionLevel) -> bool: ...


class GridFileRef(Protocol):
    """The grids that the visitor may see, in the order of their file (data.geography.grids.GridFile)."""

    @property
    def name(self) -> str: ...
    @property
    def numbers(self) -> Sequence[int]: ...
    @property
    def codes(self) -> Sequence[str]: ...
    @property
    def towns(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class ShadedGrids:
    """Grids coloured by a value. `values` follow the order of `file`; None is no value.

    `href` is where a grid's number leads, with {number} in it. `marks` are the data attributes that all values share
    (data-sign or data-indicator, data-period, data-basis). `note` says what the lines are worth, when it must be said.
    """

    file: GridFileRef
    values: Sequence[float | None]
    grades: ColourScale
    what: str
    unit: str
    href: str
    marks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    decimals: int = 0
    low_stands_out: bool = False  # where a low value is the one to look at


@dataclass(frozen=True)
class MapPoints:
    """Things at places: devices, alerts, events. `levels` follow the order of `places`.

    `texts` say what is measured there, by place, where there is something to say. With `file` the browser fetches the
    places once and for ever, and the page carries only what changes: for more than some hundred.
    """

    places: Sequence[Place]
    levels: Sequence[LevelMark]
    what: str
    texts: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    file: PlacesFile | None = None
    clustered: bool = True


@dataclass(frozen=True)
class Highlight:
    """A place with a ring around it: where the incident is."""

    lon: float
    lat: float
    name: str
    level: LevelMark


@dataclass(frozen=True)
class MapSpec:
    """A big map. `id` is unique on the page, `label` says in words what is shown; `around` is the part of the view
    that is shown first (default: all of the city)."""

    id: str
    label: str
    ground: MapBackground
    towns: bool = False
    around: Box | None = None
    grids: ShadedGrids | None = None
    points: MapPoints | None = None
    highlight: Highlight | None = None
