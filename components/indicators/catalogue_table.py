"""The catalogue as a table; on a narrow screen each row becomes a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.sparkline import sparkline
from components.formatting.display_values import BASES, basis_name, display_value, points
from components.formatting.judgements import judgement_mark
from components.formatting.numbers import basis_mark, number
from components.framework.view import View
from components.indicators.catalogue_filters import CatalogueEntry
from components.indicators.indicator_row import target_words
from components.indicators.maturity import maturity_mark
from indicators.catalogue.catalogue import Catalogue

DEMO = BASES.index("demo")
COLUMNS = ("id", "name", "value", "status", "target", "trend", "unit", "basis", "rung", "fresh")


@dataclass(frozen=True)
class CatalogueListing:
    """All indicators, those that an address asks for (`found`), and the last values of each of these."""

    catalogue: Catalogue
    entries: Sequence[CatalogueEntry]
    found: Sequence[CatalogueEntry]
    recent: Mapping[str, Sequence[float]]


def catalogue_table(view: View, listing: CatalogueListing) -> Component:
    """The entries that were found."""
    heads = [html.Th(_head(view, listing.found, name), scope="col", className=f"col-{name}") for name in COLUMNS]
    rows = [html.Tr(_row(view, listing.catalogue, entry, listing.recent[entry.id])) for entry in listing.found]
    return html.Table(
        className="catalogue",
        children=[
            html.Caption(view.translate("indicators.title"), className="spoken"),
            html.Thead(html.Tr(heads)),
            html.Tbody(rows),
        ],
    )


def _head(view: View, entries: Sequence[CatalogueEntry], name: str) -> list[Any]:
    """A column's name; where most of it is of the demonstration, the mark stands here, and what differs is marked
    in its row (the head stays in sight)."""
    marked = {
        "value": any(e.cell.basis == DEMO for e in entries),
        "target": any(e.cell.target_kind == "demo" for e in entries),
    }
    return [view.translate(f"indicators.col.{name}"), basis_mark(view, "demo") if marked.get(name) else None]


def _row(view: View, catalogue: Catalogue, entry: CatalogueEntry, recent: Sequence[float]) -> list[Component]:
    indicator, cell = entry.indicator, entry.cell
    name = view.localise(indicator.name)
    shown = display_value(view, indicator, cell)
    unit = catalogue.units.get(indicator.responsible)
    name_cell = html.Th(html.A(name, href=view.href(f"/indicators/{entry.id}")), scope="row", className="col-name")
    return [
        html.Td(entry.id, className="col-id", **{"data-number": "id"}),
        name_cell,
        html.Td([_other_basis(view, cell.basis), number(view, shown, name)], className="col-value"),
        html.Td(judgement_mark(view, cell.judgement), className="col-status"),
        html.Td(target_words(view, indicator, cell), className="col-target"),
        html.Td(
            sparkline(points(recent), view.translate("indicators.trend", name=name), 96, 24), className="col-trend"
        ),
        html.Td(view.localise(unit.name) if unit else indicator.responsible, className="col-unit"),
        _basis(view, indicator.basis.kind),
        html.Td(maturity_mark(view, catalogue, entry), className="col-rung"),
        _fresh(view, entry),
    ]


def _other_basis(view: View, basis: int) -> Component | None:
    """The mark of a value that is not of the demonstration where the others are (the plan's own is in the number)."""
    if basis_name(basis) not in {"published", "reported"}:
        return None
    return html.Span(view.translate(f"indicators.basis.{basis_name(basis)}"), className="basis basis-real")


def _basis(view: View, kind: str) -> Component:
    """The kind of basis; what has to be verified first carries its mark instead."""
    words = view.translate(f"definition.{kind}")
    if kind == "standard-not-at-hand":
        mark = html.Span(view.translate("definition.unverified"), className="basis", title=words)
        return html.Td(mark, className="col-basis")
    return html.Td(words, className="col-basis")


def _fresh(view: View, entry: CatalogueEntry) -> Component:
    cell = entry.cell
    word = "missing" if cell.value is None else "stale" if cell.stale else "fresh"
    said = view.translate(f"indicators.{word}")
    period = "" if cell.value is None else f"{cell.period} "
    return html.Td(f"{period}{said}", className=f"col-fresh fresh-{word}", **{"data-number": "period"})
