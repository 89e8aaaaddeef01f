"""What a big map says in words: a sentence, and lists of what is on it, worst first. The script keeps them to what is
in view; before it comes, and without it, they tell of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.view import View
from components.maps.big_map_spec import MapPoints, MapSpec, ShadedGrids
from components.maps.levels import LEVELS, LevelMark, level_mark, rank
from components.tables.accessible_table import table

LISTED: Final = 20


def sentence(view: View, spec: MapSpec) -> str:
    """The map in a sentence or three."""
    said = [spec.label + view.translate("map.stop")]
    if spec.points:
        said.append(_points_sentence(view, spec.points))
    if spec.grids:
        said.append(_grids_sentence(view, spec.grids))
    if spec.highlight:
        said.append(view.translate("map.ring", place=spec.highlight.name))
    return " ".join(said) if view.lang == "en" else "".join(said)


def _points_sentence(view: View, points: MapPoints) -> str:
    counts = Counter(points.levels)
    if not counts:
        return view.translate("map.points.none", what=points.what)
    parts = [
        view.translate("map.count", level=view.translate(f"map.level.{level}"), n=counts[level])
        for level in reversed(LEVELS)
        if counts[level]
    ]
    return view.translate(
        "map.points", n=len(points.levels), what=points.what, counts=view.translate("map.comma").join(parts)
    )


def _grids_sentence(view: View, grids: ShadedGrids) -> str:
    low, high = grids.grades.low, grids.grades.high
    if low is None or high is None:
        return view.translate("map.grids.none", what=grids.what)
    return view.translate(
        "map.grids",
        n=len(grids.values),
        what=grids.what,
        low=digits(low, grids.decimals),
        high=digits(high, grids.decimals),
        unit=grids.unit,
    )


def point_list(view: View, points: MapPoints) -> Component:
    """The points, worst first: name, level, what is measured."""
    order = sorted(range(len(points.places)), key=lambda n: -rank(points.levels[n]))[:LISTED]
    rows = [_point_row(view, points, n) for n in order]
    heads = [view.translate("map.list.name"), view.translate("map.list.level"), view.translate("map.list.now")]
    caption = view.translate("map.list.points", what=points.what)
    return _list(view, "points", caption, heads, rows, len(points.places))


def _point_row(view: View, points: MapPoints, n: int) -> list[Any]:
    place, level = points.places[n], points.levels[n]
    value = html.Span(points.texts[n], **point_marks(points.marks, level, place.region)) if n in points.texts else ""
    return [html.A(place.name, href=view.href(place.href)), level_mark(view, level), value]


def point_marks(shared: Mapping[str, str], level: LevelMark, region: int) -> dict[str, str]:
    """The data attributes of what is measured at a point."""
    return {"data-number": "point", **shared, "data-region": str(region), "data-status": level}


def grid_list(view: View, grids: ShadedGrids, names: Mapping[str, str]) -> Component:
    """The grids, those to look at first: code and town, value."""
    known = [n for n, value in enumerate(grids.values) if value is not None]
    turn = 1 if grids.low_stands_out else -1
    order = sorted(known, key=lambda n: turn * (grids.values[n] or 0.0))[:LISTED]
    rows = [_grid_row(view, grids, n, names) for n in order]
    caption = view.translate("map.list.grids", what=grids.what)
    return _list(view, "grids", caption, [view.translate("map.list.grid"), grids.what], rows, len(grids.values), (1,))


def _grid_row(view: View, grids: ShadedGrids, n: int, names: Mapping[str, str]) -> list[Any]:
    town, value = grids.file.towns[n], grids.values[n]
    place = grids.grades.colour(value, grids.low_stands_out)
    name = f"{grids.file.codes[n]} · {names.get(str(town), town)}"
    path, _, asked = grids.href.format(number=grids.file.numbers[n]).partition("?")
    link = html.A(name, href=view.href(path, **dict(parse_qsl(asked))))
    text = digits(value, grids.decimals) + grids.unit
    marks = {"data-number": "grid", **grids.marks, "data-region": str(town), "data-status": "unknown"}
    return [[html.I(className=f"grid-swatch grid-{place}"), link], html.Span(text, **marks)]


def _list(
    view: View, kind: str, caption: str, heads: list[Any], rows: list[list[Any]], n: int, numeric: tuple[int, ...] = ()
) -> Component:
    counted = view.translate("map.in_view", n=n, shown=len(rows))
    return html.Div(
        [html.P(counted, className="note"), table(caption, heads, rows, "big-map-table", numeric)],
        className="big-map-list",
        **{"data-list": kind},
    )
