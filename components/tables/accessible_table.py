"""The table twin of a picture, and tables in their own right: real headers, a caption, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component


def table(
    caption: str, heads: Sequence[Any], rows: Sequence[Sequence[Any]], className: str = "", numeric: Sequence[int] = ()
) -> Component:
    """A table whose first column names the rows. `numeric` columns stand to the right. It scrolls in its own box.

    On a phone a table of words becomes a list of its rows, each cell under its head; one of numbers keeps its columns.
    """
    of_words = len(heads) > 3 and 2 * len(set(numeric)) < len(heads)
    classes = f"{className} stacked".strip() if of_words else className

    def cell(column: int, content: Any) -> Component:
        kind = "right" if column in numeric else None
        if column == 0:
            return html.Th(content, scope="row")
        head = {"data-head": heads[column]} if of_words and isinstance(heads[column], str) else {}
        return html.Td(content, className=kind, **head)

    return html.Div(
        className="table-box",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
        children=html.Table(
            className=classes or None,
            children=[
                html.Caption(caption, className="spoken"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(head, scope="col", className="right" if n in numeric else None)
                            for n, head in enumerate(heads)
                        ]
                    )
                ),
                html.Tbody([html.Tr([cell(n, content) for n, content in enumerate(row)]) for row in rows]),
            ],
        ),
    )


def accessible_table(summary: str, body: Component) -> Component:
    """A table folded away under a picture, one key away."""
    return html.Details(className="twin", children=[html.Summary(summary), body])
