"""The catalogue: every indicator with its newest value, and ways to narrow it down."""

from __future__ import annotations

from dash import html

from components.catalogue_filters import DIMENSIONS, Entry, filters, kept, status_bar
from components.catalogue_table import catalogue_table
from components.page import Page, Screen
from components.view import View
from data.desk import Desk
from data.desk_reads import recent_values


def layout(view: View, desk: Desk) -> Screen:
    """Counts by status, filters, search, and the table of what fits."""
    city = desk.catalogue.regions.city.code
    entries = [
        Entry(cell.indicator, desk.catalogue.indicators[cell.indicator], cell)
        for cell in desk.reader.cells(desk.scope, desk.version, city)
    ]
    found = kept(view, desk.catalogue, entries)
    recent = recent_values(desk, [entry.id for entry in found], city)
    table = catalogue_table(view, desk.catalogue, found, {name: list(values) for name, values in recent.items()})
    title = view.t("indicators.title")
    return Screen(
        title,
        [
            html.Div(
                className="catalogue-head",
                children=[
                    html.Div(
                        [
                            html.H1(title),
                            html.P(view.t("indicators.lead", all=len(entries)), className="lead"),
                        ]
                    ),
                    status_bar(view, kept(view, desk.catalogue, entries, but="status")),
                ],
            ),
            filters(view, desk.catalogue, entries),
            html.Section(
                className="panel",
                children=[
                    html.H2(view.t("indicators.found", found=len(found)), className="catalogue-found"),
                    table if found else html.P(view.t("indicators.none"), className="note"),
                ],
            ),
        ],
    )


PAGE = Page("indicators", "/indicators", layout, frozenset({*DIMENSIONS, "q"}))
