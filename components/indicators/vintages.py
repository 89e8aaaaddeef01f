"""The vintages of a value: every delivery of the measures behind it, and which one stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from components.formatting.dates import period_words
from components.formatting.formulas import quantity
from components.formatting.qualifiers import qualified, qualifier_name
from components.formatting.units import unit_after
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.origin import DeliveredFile, delivery_words
from indicators.catalogue.catalogue import Catalogue

SHOWN = 6  # the newest deliveries; more are in the warehouse


class VintageLine(Protocol):
    """One delivered value of a measure; `contradicted` by the standing one, told under that other name of the span."""

    @property
    def measure(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def wording(self) -> int: ...
    @property
    def stands(self) -> bool: ...
    @property
    def expected(self) -> str: ...
    @property
    def contradicted(self) -> str: ...
    @property
    def batch(self) -> DeliveredFile: ...


@dataclass(frozen=True)
class ValueVintages:
    """The deliveries behind a value of a period, and those of the value that was corrected last (in `place`)."""

    catalogue: Catalogue
    period: str
    newest: Sequence[VintageLine]
    corrected: Sequence[VintageLine]
    place: str
    zone: tzinfo | None


def vintages_panel(view: View, shown: ValueVintages) -> Component:
    """Both lists, or a sentence in the place of one without any delivery."""
    newest = view.translate("indicator.vintages.newest", period=period_words(view, shown.period))
    return panel(
        view.translate("indicator.vintages"),
        _vintages(view, shown, newest, shown.newest)
        if shown.newest
        else html.P(view.translate("indicator.vintages.inside"), className="note"),
        _vintages(view, shown, _corrected(view, shown), shown.corrected)
        if shown.corrected
        else html.P(view.translate("indicator.vintages.never"), className="note"),
        className="indicator-vintages",
    )


def _corrected(view: View, shown: ValueVintages) -> str:
    period = period_words(view, shown.corrected[0].period)
    return view.translate("indicator.vintages.corrected", place=shown.place, period=period)


def _vintages(view: View, shown: ValueVintages, caption: str, found: Sequence[VintageLine]) -> Component:
    """The deliveries, the newest first."""
    newest = sorted(found, key=lambda v: (v.batch.loaded_at, v.period), reverse=True)[:SHOWN]
    return html.Div(
        [
            html.H3(caption),
            html.Ul([_vintage(view, shown.catalogue, one, shown.zone) for one in newest], className="vintages"),
        ]
    )


def _standing(view: View, one: VintageLine) -> str:
    """Whether it stands, and if not, why."""
    if one.expected:
        return view.translate(f"indicator.stands.{one.expected}")
    if one.contradicted:
        return view.translate("indicator.stands.other", other=one.contradicted)
    return view.translate("indicator.stands.yes" if one.stands else "indicator.stands.no")


def _vintage(view: View, catalogue: Catalogue, one: VintageLine, zone: tzinfo | None) -> Component:
    measure = catalogue.measures[one.measure]
    value = f"{qualified(view, quantity(one.value), qualifier_name(one.wording))}{unit_after(view, measure.unit)}"
    delivery = f"{one.batch.file_name} · {delivery_words(view, one.batch, zone)}"
    return html.Li(
        [
            html.Span([view.localise(measure.name), html.Span(f" {one.period}", className="note")], className="what"),
            html.Span(
                [html.B(value, className="" if one.stands else "replaced"), f" {_standing(view, one)}"],
                className="amount",
            ),
            html.Span(delivery, className="note file"),
        ],
        **{"data-number": "vintage"},
    )
