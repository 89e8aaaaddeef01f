"""How units and regions are appraised: rates with the cases they rest on, scores, ranks where that is fair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import side_by_side
from components.formatting.numbers import digits
from components.forms.action_form import action_form
from components.forms.inputs import hidden, long_text, typed
from components.forms.password_again import password_again
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table
from components.tasks.task_forms import labelled


@dataclass(frozen=True)
class AppraisedValue:
    """A rate or score: its value as a percentage or points (None: nothing to say), and the cases it rests on."""

    name: str
    value: float | None
    volume: int | None
    enough: bool


@dataclass(frozen=True)
class AppraisedRow:
    """A unit or region in the table: where its own page is, its rank (None: not ranked), its rates and scores."""

    name: str
    href: str
    rank: int | None
    enough: bool
    measured: tuple[AppraisedValue, ...]


@dataclass(frozen=True)
class ScoreWeights:
    """A score and the weights of its parts; parts are (id, name, weight)."""

    id: str
    name: str
    parts: Sequence[tuple[str, str, float]]


@dataclass(frozen=True)
class AppraisalTable:
    """Everybody appraised over some months, by the rates and scores whose names stand in `names`.

    `least` cases make a rate fair. `history`: how the weights were set, in words; `changes`: the visitor may set them.
    """

    months: int
    names: Sequence[str]
    rows: Sequence[AppraisedRow]
    least: int
    weights: Sequence[ScoreWeights]
    history: Sequence[str]
    changes: bool


def appraisal_panel(view: View, chosen: Component, seen: AppraisalTable) -> Component:
    """The table under the choice of what it shows, with the weights below."""
    title = view.translate("appraisal.title", n=seen.months)
    weights = [part for score in seen.weights for part in _score_weights(view, score, seen.changes)]
    history = html.Ul([html.Li(text) for text in seen.history], className="note") if seen.history else None
    return panel(
        title,
        chosen,
        html.P(view.translate("appraisal.how", least=seen.least), className="note"),
        appraisal_table(view, title, seen.names, seen.rows),
        html.Details([html.Summary(view.translate("appraisal.weights")), *weights, history], className="fold"),
    )


def _score_weights(view: View, score: ScoreWeights, changes: bool) -> list[Component]:
    words = side_by_side(view, (f"{name} {weight:g}" for _, name, weight in score.parts))
    head = html.H3([score.name, " ", html.Small(words, className="note")])
    return [head, weights_form(view, score.id, score.parts)] if changes else [head]


def appraisal_table(view: View, caption: str, names: Sequence[str], rows: Sequence[AppraisedRow]) -> Component:
    """Everybody appraised; a volume stands beside every rate."""
    if not rows:
        return html.P(view.translate("appraisal.none"), className="note")
    heads = [view.translate("appraisal.who"), view.translate("appraisal.rank"), *names]
    shown = [
        [
            html.A(row.name, href=row.href),
            html.Span(str(row.rank), **{"data-number": "rank"}) if row.rank else few_mark(view),
            *(rate(view, one) for one in row.measured),
        ]
        for row in rows
    ]
    return table(caption, heads, shown, "tasks", numeric=range(1, len(heads)))


def rate(view: View, one: AppraisedValue) -> Component:
    """A value with its volume; one that rests on too few cases bears the mark that the note explains once."""
    value = html.B(digits(one.value), **{"data-number": one.name})
    if one.volume is None:
        return html.Span(value)
    cases = html.Small(f" / {one.volume}", className="note", **{"data-number": "cases"})
    return html.Span([value, cases, None if one.enough else few_mark(view)], className="rate")


def few_mark(view: View) -> Component:
    """An asterisk; its title and the note beside the table say that the cases are too few."""
    return html.Abbr("*", title=view.translate("appraisal.few"), className="few")


@dataclass(frozen=True)
class RateComputation:
    """How one rate came about: the formula as written, with its counts put in, and where the formula is from."""

    measured: AppraisedValue
    title: str
    formula: str
    counts: str
    basis: str


@dataclass(frozen=True)
class ComputedTable:
    """Every rate and score of a unit or region of this name over some months."""

    name: str
    months: int
    rows: Sequence[RateComputation]


def computed_table(view: View, caption: str, found: Sequence[RateComputation]) -> Component:
    """Every rate and score with its formula and counts."""
    heads = [view.translate(f"appraisal.col.{name}") for name in ("rate", "value", "formula", "counts", "basis")]
    rows = [
        [one.title, rate(view, one.measured), html.Code(one.formula), one.counts, html.Small(one.basis)]
        for one in found
    ]
    return table(caption, heads, rows, "tasks", numeric=(1,))


def weights_form(view: View, score: str, parts: Sequence[tuple[str, str, float]]) -> Component:
    """The weights of a score, to be set anew with a reason; parts are (id, name, weight)."""
    return action_form(
        view,
        "appraisal.weigh",
        hidden("score", score),
        html.Div(
            [
                html.Label(
                    [html.Span(name, className="label"), typed("number", f"w{n}", f"{weight:g}", min=1, max=100)],
                    className="field",
                )
                for n, (_, name, weight) in enumerate(parts, 1)
            ],
            className="weights",
        ),
        labelled(view, "reason", long_text("reason", rows=2, maxLength=500, required=True)),
        password_again(view),
        html.Button(view.translate("appraisal.weigh"), type="submit", className="button"),
        className="act task-form",
    )
