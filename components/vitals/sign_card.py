"""One sign of a kind on a card: now, its ladder, its last day, where it is worst, how many places, and its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.sign_course import LabelledCourse, course_sparkline
from components.vitals.signs import SignDisplayValue, level_counts, sign_number
from components.vitals.thresholds import rule_words, threshold_bar
from indicators.vitals import Sign


@dataclass(frozen=True)
class SignCard:
    """What a card shows. `place` is where it stands worst, `steps` are words, `day` is its last day."""

    sign: Sign
    href: str
    figure: SignDisplayValue
    place: str
    since: str
    counted: int
    silent: int
    counts: Sequence[tuple[int, int]]
    steps: Sequence[str]
    day: LabelledCourse | None


def card(view: View, one: SignCard) -> Component:
    """The card."""
    sign, name = one.sign, view.localise(one.sign.name)
    unverified = sign.basis.kind == "standard-not-at-hand"  # its limits rest on a standard that nobody here has read
    mark = html.Span(view.translate("definition.unverified"), className="unverified") if unverified else None
    bar = threshold_bar(view, sign, one.figure.value)
    return html.Section(
        [
            html.Div(
                [html.H3(html.A(name, href=one.href)), mark, level_mark(view, one.figure.level)], className="head"
            ),
            html.Div(
                [
                    sign_number(view, one.figure, name, "num-large"),
                    html.Span(one.place, className="place"),
                    age(view, one.figure.at),
                ],
                className="now",
            ),
            html.Div(
                [_steps(one) if bar is None else bar, course_sparkline(one.day) if one.day else None],
                className="pictures",
            ),
            html.P(
                [
                    html.Span(view.translate("sign.normal", range=view.localise(sign.normal))),
                    html.Span(one.since) if one.since else None,
                    html.Span(view.translate("sign.places", n=one.counted, silent=one.silent)),
                    *level_counts(view, one.counts),
                ],
                className="facts-line",
            ),
            html.P(rule_words(view, sign), className="note"),
        ],
        className="panel sign-card",
    )


def _steps(one: SignCard) -> Any:
    """The steps in words, where they cannot be drawn on one bar."""
    return html.Ul([html.Li(words) for words in one.steps], className="steps-words")
