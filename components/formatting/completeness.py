"""How much a score stands on: what is missing counts as 0 in it, and what has come by itself is said beside it."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.view import View
from indicators.compute.results import GroupScore
from indicators.scoring.score import ENOUGH


@dataclass(frozen=True)
class Completeness:
    """A score, which is the lowest that it can be, with the score of what has come where something is missing.

    `silent` counts the indicators that are missing; None where it is not known (a snapshot of an earlier release).
    `coverage` is the share of the weight that is known, `judged` that of what a target judges.
    """

    score: float | None
    reported: float | None
    silent: int | None
    coverage: float
    judged: float


def completeness_of(score: GroupScore) -> Completeness:
    """How much the newest score of a group stands on."""
    silent = None if score.silent is None else len(score.silent)
    return Completeness(score.latest, score.reported, silent, score.coverage, score.judged)


def completeness_words(view: View, shown: Completeness) -> str:
    """What is missing and how low and how high that leaves the score, in a sentence."""
    if shown.score is None:
        lacking, share = ("targets", shown.judged) if shown.judged < ENOUGH else ("values", shown.coverage)
        return view.translate(f"completeness.none.{lacking}", share=digits(share * 100, 0))
    if shown.silent is None:
        return view.translate("completeness.unknown", share=digits(shown.coverage * 100, 0))
    if not shown.silent or shown.reported is None:
        return view.translate("completeness.whole")
    return view.translate(
        "completeness.silent",
        count=shown.silent,
        lowest=digits(shown.score, 0),
        reported=digits(shown.reported, 0),
    )


def reported_beside(view: View, shown: Completeness) -> Component | None:
    """The same as short as it can be, to stand beside the score; None where it makes no difference that is shown.

    Where there is no score, how much of what it asks for is known.
    """
    short = _short(view, shown)
    if short is None:
        return None
    words = completeness_words(view, shown)
    return html.Span(
        className="reported",
        title=words,
        children=[html.Span(short, **{"aria-hidden": "true"}), html.Span(words, className="spoken")],
    )


def _short(view: View, shown: Completeness) -> str | None:
    if shown.score is None:
        return view.translate("completeness.covered", share=digits(shown.coverage * 100, 0))
    if shown.reported is None or digits(shown.reported, 0) == digits(shown.score, 0):
        return None
    return view.translate("completeness.short", reported=digits(shown.reported, 0))
