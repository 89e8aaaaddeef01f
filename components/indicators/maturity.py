"""The ladder of maturity on a screen: a mark for each indicator, how many stand where, and what never came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import basis_name
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.catalogue_filters import CatalogueEntry, maturity_step_name
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import StatusReason
from indicators.plan.maturity import MaturityStep


def maturity_mark(view: View, catalogue: Catalogue, entry: CatalogueEntry) -> RawHtml:
    """Five small steps, the number reached and its word; the whole sentence for those who listen or point at it."""
    step = entry.rung.step
    said = escape(sentence(view, catalogue, entry))
    words = escape(view.translate(f"maturity.step.{maturity_step_name(step)}"))
    drawn = f'<i class="rung-{step}"></i>{step} {words}'
    return RawHtml(f'<span class="rung" role="img" aria-label="{said}" title="{said}">{drawn}</span>')


def sentence(view: View, catalogue: Catalogue, entry: CatalogueEntry) -> str:
    """Where an indicator stands, why, and what it lacks for the next step."""
    found = entry.rung
    why = found.reached[1:] or found.reached
    said = view.translate(
        "maturity.said",
        step=int(found.step),
        word=view.translate(f"maturity.step.{maturity_step_name(found.step)}"),
        reached=view.translate("maturity.joint").join(
            view.translate(f"maturity.reached.{reason.code}", **_facts(view, catalogue, reason)) for reason in why
        ),
    )
    if found.missing is None:
        return said
    lacks = view.translate(f"maturity.missing.{found.missing.code}", **_facts(view, catalogue, found.missing))
    return view.translate("maturity.next", said=said, missing=lacks)


def maturity_summary(
    view: View, catalogue: Catalogue, entries: Sequence[CatalogueEntry], everything: Iterable[CatalogueEntry]
) -> Component:
    """How many of `entries` stand on each step, as links that filter; of `everything` what was never delivered."""
    steps = [entry.rung.step for entry in entries]
    return html.Section(
        className="maturity",
        children=[
            html.H2(
                [
                    view.translate("maturity.title"),
                    html.Small(view.translate("maturity.lead")),
                    _shown_only(view, entries),
                ]
            ),
            html.Div(
                className="maturity-steps", children=[_step(view, step, steps.count(step)) for step in MaturityStep]
            ),
            _never(view, catalogue, [entry for entry in everything if not entry.rung.delivered]),
        ],
    )


def _shown_only(view: View, entries: Sequence[CatalogueEntry]) -> Component | None:
    """How many of these are fed by the demonstration alone: a real city would find them on the first step."""
    count = sum(any(reason.code == "fed-demo" for reason in entry.rung.reached) for entry in entries)
    return html.Small(view.translate("maturity.demo", count=count), className="basis basis-demo") if count else None


def _step(view: View, step: MaturityStep, count: int) -> Component:
    name = maturity_step_name(step)
    chosen = view.option("rung") == name
    marks = {"aria-current": "true"} if chosen else {}
    return html.A(
        href=view.href(rung=None if chosen else name),
        children=[
            html.I(className=f"rung-{int(step)}"),
            view.translate("maturity.filed", step=int(step), word=view.translate(f"maturity.step.{name}")),
            html.B(str(count), **{"data-number": "count"}),
        ],
        **marks,
    )


def _never(view: View, catalogue: Catalogue, entries: Sequence[CatalogueEntry]) -> Component:
    """The indicators without any value in the city or a region of it, each with the unit that owes it."""
    if not entries:
        return html.P(view.translate("maturity.never.none"), className="note")
    return html.Details(
        className="never-delivered",
        children=[
            html.Summary(view.translate("maturity.never", count=len(entries))),
            html.Ul(
                [
                    html.Li(
                        [
                            html.A(
                                view.localise(entry.indicator.name),
                                href=view.href(f"/indicators/{entry.id}"),
                                className="link",
                            ),
                            html.Small(f" {_unit(view, catalogue, entry.indicator.responsible)}"),
                        ]
                    )
                    for entry in entries
                ]
            ),
        ],
    )


def _unit(view: View, catalogue: Catalogue, name: str) -> str:
    unit = catalogue.units.get(name)
    return view.localise(unit.name) if unit else name


def _facts(view: View, catalogue: Catalogue, reason: StatusReason) -> dict[str, object]:
    """A reason's facts in words."""
    told: dict[str, object] = dict(reason.facts)
    if reason.code == "fed":
        told["basis"] = view.translate(f"basis.{basis_name(int(reason.facts['basis']))}")
    if "kind" in told:
        told["kind"] = view.translate(f"target.{told['kind']}.short")
    if "unit" in told:
        told["unit"] = _unit(view, catalogue, str(told["unit"]))
    return told
