"""The frame of every screen: the header above it, what is read out, and what the script and callbacks keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.framework.view import View
from components.shell.header import DataStatus, header, liveness_banner
from components.shell.past_frame import past_banner


def shell(view: View, status: DataStatus, title: str, content: Sequence[Any], wide: bool = False) -> Component:
    """A whole page around its content. The first heading of the page belongs to the content."""
    return html.Div(
        id="page",
        className="page page-wide" if wide else "page",
        **{"data-title": title, "data-close": view.translate("sheet.close")},
        children=[
            html.A(view.translate("shell.skip"), href="#main", className="skip"),
            header(view, status),
            html.P(id="said", className="spoken", role="status"),
            html.P(id="said-loud", className="spoken", role="alert"),
            past_banner(view) or liveness_banner(view),
            html.Main(id="main", tabIndex="-1", children=list(content)),
            *_stores(view),
        ],
    )


def bare(view: View, title: str, content: Sequence[Any]) -> Component:
    """A page without a frame: nothing to press, nothing to scroll."""
    return html.Div(id="page", className="page-bare", **{"data-title": title}, children=[*content, *_stores(view)])


def _stores(view: View) -> list[Component]:
    """Where a number came from, and what the script and the callbacks tell each other."""
    return [
        html.Div(id="sheet", className="sheet", role="dialog", **{"aria-label": view.translate("shell.sheet")}),
        *(dcc.Store(id=name) for name in ("address", "asked", "live", "fresh", "applied")),
    ]
