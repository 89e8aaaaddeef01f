"""A quiet box with a heading: the unit that screens are laid out in."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component


def panel(title: Any, *content: Any, aside: Any = None, className: str = "", level: int = 2) -> Component:
    """A section under a heading of `level`, with a remark at the right of the heading."""
    heading = {2: html.H2, 3: html.H3}[level]
    return html.Section(
        className=f"panel {className}".strip(),
        children=[
            html.Div(
                className="panel-head", children=[heading(title), html.Div(aside, className="aside") if aside else None]
            ),
            *content,
        ],
    )
