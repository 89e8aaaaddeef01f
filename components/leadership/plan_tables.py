"""The plan's own figures and its sub-items as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import status_name
from components.formatting.numbers import DisplayValue, basis_mark, digits, marks, status_mark
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import accessible_table, table
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.plan.plan_coverage import SectionCoverage


@dataclass(frozen=True)
class StatedFigure:
    """A figure of the plan's text: its number there, its name, the figure, how far it holds, and its section."""

    id: str
    name: str
    figure: DisplayValue
    qualifier: str
    section: str


def stated_table(view: View, caption: str, rows: Sequence[StatedFigure]) -> Component:
    """Name, value as the text words it, period, section."""
    heads = [view.translate(f"plan.table.{head}") for head in ("name", "value", "year", "section", "id")]
    return table(
        caption,
        heads,
        [[row.name, _value(view, row), _aside(row.figure.period), row.section, _aside(row.id)] for row in rows],
        numeric=(1,),
    )


def _aside(text: str) -> Component:
    return html.Span(text, **{"data-number": "label"})


def _value(view: View, row: StatedFigure) -> Component:
    text = digits(row.figure.value, row.figure.decimals)
    return html.Span(
        className="val",
        **marks(row.figure),
        children=[
            html.B(view.translate(f"qualifier.{row.qualifier}", value=text)),
            html.Span(row.figure.unit, className="unit"),
            basis_mark(view, row.figure.basis),
        ],
    )


@dataclass(frozen=True)
class PlanCoverage:
    """The plan's sub-items with the indicators that measure them; `names` are those of pillars and supports."""

    items: Sequence[SectionCoverage]
    names: Mapping[str, str]
    indicators: Mapping[str, Indicator]
    values: Mapping[str, IndicatorValue]


def coverage_panel(view: View, shown: PlanCoverage) -> Component:
    """How much of the plan is measured, and the table of its sub-items."""
    measured = sum(bool(item.indicators) for item in shown.items)
    caption = view.translate("plan.coverage.caption", count=len(shown.items))
    return panel(
        view.translate("plan.coverage"),
        html.P(view.translate("plan.coverage.lead", all=len(shown.items), some=measured), className="lead"),
        accessible_table(caption, _coverage_table(view, caption, shown)),
        aside=view.translate("plan.coverage.share", share=digits(measured / len(shown.items) * 100, 0)),
        className="plan-coverage",
    )


def _coverage_table(view: View, caption: str, shown: PlanCoverage) -> Component:
    """Every sub-item with its indicators and their status."""

    def one(name: str) -> Component:
        status = status_name(shown.values[name].status) if name in shown.values else "unknown"
        title = view.localise(shown.indicators[name].name)
        return html.Li([status_mark(view, status, words=False), html.A(title, href=view.href(f"/indicators/{name}"))])

    def listed(item: SectionCoverage) -> Any:
        if not item.indicators:
            return html.Span(view.translate("plan.coverage.none"), className="note")
        return html.Ul([one(name) for name in item.indicators], className="sub-indicators")

    heads = [view.translate(f"plan.table.{head}") for head in ("item", "pillar", "indicators")]
    return table(
        caption,
        heads,
        [
            [
                [html.Span(item.section.id, className="sub-id"), view.localise(item.section.title)],
                shown.names.get(item.section.pillar, item.section.pillar),
                listed(item),
            ]
            for item in shown.items
        ],
        className="coverage",
    )
