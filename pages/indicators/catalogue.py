"""The catalogue: every indicator with its newest value, and ways to narrow it down."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from components.framework.page import Page, Screen
from components.framework.view import View
from components.indicators.catalogue_filters import DIMENSIONS, Entry, filters, kept, status_bar
from components.indicators.catalogue_table import catalogue_table
from components.indicators.maturity import maturity_summary
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.plan.maturity import IndicatorMaturity, rung
from queries.indicator_values import recent_values, telling_cells
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """Counts by status and maturity, filters, search, and the table of what fits."""
    defined = context.catalogue.indicators
    cells = context.reader.cells(context.scope, context.version, context.home)
    telling = telling_cells(context, cells)
    entries = [
        Entry(cell.indicator, defined[cell.indicator], cell, _rung(context.catalogue, cell.indicator, telling))
        for cell in cells
    ]
    found = kept(view, context.catalogue, entries)
    recent = recent_values(context, [entry.id for entry in found], context.home)
    table = catalogue_table(view, context.catalogue, found, {name: list(values) for name, values in recent.items()})
    title = view.translate("indicators.title")
    return Screen(
        title,
        [
            html.Div(
                className="catalogue-head",
                children=[
                    html.Div(
                        [
                            html.H1(title),
                            html.P(view.translate("indicators.lead", all=len(entries)), className="lead"),
                        ]
                    ),
                    status_bar(view, kept(view, context.catalogue, entries, but="status")),
                ],
            ),
            maturity_summary(view, context.catalogue, kept(view, context.catalogue, entries, but="rung"), entries),
            filters(view, context.catalogue, entries),
            html.Section(
                className="panel",
                children=[
                    html.H2(view.translate("indicators.found", found=len(found)), className="catalogue-found"),
                    table if found else html.P(view.translate("indicators.none"), className="note"),
                ],
            ),
        ],
    )


def _rung(catalogue: Catalogue, name: str, telling: Mapping[str, IndicatorValue | None]) -> IndicatorMaturity:
    measures = {measure: catalogue.measures[measure] for measure in catalogue.measures_of(name)}
    kinds = {target.source_kind for target in catalogue.targets_of(name)}
    return rung(catalogue.indicators[name], telling[name], kinds, measures)


PAGE = Page("indicators", "/indicators", layout, frozenset({*DIMENSIONS, "q"}))
