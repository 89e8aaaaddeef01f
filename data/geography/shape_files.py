"""Bake outlines into what a screen draws: SVG paths, a point for the label, a box, all in one plane."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from data.geography.coverage import joined, simplified
from data.geography.plane import Area, parts, to_metres
from data.geography.shapes import SHAPES_FILE, Quality, Shape
from indicators.definitions.model import Level

WIDTH: Final = 1000.0  # units of the view
MARGIN: Final = 8.0  # units, room for strokes
DETAIL: Final = 50.0  # metres; finer detail is not drawn


@dataclass(frozen=True)
class SourceRegion:
    """A region to be drawn: code, place in the tree and names."""

    code: int
    parent: int | None
    level: Level
    name_zh: str
    name_en: str

    @classmethod
    def of(cls, shape: Shape) -> "SourceRegion":
        """The place that a shape draws."""
        return cls(shape.code, shape.parent, shape.level, shape.name_zh, shape.name_en)


@dataclass(frozen=True)
class PictureView:
    """The plane of the picture: metres of the projection to units, y down."""

    left: float
    top: float
    metres: float  # per unit
    height: float

    @classmethod
    def around(cls, areas: Iterable[Area]) -> "PictureView":
        """A view of fixed width that shows all of the areas (metres)."""
        x0, y0, x1, y1 = shapely.total_bounds(list(areas))
        metres = (x1 - x0) / (WIDTH - 2 * MARGIN)
        return cls(x0 - MARGIN * metres, y1 + MARGIN * metres, metres, round((y1 - y0) / metres + 2 * MARGIN, 1))

    def __call__(self, points: Any) -> Any:
        """Points (N, 2) in metres as points of the view, to a tenth of a unit."""
        return np.round(np.column_stack([points[:, 0] - self.left, self.top - points[:, 1]]) / self.metres, 1) + 0.0


def bake(
    towns: Mapping[int, Area],
    places: Sequence[SourceRegion],
    quality: Mapping[Level, Quality],
    credits: Sequence[Mapping[str, str]],
    layers: Mapping[str, str],
) -> dict[str, Any]:
    """The content of the map file, from a clean coverage of town outlines in degrees.

    Districts and the city are unions of their towns, so every line is drawn the same at every level.
    """
    drawn = every_level(simplified({code: to_metres(area) for code, area in towns.items()}, DETAIL), places)
    view = PictureView.around(drawn.values())
    content = {
        "width": WIDTH,
        "height": view.height,
        "metres": round(view.metres, 3),
        "origin": [round(view.left, 1), round(view.top, 1)],
        "credits": list(credits),
        "layers": dict(layers),
        "shapes": [_shape(place, drawn[place.code], view, quality[place.level]) for place in places],
    }
    return {"fingerprint": sha256(_json(content).encode()).hexdigest()[:16], **content}


def every_level(towns: Mapping[int, Area], places: Sequence[SourceRegion]) -> dict[int, Area]:
    """Town outlines, and the district and city outlines that they make up."""
    result: dict[int, Area] = dict(towns)
    for level in ("district", "city"):
        for place in (place for place in places if place.level == level):
            result[place.code] = joined(result, tuple(p.code for p in places if p.parent == place.code))
    return result


def write_map(folder: Path, content: Mapping[str, Any]) -> Path:
    """Put the map file in its place in one step, so that a reader sees the old one or the new one, whole."""
    return write_whole(folder / SHAPES_FILE, _json(content) + "\n")


def write_whole(file: Path, text: str) -> Path:
    """Write a file beside its place and move it there in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(text, encoding="utf-8")
    return draft.replace(file)


def _shape(place: SourceRegion, area: Area, view: PictureView, quality: Quality) -> dict[str, Any]:
    x0, y0, x1, y1 = area.bounds
    corners = view(np.array([[x0, y1], [x1, y0]]))
    return {
        "code": place.code,
        "parent": place.parent,
        "level": place.level,
        "name": {"zh": place.name_zh, "en": place.name_en},
        "quality": quality,
        "label": view(_label(area))[0].tolist(),
        "box": corners.ravel().tolist(),
        "path": "".join(_ring(ring, view) for part in parts(area) for ring in (part.exterior, *part.interiors)),
    }


def _label(area: Area) -> Any:
    """The centre of the largest circle inside the largest part."""
    largest = max(parts(area), key=lambda part: part.area)
    return shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=DETAIL))[:1]


def _ring(ring: Any, view: PictureView) -> str:
    points = view(shapely.get_coordinates(ring)[:-1])
    moved = np.any(points != np.roll(points, 1, axis=0), axis=1)
    return "M" + " ".join(f"{x:g} {y:g}" for x, y in points[moved]) + "Z" if moved.sum() > 2 else ""


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
