"""The card of one indicator: its value with both sides of the fraction, changes, what is expected, who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.dates import period_words
from components.formatting.display_values import decimals_of, difference_unit, display_value, unit
from components.formatting.formulas import formula_words, quantity, sides
from components.formatting.numbers import NO_VALUE, DisplayValue, change, digits, number
from components.formatting.qualifiers import qualified, qualified_words, qualifier_name
from components.framework.view import View
from components.indicators.origin import ContributingValue, caution
from components.indicators.provenance import definition_basis
from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator, Target
from indicators.formula.tree import LEAST_BASE
from indicators.statistics.rounding import half_up_number

Pair = tuple[str, Any]

SHARES = frozenset({"%", "‰"})  # units whose changes are points: a percentage of them would be misread


@dataclass(frozen=True)
class IndicatorCard:
    """An indicator's newest value in a region (named `place`), the target it is judged by, the measures behind it."""

    catalogue: Catalogue
    value: IndicatorValue
    target: Target | None
    place: str
    inputs: Sequence[ContributingValue] = ()


def card(view: View, shown: IndicatorCard) -> list[Component | None]:
    """Everything the card says about an indicator in a region."""
    catalogue, cell = shown.catalogue, shown.value
    indicator = catalogue.indicators[cell.indicator]
    return [
        html.H2(f"{shown.place} · {period_words(view, cell.period)}", className="card-when"),
        number(view, display_value(view, indicator, cell), view.localise(indicator.name), "num-huge"),
        caution(view, catalogue, display_value(view, indicator, cell), shown.inputs),
        _sides(view, catalogue, cell),
        _list(_changes(view, indicator, cell)),
        _list(_aims(view, indicator, cell, shown.target)),
        _list(_answers(view, catalogue, indicator)),
        html.H3(view.translate("indicator.formula")),
        html.P(formula_words(view, catalogue, cell.indicator), className="formula"),
        html.P(html.Code(indicator.formula), className="formula-code"),
        html.P(view.localise(indicator.definition), className="note"),
    ]


def standing_sentence(view: View, indicator: Indicator, cell: IndicatorValue, place: str, reason: str) -> str:
    """One sentence that says how an indicator stands in a region."""
    if cell.value is None:
        return view.translate("indicator.stands.none", place=place) + view.translate("indicator.stands.end")
    value = digits(cell.value, decimals_of(indicator, cell.value, cell.judgement)) + unit(view, indicator)
    value = qualified_words(view, value, qualifier_name(cell.wording))
    said = view.translate("indicator.stands", period=period_words(view, cell.period), place=place, value=value)
    if cell.yoy is not None:
        way = "same" if half_up_number(cell.yoy, indicator.decimals) == 0 else "up" if cell.yoy > 0 else "down"
        moved = digits(abs(cell.yoy), indicator.decimals) + difference_unit(view, indicator)
        said += view.translate(f"indicator.stands.{way}", delta=moved)
    said += view.translate("indicator.stands.why", reason=reason[:1].lower() + reason[1:])
    if cell.projected is not None:
        ahead = digits(cell.projected, indicator.decimals) + unit(view, indicator)
        said += view.translate("indicator.stands.ahead", year=cell.target_period, projected=ahead)
    return said + view.translate("indicator.stands.end")


def _sides(view: View, catalogue: Catalogue, cell: IndicatorValue) -> Component | None:
    names = sides(view, catalogue, cell.indicator)
    if not names:
        return None
    values = [
        qualified(view, quantity(value), qualifier_name(wording))
        for value, wording in (
            (cell.numerator, cell.numerator_wording),
            (cell.denominator, cell.denominator_wording),
        )
    ]
    return html.Div(
        className="sides",
        children=[
            html.P([f"{name} ", html.B(value, **{"data-number": side}), f" {measured}"])
            for side, (name, measured), value in zip(("numerator", "denominator"), names, values, strict=True)
        ],
    )


