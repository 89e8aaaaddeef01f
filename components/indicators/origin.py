"""Where a number came from: the measures behind it, the way each was found, and the deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from components.formatting.dates import moment_words, period_words
from components.formatting.display_values import basis_name
from components.formatting.formulas import quantity
from components.formatting.numbers import DisplayValue, digits
from components.formatting.qualifiers import qualified_words, qualifier_name
from components.formatting.units import unit_after
from components.framework.panel import panel
from components.framework.view import View
from indicators.catalogue.catalogue import Catalogue

SHOWN = 4  # deliveries named of one measure; the others are counted


class DeliveredFile(Protocol):
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


class ContributingValue(Protocol):
    """A measure's value in a period behind another value, how it was found, from how many facts of which deliveries.

    `value` and `wording` are those of a fact found directly; `told` is the period of a value that was kept.
    """

    @property
    def measure(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def facts(self) -> int: ...
    @property
    def basis(self) -> int: ...
    @property
    def value(self) -> float: ...
    @property
    def wording(self) -> int: ...
    @property
    def batches(self) -> Sequence[DeliveredFile]: ...


@dataclass(frozen=True)
class ValueOrigin:
    """The measures behind a value of a period and place; moments are said in `zone`."""

    catalogue: Catalogue
    inputs: Sequence[ContributingValue]
    place: str
    period: str
    zone: tzinfo | None


def origin_panel(view: View, shown: ValueOrigin) -> Component:
    """The panel of a value's measures and deliveries."""
    return panel(
        view.translate("indicator.origin"),
        origin_list(view, shown.catalogue, shown.inputs, shown.period, shown.zone),
        aside=view.translate("indicator.origin.for", place=shown.place, period=period_words(view, shown.period)),
        className="indicator-origin",
    )


def origin_list(
    view: View, catalogue: Catalogue, inputs: Iterable[ContributingValue], period: str, zone: tzinfo | None
) -> Component:
    """Every measure with its way and its newest deliveries; of another period than the value's, that period too."""
    return html.Ul(className="origin", children=[_ingredient(view, catalogue, one, period, zone) for one in inputs])


def caution(
    view: View, catalogue: Catalogue, figure: DisplayValue, inputs: Sequence[ContributingValue]
) -> Component | None:
    """A sentence for a value that rests on a limit or a rough figure: how to read it, and what its source says."""
    if figure.wording == "exact" or figure.value is None:
        return None
    stated = [
        view.translate(
            "wording.stated",
            name=view.localise(catalogue.measures[one.measure].name),
            value=_stated(view, catalogue, one),
        )
        for one in inputs
        if one.wording
    ]
    value = qualified_words(view, digits(figure.value, figure.decimals) + figure.unit, figure.wording)
    between = "；" if view.lang == "zh" else "; "
    said = between.join(stated) or view.translate("wording.year_before")
    itself = len(inputs) == 1 and qualifier_name(inputs[0].wording) == figure.wording
    sentence = (
        view.translate("wording.itself", value=value)
        if itself
        else view.translate("wording.rests", value=value, stated=said)
    )
    return html.P(sentence, className="note caution", **{"data-number": "said"})


def _stated(view: View, catalogue: Catalogue, one: ContributingValue) -> str:
    """The fact as its source words it."""
    text = f"{quantity(one.value)}{unit_after(view, catalogue.measures[one.measure].unit)}"
    return qualified_words(view, text, qualifier_name(one.wording))


def delivery_words(view: View, batch: DeliveredFile, zone: tzinfo | None) -> str:
    """Source, number and load time of a delivery."""
    source = batch.source_zh if view.lang == "zh" else batch.source_en
    return view.translate(
        "origin.delivery", source=source, batch=batch.batch, moment=moment_words(batch.loaded_at, zone)
    )


def _ingredient(
    view: View, catalogue: Catalogue, one: ContributingValue, period: str, zone: tzinfo | None
) -> Component:
    measure = catalogue.measures[one.measure]
    newest = sorted(one.batches, key=lambda batch: batch.loaded_at, reverse=True)
    rest = len(newest) - SHOWN
    kind = view.translate(f"measure.{measure.kind}")
    told = [kind, _way(view, one), view.translate(f"basis.{basis_name(one.basis)}")]
    if one.period != period:
        told.insert(0, period_words(view, one.period))
    if one.wording:
        told.append(view.translate("wording.direct", value=_stated(view, catalogue, one)))
    return html.Li(
        [
            html.Div([html.B(view.localise(measure.name)), html.Code(one.measure)], className="origin-name"),
            html.Div(
                " · ".join(told),
                className="note",
                **{"data-number": "count"},
            ),
            html.Ul([_delivery(view, batch, zone) for batch in newest[:SHOWN]], className="deliveries"),
            html.Div(view.translate("origin.more", count=rest), className="note") if rest > 0 else None,
        ]
    )


def _way(view: View, one: ContributingValue) -> str:
    return view.translate(f"way.{one.way}", facts=one.facts, told=period_words(view, one.told) if one.told else "")


def _delivery(view: View, batch: DeliveredFile, zone: tzinfo | None) -> Component:
    words = html.Span(delivery_words(view, batch, zone), className="note", **{"data-number": "batch"})
    return html.Li([html.Span(batch.file_name, className="file"), words], title=batch.file_hash or None)
