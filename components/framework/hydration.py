"""Which parts of a page need React, and which are done when the server has drawn them.

A page is one tree of Dash components. Only what a callback touches (and what Dash's own interactive
components are) has to live in the browser; every run of other elements is sent as HTML once and adopted.
Measured on the overview this leaves some twenty components to mount instead of two thousand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.late_bound_values import fragment_placeholder
from components.framework.markup import attributes, tag_of, to_html
from components.framework.raw_html import RawHtml

HTML = "dash_html_components"


@dataclass(frozen=True)
class HydrationIsland:
    """A page split in two: `markup` for the first paint, `layout` for Dash to take over."""

    markup: str
    layout: Component


def split(tree: Component, live_ids: Collection[str]) -> HydrationIsland:
    """Split a page. `live_ids` are the ids that some callback reads or writes."""
    writer = _Writer(frozenset(live_ids))
    markup, layout = writer.page(tree)
    return HydrationIsland(markup, layout if isinstance(layout, Component) else html.Div(layout))


def take_parts(content: Any, names: Collection[str]) -> dict[str, str]:
    """Take the content of the elements with some ids out of a page; places for them stay. The markup by id."""
    if isinstance(content, list | tuple):
        return {name: markup for child in content for name, markup in take_parts(child, names).items()}
    if not isinstance(content, Component):
        return {}
    name = getattr(content, "id", None)
    if name not in names:
        return take_parts(getattr(content, "children", None), names)
    markup = to_html(content.children)
    content.children = fragment_placeholder(str(name))
    return {str(name): markup}


class _Writer:
    def __init__(self, live_ids: frozenset[str]) -> None:
        self._live_ids = live_ids
        self._living: set[int] = set()  # the places in memory of live nodes: the tree outlives the walk
        self._pieces = 0

    def page(self, tree: Component) -> tuple[str, Any]:
        """Markup and live layout of the whole tree."""
        self._mark(tree)
        return self._walk(tree)

    def _mark(self, node: Any) -> bool:
        """Note which nodes live: those of Dash's interactive libraries, those with a live id, and all around them."""
        if isinstance(node, list | tuple):
            return (
                sum(self._mark(child) for child in node) > 0
            )  # every child is looked at, not only the first that lives
        if not isinstance(node, Component):
            return False
        living = getattr(node, "id", None) in self._live_ids or not (
            isinstance(node, RawHtml) or node._namespace == HTML
        )
        if self._mark(getattr(node, "children", None)) or living:
            self._living.add(id(node))
            return True
        return False

    def _walk(self, node: Any) -> tuple[str, Any]:
        """Markup and live layout of one node; the static runs among its children become pieces."""
        if not self._lives(node):
            return self._piece([node])
        if isinstance(node, RawHtml):
            return f'<div class="piece" id="{escape(node.id)}">{to_html(node)}</div>', RawHtml(id=node.id)
        if node._namespace != HTML:
            return to_html(node), node
        inner = [self._walk(run[0]) if living else self._piece(run) for living, run in self._runs(node)]
        tag = tag_of(node)
        markup = f"<{tag}{attributes(node)}>{''.join(m for m, _ in inner)}</{tag}>"
        given = {k: v for k, v in node.to_plotly_json()["props"].items() if k != "children"}
        return markup, type(node)(children=[n for _, n in inner], **given)

    def _piece(self, nodes: list[Any]) -> tuple[str, RawHtml]:
        self._pieces += 1
        name = f"p{self._pieces}"
        return f'<div class="piece" data-piece="{name}">{to_html(nodes)}</div>', RawHtml(piece=name)

    def _runs(self, node: Component) -> list[tuple[bool, list[Any]]]:
        children = getattr(node, "children", None)
        children = children if isinstance(children, list | tuple) else [] if children is None else [children]
        runs: list[tuple[bool, list[Any]]] = []
        for child in children:
            living = self._lives(child)
            if living or not runs or runs[-1][0]:
                runs.append((living, [child]))
            else:
                runs[-1][1].append(child)
        return runs

    def _lives(self, node: Any) -> bool:
        if isinstance(node, list | tuple):
            return any(self._lives(child) for child in node)
        return id(node) in self._living
