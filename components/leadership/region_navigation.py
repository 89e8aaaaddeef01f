"""The ways from a region to others: up the tree, and to its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View


@dataclass(frozen=True)
class RegionNavigation:
    """The regions around one, from outside in, each with an address where it may be seen, and its peers.

    `peers` are name, address, and whether it is the region itself.
    """

    name: str
    around: Sequence[tuple[str, str | None]]
    peers: Sequence[tuple[str, str, bool]]


def region_crumbs(view: View, shown: RegionNavigation) -> Component:
    """The way down to the region."""
    steps = [html.Li(html.A(name, href=href) if href else name) for name, href in shown.around]
    here = html.Li(shown.name, **{"aria-current": "page"})
    return html.Nav(
        html.Ol([*steps, here]),
        className="crumbs region-crumbs",
        **{"aria-label": view.translate("region.crumbs")},
    )


def region_switcher(view: View, shown: RegionNavigation) -> Component:
    """Links to the regions of the same level."""
    links = [html.A(name, href=href, **({"aria-current": "page"} if here else {})) for name, href, here in shown.peers]
    return html.Nav(links, className="chips switcher", **{"aria-label": view.translate("region.peers")})
