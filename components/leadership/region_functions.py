"""The functions of one region beside those of its peers: small multiples, and the table twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.small_multiples import SmallMultiple, multiples
from components.formatting.numbers import NO_VALUE, DisplayValue, plain
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import accessible_table, table


@dataclass(frozen=True)
class FunctionComparison:
    """A picture for each function, and its scores in the regions named in `heads` (None: no score)."""

    caption: str
    pictures: Sequence[SmallMultiple]
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[DisplayValue | None]]]


def function_comparison(view: View, shown: FunctionComparison) -> Component:
    """The panel."""
    heads = [view.translate("region.function"), *shown.heads]
    rows = [[name, *(_score(view, score, name) for score in scores)] for name, scores in shown.rows]
    return panel(
        shown.caption,
        multiples(view, shown.pictures),
        accessible_table(
            view.translate("overview.map.table"), table(shown.caption, heads, rows, numeric=range(1, len(heads)))
        ),
        aside=view.translate("region.functions.how"),
        className="region-functions",
    )


def _score(view: View, score: DisplayValue | None, name: str) -> Component:
    return html.Span(NO_VALUE) if score is None else plain(view, score, name)
