"""A map of thousands of things: grids coloured by a value, devices and alerts in clusters, an incident ringed.

The server draws a finished map first: outlines, names, alerts, credits, a sentence and lists. Where scripts run, a
canvas takes its place, in the same box and with the same extent (assets/maps; Leaflet comes only to pages that hold
such a map). What changes with time lies apart from the picture: a live part brings it anew, and only colours change.
"""

from __future__ import annotations

import json
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.live import live
from components.framework.page import LiveFragment
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.big_map_lists import LISTED, grid_list, point_list, sentence
from components.maps.big_map_picture import extent, map_svg, names, ring_radius
from components.maps.big_map_spec import GridFileRef, Highlight, MapBackground, MapPoints, MapSpec, ShadedGrids
from components.maps.colour_scale import packed as packed_colours
from components.maps.levels import AROUND, LEVELS, SHAPES, level_mark
from components.maps.levels import packed as packed_levels
from components.maps.places import ADDRESS, columns
from components.maps.region_map import credit_lines

__all__ = ["GridFileRef", "Highlight", "MapBackground", "MapPoints", "MapSpec", "ShadedGrids", "big_map", "map_now"]

WORDS: Final = (
    "colon",
    "several",
    "more",
    "open",
    "close",
    "zoom_in",
    "zoom_out",
    "whole",
    "in_view",
    "keys",
    "no_value",
)


def big_map(view: View, spec: MapSpec, part: LiveFragment | None = None) -> Component:
    """The map. With `part`, what changes stands in that live part of the page; its `draw` gives `map_now`."""
    now = map_now(view, spec)
    return html.Div(
        className="big-map-panel",
        children=[
            html.Figure(
                className="big-map",
                **{"data-map": spec.id},
                children=[
                    html.Div(map_svg(view, spec), className="big-map-box"),
                    _json("big-map-setup", _setup(view, spec)),
                    html.Figcaption(
                        [
                            *(html.P(line) for line in _notes(view, spec)),
                            html.P(view.translate("map.two_fingers"), className="big-map-touch"),
                        ],
                        className="note",
                    ),
                ],
            ),
            live(view, part, now) if part else now,
        ],
    )


def map_now(view: View, spec: MapSpec) -> Component:
    """What of the map changes with time: values and levels for the canvas, and all that is said in words."""
    grids = grid_list(view, spec.grids, names(view, spec.ground)) if spec.grids else None
    points = point_list(view, spec.points) if spec.points else None
    lists = [one for one in (points, grids) if one is not None]
    return html.Div(
        className="big-map-now",
        **{"data-for": spec.id},
        children=[
            _json("big-map-values", _values(view, spec)),
            html.P(sentence(view, spec), className="big-map-sentence"),
            html.Div([_levels(view) if spec.points else None, _scale(view, spec.grids) if spec.grids else None]),
            html.Details([html.Summary(view.translate("map.list.show")), *lists], className="twin") if lists else None,
        ],
    )


def _notes(view: View, spec: MapSpec) -> list[str]:
    """Whose outlines these are, and that they are approximate where they are."""
    lines = credit_lines(view, spec.ground.credits, spec.towns and spec.ground.approximate("town"))
    return [spec.grids.note, *lines] if spec.grids and spec.grids.note else lines


def _setup(view: View, spec: MapSpec) -> dict[str, Any]:
    """What the canvas needs once: the plane, the extent, shapes and words."""
    return {
        "metres": spec.ground.metres,
        "origin": spec.ground.origin,
        "view": [spec.ground.width, spec.ground.height],
        "extent": extent(spec),
        "ring": ring_radius(spec),
        "label": spec.label,
        "levels": LEVELS,
        "shapes": [SHAPES[level] for level in LEVELS],
        "around": [AROUND[level] for level in LEVELS],
        "names": names(view, spec.ground),
        "listed": LISTED,
        "query": view.href("/")[1:],
        "words": {word: view.translate(f"map.{word}") for word in WORDS}
        | {f"level_{n}": view.translate(f"map.level.{level}") for n, level in enumerate(LEVELS)},
    }


def _values(view: View, spec: MapSpec) -> dict[str, Any]:
    """What the canvas needs again and again. Which file a place or a grid is drawn from is part of it."""
    values: dict[str, Any] = {}
    if spec.grids:
        grids = spec.grids
        values["grids"] = {
            "url": ADDRESS + grids.file.name,
            "colours": packed_colours(grids.grades.colour(value, grids.low_stands_out) for value in grids.values),
            "values": [None if value is None else _rounded(value, grids.decimals) for value in grids.values],
            "decimals": grids.decimals,
            "unit": grids.unit,
            "what": grids.what,
            "href": grids.href,
            "marks": dict(grids.marks),
            "low": grids.low_stands_out,
        }
    if spec.points:
        points = spec.points
        places = {"url": points.file.url} if points.file else {"places": columns(points.places)}
        values["points"] = {
            **places,
            "levels": packed_levels(points.levels),
            "texts": points.texts,
            "what": points.what,
            "marks": dict(points.marks),
            "clustered": points.clustered,
        }
    if spec.highlight:
        ring = spec.highlight
        values["ring"] = {"lon": ring.lon, "lat": ring.lat, "name": ring.name, "level": LEVELS.index(ring.level)}
    return values


def _rounded(value: float, decimals: int) -> float:
    """As it will be shown: the browser only puts the digits down."""
    return round(value) if decimals == 0 else round(value, decimals)


def _json(className: str, content: Any) -> RawHtml:
    """Data for the script, as data: the page's policy runs nothing that stands inside it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return RawHtml(f'<script type="application/json" class="{className}">{text}</script>')


def _levels(view: View) -> Component:
    """What the shapes mean."""
    return html.Ul([html.Li(level_mark(view, level)) for level in reversed(LEVELS)], className="big-map-levels")


def _scale(view: View, grids: ShadedGrids) -> Component:
    """What the colours mean: where each begins."""
    grades = grids.grades
    starts = [] if grades.low is None else [grades.low, *grades.limits]
    steps = [(grades.colour(start, grids.low_stands_out), digits(start, grids.decimals)) for start in starts]
    return html.Ul(
        [
            html.Li(f"{grids.what}{grids.unit and f' ({grids.unit.strip()})'}"),
            *(html.Li([html.I(className=f"grid-swatch grid-{place}"), f"≥ {text}"]) for place, text in steps),
        ],
        className="big-map-scale",
        **{"data-number": "scale"},
    )
