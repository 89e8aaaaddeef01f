"""The provenance sheet: one click or key away from every number, what it is, what of, how good, who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from components.formatting.completeness import completeness_of, completeness_words
from components.formatting.dates import period_words
from components.formatting.formulas import formula_words, quantity, sides
from components.formatting.lists import list_of
from components.formatting.numbers import NO_VALUE, DisplayValue, basis_mark, digits, marks, shown, status_mark
from components.formatting.qualifiers import qualified, qualifier_name
from components.framework.view import View
from components.indicators.origin import ContributingValue, caution, origin_list
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import GroupScore
from indicators.definitions.model import DefinitionBasis
from indicators.scoring.score import ScorePart


class ProvenanceView(Protocol):
    """How one number was found."""

    @property
    def numerator(self) -> float: ...
    @property
    def denominator(self) -> float: ...
    @property
    def numerator_wording(self) -> int: ...
    @property
    def denominator_wording(self) -> int: ...
    @property
    def inputs(self) -> Sequence[ContributingValue]: ...


@dataclass(frozen=True)
class ValueDetail:
    """An indicator's number and how it was found; `reason` says in a sentence why it stands as it does."""

    catalogue: Catalogue
    figure: DisplayValue
    place: str
    reason: str
    zone: tzinfo | None
    origin: ProvenanceView


@dataclass(frozen=True)
class ScoreDetail:
    """A group's score; `names` of its parts by their id, `href` of the group's own screen if it has one."""

    title: str
    figure: DisplayValue
    score: GroupScore
    names: Mapping[str, str]
    href: str | None


@dataclass(frozen=True)
class ProgressDetail:
    """How far a goal has come, the share of time passed (%), and its members: name, address, percent done."""

    name: str
    figure: DisplayValue
    passed: float
    members: Sequence[tuple[str, str, float | None]]


def drawer(view: View, title: str, *content: Any) -> list[Component]:
    """The sheet around its content: a way to close it, and a heading."""
    return [
        html.Button("×", className="close", type="button", **{"aria-label": view.translate("sheet.close")}),
        html.H2(title, className="sheet-title"),
        *content,
    ]


def refusal(view: View) -> list[Component]:
    """What is said about a number that is none of ours."""
    return drawer(view, view.translate("sheet.refused"), html.P(view.translate("sheet.refused.why"), className="lead"))


def indicator_drawer(view: View, asked: ValueDetail) -> list[Component]:
    """The sheet of an indicator's value in a region and period."""
    catalogue, figure, origin = asked.catalogue, asked.figure, asked.origin
    indicator = catalogue.indicators[figure.indicator]
    values = zip(sides(view, catalogue, figure.indicator), _sides(view, origin), strict=False)
    # a formula that is no quotient has no sides
    unit = catalogue.units.get(indicator.responsible)
    return drawer(
        view,
        view.localise(indicator.name),
        html.P(f"{asked.place} · {period_words(view, figure.period)}", className="note"),
        _value(view, figure),
        html.P(asked.reason, className="lead"),
        caution(view, catalogue, figure, origin.inputs),
        html.H3(view.translate("sheet.formula")),
        html.P(formula_words(view, catalogue, figure.indicator), className="formula"),
        _facts([(name, f"{value} {unit}") for (name, unit), value in values], numbers=True),
        html.H3(view.translate("sheet.inputs")),
        origin_list(view, catalogue, origin.inputs, figure.period, asked.zone),
        _facts(
            [
                (view.translate("sheet.basis"), view.translate(f"basis.{figure.basis}")),
                (view.translate("sheet.basis.definition"), definition_basis(view, catalogue, indicator.basis)),
                (view.translate("sheet.unit"), view.localise(unit.name) if unit else indicator.responsible),
            ]
        ),
        html.P(
            html.A(
                view.translate("sheet.more"),
                href=view.href(f"/indicators/{figure.indicator}", region=str(figure.region)),
                className="button",
            )
        ),
    )


def score_drawer(view: View, asked: ScoreDetail) -> list[Component]:
    """The sheet of a group's score: its parts, which add up to it."""
    score, names, figure, href = asked.score, asked.names, asked.figure, asked.href
    on, watch, off, unknown = score.counts[1], score.counts[2], score.counts[3], score.counts[0]
    vetoes = list_of(view, (names.get(v, v) for v in score.vetoed_by))
    return drawer(
        view,
        asked.title,
        html.P(period_words(view, figure.period), className="note"),
        _value(view, figure),
        html.P(view.translate("sheet.score.vetoed", names=vetoes), className="lead")
        if vetoes and score.latest is not None
        else None,
        html.P(completeness_words(view, completeness_of(score)), className="lead"),
        html.H3(view.translate("sheet.score")),
        _parts(view, score, names),
        html.P(view.translate("sheet.score.how"), className="note"),
        html.P(
            [
                html.Span(view.translate("sheet.score.coverage", share=digits(score.coverage * 100, 0))),
                html.Br(),
                html.Span(view.translate("sheet.score.counts", on=on, watch=watch, off=off, unknown=unknown)),
            ],
            className="note",
            **{"data-number": "count"},
        ),
        html.P(html.A(view.translate("sheet.more"), href=href, className="button")) if href else None,
    )


