"""The functions of one region beside those of its peers: small multiples, and the table twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.small_multiples import Multiple, multiples
from components.formatting.numbers import NO_VALUE, DisplayValue, plain
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table, twin


@dataclass(frozen=True)
class FunctionsBeside:
    """A picture for each function, and its scores in the regions named in `heads` (None: no score)."""

    caption: str
    pictures: Sequence[Multiple]
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[DisplayValue | None]]]


def functions_beside(view: View, shown: FunctionsBeside) -> Component:
    """The panel."""
    heads = [view.translate("region.function"), *shown.heads]
    rows = [[name, *(_score(view, score, name) for score in scores)] for name, scores in shown.rows]
    return panel(
        shown.caption,
        multiples(view, shown.pictures),
        twin(view.translate("overview.map.table"), table(shown.caption, heads, rows, numeric=range(1, len(heads)))),
        aside=view.translate("region.functions.how"),
        className="region-functions",
    )


def _score(view: View, score: DisplayValue | None, name: str) -> Component:
    return html.Span(NO_VALUE) if score is None else plain(view, score, name)
