"""The vintages of a value: every delivery of the measures behind it, and which one stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from components.dates import moment_words
from components.formulas import quantity
from components.origin import Delivery
from components.table import table
from components.view import View
from indicators.catalogue import Catalogue

SHOWN = 12  # the newest deliveries; more are in the warehouse


class Vintage(Protocol):
    """One delivered value of a measure."""

    @property
    def measure(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def stands(self) -> bool: ...
    @property
    def batch(self) -> Delivery: ...


def vintage_table(
    view: View, catalogue: Catalogue, caption: str, found: Sequence[Vintage], zone: tzinfo | None
) -> Component:
    """The deliveries, the newest first."""
    heads = [view.t(f"indicator.col.{key}") for key in ("measure", "period", "value", "stands", "loaded", "file")]
    newest = sorted(found, key=lambda v: (v.batch.loaded_at, v.period), reverse=True)[:SHOWN]
    return html.Div(
        [
            html.H3(caption),
            table(caption, heads, [_row(view, catalogue, one, zone) for one in newest], "vintages", numeric=(2,)),
        ]
    )


def _row(view: View, catalogue: Catalogue, one: Vintage, zone: tzinfo | None) -> list[Any]:
    measure = catalogue.measures[one.measure]
    value = f"{quantity(one.value)} {view.say(measure.unit)}"
    return [
        view.say(measure.name),
        html.Span(one.period, **{"data-number": "period"}),
        html.Span(value, className="" if one.stands else "replaced", **{"data-number": "vintage"}),
        view.t("indicator.stands.yes" if one.stands else "indicator.stands.no"),
        html.Span(moment_words(one.batch.loaded_at, zone), **{"data-number": "time"}),
        html.Span(one.batch.file_name, className="file"),
    ]
