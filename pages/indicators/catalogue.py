"""The catalogue: every indicator with its newest value, and ways to narrow it down."""

from __future__ import annotations

from dash import html

from components.framework.page import Page, Screen
from components.framework.view import View
from components.indicators.catalogue_filters import DIMENSIONS, filters, kept, status_bar
from components.indicators.catalogue_table import catalogue_table
from components.indicators.maturity import maturity_summary
from queries.indicators import CatalogueQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """Counts by status and maturity, filters, search, and the table of what fits."""
    listing = CatalogueQueries(context).listing(view)
    catalogue, entries, found = listing.catalogue, listing.entries, listing.found
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
                    status_bar(view, kept(view, catalogue, entries, but="status")),
                ],
            ),
            maturity_summary(view, catalogue, kept(view, catalogue, entries, but="rung"), entries),
            filters(view, catalogue, entries),
            html.Section(
                className="panel",
                children=[
                    html.H2(view.translate("indicators.found", found=len(found)), className="catalogue-found"),
                    catalogue_table(view, listing)
                    if found
                    else html.P(view.translate("indicators.none"), className="note"),
                ],
            ),
        ],
    )


PAGE = Page("indicators", "/indicators", layout, frozenset({*DIMENSIONS, "q"}))