def progress_drawer(view: View, asked: ProgressDetail) -> list[Component]:
    """The sheet of a goal's progress, with that of its indicators."""
    rows = [
        html.Tr([html.Th(html.A(title, href=href), scope="row"), html.Td(_percent(done), className="right")])
        for title, href, done in asked.members
    ]
    heads = (view.translate("sheet.score.part"), view.translate("sheet.progress.own"))
    return drawer(
        view,
        view.translate("sheet.progress.name", name=asked.name),
        _value(view, asked.figure),
        html.P(view.translate("sheet.progress.how", share=digits(asked.passed, 0)), className="lead"),
        html.Table(className="sums", children=[_head(heads), html.Tbody(rows, **{"data-number": "part"})]),
    )


def definition_basis(view: View, catalogue: Catalogue, basis: DefinitionBasis) -> str:
    """On what a definition rests, and whether it has to be verified first."""
    source = catalogue.sources.get(basis.ref or "")
    known = view.localise(basis.note) if basis.note else view.localise(source.name) if source else basis.ref or ""
    kind = view.translate(f"definition.{basis.kind}")
    if basis.kind == "standard-not-at-hand":
        kind = (
            f"{kind}（{view.translate('definition.unverified')}）"
            if view.lang == "zh"
            else (f"{kind} ({view.translate('definition.unverified')})")
        )
    return f"{kind} · {known}" if known else kind


def _sides(view: View, origin: ProvenanceView) -> tuple[str, str]:
    """Numerator and denominator as text, with the sign that belongs before them."""
    above = qualified(view, quantity(origin.numerator), qualifier_name(origin.numerator_wording))
    return above, qualified(view, quantity(origin.denominator), qualifier_name(origin.denominator_wording))


def _value(view: View, figure: DisplayValue) -> Component:
    return html.P(
        className="sheet-value",
        children=[
            html.Span(
                className="val",
                **marks(figure),
                children=[html.B(shown(view, figure)), html.Span(figure.unit, className="unit")],
            ),
            basis_mark(view, figure.basis),
            status_mark(view, figure.status),
        ],
    )


def _own(view: View, part: ScorePart) -> str:
    """A part's own score; in words where it is missing, a dash where it counts for nothing."""
    if part.score is None and part.weight:
        return view.translate("sheet.score.silent")
    return digits(part.score, 0)


def _parts(view: View, score: GroupScore, names: Mapping[str, str]) -> Component:
    keys = ("part", "weight", "own", "points")
    rows = [
        html.Tr(
            [
                html.Th(names.get(part.id, view.translate("sheet.score.veto_part")), scope="row"),
                html.Td(_percent(part.weight * 100) if part.weight else NO_VALUE, className="right"),
                html.Td(_own(view, part), className="right"),
                html.Td(digits(part.points, 1), className="right"),
            ]
        )
        for part in sorted(score.parts, key=lambda part: -part.points)
    ]
    total = html.Tr(
        [
            html.Th(view.translate("sheet.score.sum"), scope="row"),
            html.Td(""),
            html.Td(""),
            html.Td(html.B(digits(score.latest, 1)), className="right"),
        ]
    )
    return html.Table(
        className="sums",
        children=[
            _head([view.translate(f"sheet.score.{key}") for key in keys]),
            html.Tbody([*rows, total], **{"data-number": "part"}),
        ],
    )


def _head(names: Iterable[str]) -> Component:
    return html.Thead(
        html.Tr([html.Th(name, scope="col", className="right" if place else None) for place, name in enumerate(names)])
    )


def _percent(share: float | None) -> str:
    return NO_VALUE if share is None else f"{digits(share, 0)}%"


def _facts(pairs: Sequence[tuple[str, str]], numbers: bool = False) -> Component | None:
    """Names and their values in two columns."""
    if not pairs:
        return None
    marked = {"data-number": "part"} if numbers else {}
    rows = [item for name, value in pairs for item in (html.Dt(name), html.Dd(value, **marked))]
    return html.Dl(rows, className="facts")
