"""Where a number came from: the measures behind it, the way each was found, and the deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from components.dates import moment_words
from components.figures import basis_name
from components.view import View
from indicators.catalogue import Catalogue

SHOWN = 4  # deliveries named of one measure; the others are counted


class Delivery(Protocol):
    """One delivered file."""

    @property
    def batch(self) -> int: ...
    @property
    def source_zh(self) -> str: ...
    @property
    def source_en(self) -> str: ...
    @property
    def file_name(self) -> str: ...
    @property
    def file_hash(self) -> str: ...
    @property
    def loaded_at(self) -> datetime: ...


class Ingredient(Protocol):
    """A measure behind a value, how it was found, from how many facts of which deliveries."""

    @property
    def measure(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def facts(self) -> int: ...
    @property
    def basis(self) -> int: ...
    @property
    def batches(self) -> Sequence[Delivery]: ...


def origin_list(view: View, catalogue: Catalogue, inputs: Iterable[Ingredient], zone: tzinfo | None) -> Component:
    """Every measure with its way and its newest deliveries."""
    return html.Ul(className="origin", children=[_ingredient(view, catalogue, one, zone) for one in inputs])


def delivery_words(view: View, batch: Delivery, zone: tzinfo | None) -> str:
    """Source, number and load time of a delivery."""
    source = batch.source_zh if view.lang == "zh" else batch.source_en
    return view.t("origin.delivery", source=source, batch=batch.batch, moment=moment_words(batch.loaded_at, zone))


def _ingredient(view: View, catalogue: Catalogue, one: Ingredient, zone: tzinfo | None) -> Component:
    measure = catalogue.measures[one.measure]
    newest = sorted(one.batches, key=lambda batch: batch.loaded_at, reverse=True)
    rest = len(newest) - SHOWN
    kind = view.t(f"measure.{measure.kind}")
    return html.Li(
        [
            html.Div([html.B(view.say(measure.name)), html.Code(one.measure)], className="origin-name"),
            html.Div(
                f"{kind} · {view.t(f'way.{one.way}', facts=one.facts)} · {view.t(f'basis.{basis_name(one.basis)}')}",
                className="note",
                **{"data-number": "count"},
            ),
            html.Ul([_delivery(view, batch, zone) for batch in newest[:SHOWN]], className="deliveries"),
            html.Div(view.t("origin.more", count=rest), className="note") if rest > 0 else None,
        ]
    )


def _delivery(view: View, batch: Delivery, zone: tzinfo | None) -> Component:
    words = html.Span(delivery_words(view, batch, zone), className="note", **{"data-number": "batch"})
    return html.Li([html.Span(batch.file_name, className="file"), words], title=batch.file_hash or None)