def _changes(view: View, indicator: Indicator, cell: IndicatorValue) -> list[Pair]:
    how = (indicator.better, max(indicator.decimals, 1), difference_unit(view, indicator))
    found: list[Pair] = [
        (
            _against(view, "indicator.yoy", cell, PER_YEAR[cell.grain]),
            [change(view, cell.yoy, *how), _growth(indicator, cell, cell.yoy)],
        ),
        (
            _against(view, f"indicator.mom.{indicator.grain}", cell, 1),
            [change(view, cell.mom, *how), _growth(indicator, cell, cell.mom)],
        ),
    ]
    if indicator.grain == "year":
        found.pop()
    for key, grain, value in (("ytd", Grain.YTD, cell.ytd), ("r12", Grain.R12, cell.r12)):
        if value is not None:
            found.append((view.translate(f"indicator.{key}"), _companion(view, indicator, cell, grain, value)))
    return found


def _growth(indicator: Indicator, cell: IndicatorValue, moved: float | None) -> Component | None:
    """The same change in percent, beside the difference: for what is no share, and where something was there before."""
    if moved is None or cell.value is None or indicator.unit.zh in SHARES:
        return None
    before = cell.value - moved
    if before <= 0 or before < abs(cell.value) * LEAST_BASE:
        return None
    return html.Small(f" ({digits(moved / before * 100, 1, sign=True)}%)", **{"data-number": "growth"})


def _against(view: View, name: str, cell: IndicatorValue, back: int) -> str:
    """The name of a change with the two periods that it compares."""
    newest = Period.parse(cell.period)
    return view.translate(
        "indicator.against", what=view.translate(name), newest=newest.id, before=newest.shift(-back).id
    )


def _companion(view: View, indicator: Indicator, cell: IndicatorValue, grain: Grain, value: float) -> Component:
    """The cumulative or twelve-month value that goes with the newest one."""
    period = Period.parse(cell.period)
    period = Period(grain, period.year, period.last_month)
    basis = display_value(view, indicator, cell).basis
    shown = DisplayValue(
        cell.indicator, cell.region, period.id, value, unit(view, indicator), indicator.decimals, basis=basis
    )
    return number(view, shown, view.translate(f"indicator.{grain}"), "quiet")


def _aims(view: View, indicator: Indicator, cell: IndicatorValue, target: Target | None) -> list[Pair]:
    def value(number: float | None) -> Any:
        if number is None:
            return NO_VALUE
        return html.Span(digits(number, indicator.decimals) + unit(view, indicator), **{"data-number": "aim"})

    if target is None:
        return [(view.translate("indicator.dot.target", value="").strip(), view.translate("indicator.no_target"))]
    found: list[Pair] = []
    if cell.expected is not None:
        found.append((view.translate("indicator.expected"), value(cell.expected)))
    if cell.needed_per_period is not None:
        moved = digits(cell.needed_per_period, max(indicator.decimals, 1) + 1, sign=True)
        needed: Any = html.Span(moved + difference_unit(view, indicator), **{"data-number": "aim"})
    else:
        needed = view.translate("indicator.met") if cell.attainment is not None and cell.attainment >= 100 else None
    if needed is not None:
        found.append((view.translate(f"indicator.needed.{indicator.grain}"), needed))
    if cell.projected is not None:
        found.append((view.translate("indicator.projected", year=target.period), value(cell.projected)))
    kind = target.source_kind
    mark = html.Span(
        view.translate(f"target.{kind}.short"), className=f"basis basis-{kind}", title=view.translate(f"target.{kind}")
    )
    found.append((view.translate("indicator.target", year=target.period), [value(target.value), mark]))
    found.append(
        (
            view.translate("indicator.nature"),
            f"{view.translate(f'nature.{target.nature}')} · {view.localise(target.source)}",
        )
    )
    return found


def _answers(view: View, catalogue: Catalogue, indicator: Indicator) -> list[Pair]:
    known = catalogue.units.get(indicator.responsible)
    found: list[Pair] = [
        (view.translate("indicator.unit"), view.localise(known.name) if known else indicator.responsible),
        (view.translate("indicator.system"), view.localise(indicator.system)),
        (view.translate("indicator.promise"), view.translate("indicator.promise.days", days=indicator.fresh_days)),
        (view.translate("indicator.basis"), definition_basis(view, catalogue, indicator.basis)),
    ]
    return found


def _list(pairs: list[Pair]) -> Component:
    rows = [item for name, value in pairs for item in (html.Dt(name), html.Dd(value))]
    return html.Dl(rows, className="facts card-facts")
