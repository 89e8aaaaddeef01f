"""The map as the screens draw it: one SVG outline a region, in one plane.

The city's own layer (imported into COCKPIT_HOME) ranks above the shipped one. Shipped town outlines are *approximate*:
good for orientation and colouring, never for saying in which town a point lies - so nothing here answers that.
Reading needs only the standard library; the geometry libraries stay with the importer and the build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from indicators.definitions.model import Level

Quality = Literal["own", "outline", "approximate"]
"""own: the city's layer; outline: an openly licensed outline, some 90 m off; approximate: cells around the seats."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]

SHIPPED: Final = Path(__file__).parents[2] / "assets" / "geo"
SHAPES_FILE: Final = "shapes.json"


class GeographyError(ValueError):
    """The baked map cannot be read; the sentence names the file and says why."""


@dataclass(frozen=True)
class Shape:
    """One region on the map; all coordinates are in the view of its `Shapes`, y down."""

    code: int
    parent: int | None
    level: Level
    name_zh: str
    name_en: str
    quality: Quality
    path: str  # the `d` of an SVG path; holes wind the other way
    label: Point  # well inside the largest part
    box: Box  # x0, y0, x1, y1


@dataclass(frozen=True)
class Shapes:
    """All regions in one view of `width` by `height`; a unit is `metres` long on the ground.

    `origin` is where the view begins (its upper left corner) in the plane: metres east and north, transverse Mercator.
    """

    width: float
    height: float
    metres: float
    origin: Point
    shapes: Mapping[int, Shape]
    credits: tuple[tuple[str, str], ...]  # Chinese, English
    layers: Mapping[str, str]  # level -> name of the GeoJSON file beside it
    fingerprint: str

    def __getitem__(self, code: int) -> Shape:
        """The shape of a region; KeyError when there is none."""
        return self.shapes[code]

    def __contains__(self, code: object) -> bool:
        return code in self.shapes

    def at(self, level: Level) -> tuple[Shape, ...]:
        """All shapes of a level."""
        return tuple(shape for shape in self.shapes.values() if shape.level == level)

    def inside(self, code: int) -> tuple[Shape, ...]:
        """The shapes directly inside a region."""
        return tuple(shape for shape in self.shapes.values() if shape.parent == code)

    def only(self, permits: Callable[[int], bool]) -> Shapes:
        """The same view with only those regions that somebody may see."""
        return replace(self, shapes={code: shape for code, shape in self.shapes.items() if permits(code)})

    def approximate(self, level: Level) -> bool:
        """Whether a map of this level must say that its lines are for orientation only (示意)."""
        return any(shape.quality == "approximate" for shape in self.at(level))


def own_folder(home: Path) -> Path:
    """Where the city's own layers live."""
    return home / "geography"


def shapes_file(home: Path | None) -> Path:
    """The baked map that counts now: the city's own if there is one, else the shipped one."""
    own = own_folder(home) / SHAPES_FILE if home is not None else None
    return own if own is not None and own.is_file() else SHIPPED / SHAPES_FILE


def load_shapes(home: Path | None) -> Shapes:
    """Read the map that counts now. Raises GeographyError when the file is damaged."""
    file = shapes_file(home)
    try:
        return _shapes(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GeographyError(f"The map {file} cannot be read: {error!r}") from error


def _shapes(content: Mapping[str, Any]) -> Shapes:
    shapes = [_shape(item) for item in content["shapes"]]
    east, north = content["origin"]
    return Shapes(
        width=float(content["width"]),
        height=float(content["height"]),
        metres=float(content["metres"]),
        origin=(float(east), float(north)),
        shapes={shape.code: shape for shape in shapes},
        credits=tuple((credit["zh"], credit["en"]) for credit in content["credits"]),
        layers=dict(content["layers"]),
        fingerprint=str(content["fingerprint"]),
    )


def _shape(item: Mapping[str, Any]) -> Shape:
    x, y = item["label"]
    x0, y0, x1, y1 = item["box"]
    return Shape(
        code=int(item["code"]),
        parent=None if item["parent"] is None else int(item["parent"]),
        level=item["level"],
        name_zh=item["name"]["zh"],
        name_en=item["name"]["en"],
        quality=item["quality"],
        path=item["path"],
        label=(float(x), float(y)),
        box=(float(x0), float(y0), float(x1), float(y1)),
    )
