"""Who a region is: its score and place, how big it is, and where it stands on the map among its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.bands import AxisBand
from components.charts.bullet import bar
from components.charts.sparkline import sparkline
from components.formatting.completeness import Completeness, completeness_words, reported_beside
from components.formatting.numbers import NO_VALUE, DisplayValue, digits, number, plain, status_mark
from components.formatting.score_changes import both_changes
from components.framework.panel import panel
from components.framework.view import View
from components.leadership.score_caps import cap_list
from components.maps.region_map import MapShape, RegionShade, legend, region_map
from components.tables.accessible_table import accessible_table, table
from indicators.compute.score_changes import ScoreChanges

MONTHS = 24


@dataclass(frozen=True)
class RegionHead:
    """A region's score with its history, its places in words, and its size as figures with their names.

    `published` are sentences with published figures beside, `bands` the months, of those shown, with a cap.
    """

    score: DisplayValue
    series: Sequence[float | None]
    changes: ScoreChanges
    places: Sequence[str]
    counts: str
    size: Sequence[tuple[str, DisplayValue]]
    published: Sequence[str]
    completeness: Completeness
    bands: Sequence[AxisBand]


@dataclass(frozen=True)
class RankedRegion:
    """A region in the ranking: name, address, score with what it stands on; `here` is the screen's own."""

    name: str
    href: str
    score: DisplayValue
    here: bool
    completeness: Completeness


def region_head(view: View, head: RegionHead) -> Component:
    """The score panel."""
    series = list(head.series)
    return panel(
        view.translate("region.score"),
        html.Div(
            className="group-score",
            children=[
                number(view, head.score, view.translate("region.score"), "num-huge"),
                html.Div(
                    className="city-side",
                    children=[
                        *(html.Strong(place) for place in head.places),
                        *both_changes(view, head.changes),
                    ],
                ),
            ],
        ),
        sparkline(
            series[-MONTHS:],
            view.translate("overview.trend", name=view.translate("region.score")),
            320,
            48,
            bands=head.bands,
        ),
        cap_list(view, head.bands),
        html.P(completeness_words(view, head.completeness), className="note"),
        html.P(head.counts, className="note"),
        html.Dl(className="facts region-size", children=[part for pair in head.size for part in _fact(view, *pair)]),
        *(html.P(words, className="note") for words in head.published),
        aside=status_mark(view, head.score.status),
        className="region-score",
    )


def _fact(view: View, name: str, figure: DisplayValue) -> list[Any]:
    return [html.Dt(name), html.Dd(number(view, figure, name))]


@dataclass(frozen=True)
class NeighboursMap:
    """Regions with their shades, if any; `here` is outlined."""

    title: str
    shapes: Sequence[tuple[MapShape, RegionShade | None]]
    here: int | None
    notes: Sequence[str]


def neighbours_map(view: View, shown: NeighboursMap) -> Component:
    """The regions on the map, shaded by score."""
    title, shapes, here, notes = shown.title, shown.shapes, shown.here, shown.notes
    ordered = sorted(shapes, key=lambda pair: pair[0].code == here)
    rows = [[shape.name, plain(view, shade.figure, shape.name) if shade else NO_VALUE] for shape, shade in shapes]
    return panel(
        title,
        html.Div(className="region-map", children=region_map(ordered, title, here=here)),
        legend(view, [shade for _, shade in shapes if shade], "map.score"),
        html.Div(className="map-foot", children=[html.P(note) for note in notes]),
        accessible_table(
            view.translate("overview.map.table"),
            table(title, [view.translate("overview.map.region"), view.translate("region.score")], rows, numeric=(1,)),
        ),
        className="region-map-panel",
    )


@dataclass(frozen=True)
class RegionRanking:
    """Regions to be ranked by score."""

    title: str
    regions: Sequence[RankedRegion]


def ranking(view: View, shown: RegionRanking) -> Component:
    """The regions from the best score down, each with a bar and a link."""
    ordered = sorted(shown.regions, key=lambda one: -(one.score.value if one.score.value is not None else -1.0))
    items = []
    for one in ordered:
        here = {"aria-current": "true"} if one.here else {}
        items.append(
            html.Li(
                [
                    html.A(one.name, href=one.href, **here),
                    bar(one.score.value, 80, one.score.status, f"{one.name} {digits(one.score.value, 0)}"),
                    html.Span([plain(view, one.score, one.name), reported_beside(view, one.completeness)]),
                    status_mark(view, one.score.status, words=False),
                ]
            )
        )
    return panel(shown.title, html.Ol(items, className="ranks region-ranks"), aside=view.translate("group.line"))
