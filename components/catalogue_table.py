"""The catalogue as a table; on a narrow screen each row becomes a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.catalogue_filters import Entry
from components.figures import figure, points, status_name
from components.indicator_row import target_words
from components.numbers import number, status_mark
from components.spark import spark
from components.view import View
from indicators.catalogue import Catalogue

COLUMNS = ("id", "name", "value", "status", "target", "trend", "unit", "basis", "fresh")


def catalogue_table(
    view: View, catalogue: Catalogue, entries: Sequence[Entry], recent: Mapping[str, Sequence[float]]
) -> Component:
    """All entries; `recent` holds the last values of each."""
    heads = [html.Th(view.t(f"indicators.col.{name}"), scope="col", className=f"col-{name}") for name in COLUMNS]
    rows = [html.Tr(_row(view, catalogue, entry, recent[entry.id])) for entry in entries]
    return html.Table(
        className="catalogue",
        children=[
            html.Caption(view.t("indicators.title"), className="spoken"),
            html.Thead(html.Tr(heads)),
            html.Tbody(rows),
        ],
    )


def _row(view: View, catalogue: Catalogue, entry: Entry, recent: Sequence[float]) -> list[Component]:
    indicator, cell = entry.indicator, entry.cell
    name = view.say(indicator.name)
    unit = catalogue.units.get(indicator.responsible)
    content: dict[str, Any] = {
        "id": html.Span(entry.id, **{"data-number": "id"}),
        "name": html.A(name, href=view.href(f"/indicators/{entry.id}")),
        "value": number(view, figure(view, indicator, cell), name),
        "status": status_mark(view, status_name(cell.status)),
        "target": target_words(view, indicator, cell),
        "trend": spark(points(recent), view.t("indicators.trend", name=name), 96, 24),
        "unit": view.say(unit.name) if unit else indicator.responsible,
        "basis": _basis(view, indicator.basis.kind),
        "fresh": _fresh(view, entry),
    }
    return [
        html.Th(content[key], scope="row", className="col-name")
        if key == "name"
        else html.Td(content[key], className=f"col-{key}")
        for key in COLUMNS
    ]


def _basis(view: View, kind: str) -> Component:
    """The kind of basis; what has to be verified first carries its mark instead."""
    words = view.t(f"definition.{kind}")
    if kind == "standard-not-at-hand":
        return html.Span(view.t("definition.unverified"), className="basis", title=words)
    return html.Span(words)


def _fresh(view: View, entry: Entry) -> list[Component]:
    cell = entry.cell
    if cell.value is None:
        return [html.Span(view.t("indicators.missing"), className="status-unknown")]
    late = cell.stale
    return [
        html.Span(cell.period, **{"data-number": "period"}),
        html.Span(
            f" {view.t('indicators.stale' if late else 'indicators.fresh')}",
            className="status-watch" if late else "on-time",
        ),
    ]
