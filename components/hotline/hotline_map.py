"""The map of events by grid: what it can show, what happened in a chosen grid, and the downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import MapSpec, big_map

Choice = tuple[str, str, bool]
"""A choice: its name, its address, and whether it is chosen."""


@dataclass(frozen=True)
class GridCounts:
    """A grid by its name, with how many events of each topic there were in so many days, the most first."""

    name: str
    days: int
    topics: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class HotlineMap:
    """Events of a kind and topic by grid. `downloads` are name and address of files; none for who may not have them.

    `smallest` is the smallest count that such a file tells.
    """

    what: str
    kinds: Sequence[Choice]
    spans: Sequence[Choice]
    topics: Sequence[Choice]
    grid: GridCounts | None
    spec: MapSpec
    downloads: Sequence[tuple[str, str]]
    smallest: int


def hotline_map(view: View, shown: HotlineMap) -> Component:
    """The panel."""
    return panel(
        view.translate("voice.map"),
        html.Div(
            [
                _chips(view.translate("voice.map.kinds"), shown.kinds),
                _chips(view.translate("voice.map.spans"), shown.spans),
                _chips(view.translate("voice.map.topics"), shown.topics),
            ],
            className="voice-choices",
        ),
        _grid(view, shown.grid) if shown.grid else None,
        big_map(view, shown.spec),
        _downloads(view, shown) if shown.downloads else None,
        aside=shown.what,
        className="voice-map",
    )


def _chips(label: str, choices: Sequence[Choice]) -> Component:
    return html.Nav(
        [html.A(name, href=href, **({"aria-current": "true"} if on else {})) for name, href, on in choices],
        className="chips",
        **{"aria-label": label},
    )


def _grid(view: View, shown: GridCounts) -> Component:
    """What happened in the chosen grid, by topic."""
    said = [view.translate("voice.grid.count", topic=name, n=n) for name, n in shown.topics]
    words = view.translate("voice.grid.counts", days=shown.days, counts=view.translate("map.comma").join(said))
    nothing = view.translate("voice.grid.nothing", days=shown.days)
    counted = html.Span(words if said else nothing, **{"data-number": "grid"})
    return html.P([html.B(shown.name), " ", counted], className="voice-why", id="voice-grid")


def _downloads(view: View, shown: HotlineMap) -> Component:
    """Orders by grid and topic as a file, small counts suppressed."""
    links = [html.A(name, href=href, className="link", download=True) for name, href in shown.downloads]
    said = view.translate("voice.take", n=shown.smallest)
    return html.P([said, *(part for link in links for part in (" ", link))], className="note")
