"""One sign of a kind on a card: now, its ladder, its last day, where it is worst, how many places, and its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.signs import SignFigure, level_counts, sign_number


@dataclass(frozen=True)
class Card:
    """What a card shows. `place` is where it stands worst, `rule` and `normal` are words, `unverified`: its limits rest
    on a standard that nobody here has read."""

    name: str
    href: str
    figure: SignFigure
    place: str
    since: str
    counted: int
    silent: int
    counts: Sequence[tuple[int, int]]
    normal: str
    rule: str
    unverified: bool
    bar: RawHtml | None
    steps: Sequence[str]
    day: RawHtml | None


def card(view: View, one: Card) -> Component:
    """The card."""
    mark = html.Span(view.translate("definition.unverified"), className="unverified") if one.unverified else None
    return html.Section(
        [
            html.Div(
                [html.H3(html.A(one.name, href=one.href)), mark, level_mark(view, one.figure.level)], className="head"
            ),
            html.Div(
                [
                    sign_number(view, one.figure, one.name, "num-large"),
                    html.Span(one.place, className="place"),
                    age(view, one.figure.at),
                ],
                className="now",
            ),
            html.Div([_steps(one) if one.bar is None else one.bar, one.day], className="pictures"),
            html.P(
                [
                    html.Span(view.translate("sign.normal", range=one.normal)),
                    html.Span(one.since) if one.since else None,
                    html.Span(view.translate("sign.places", n=one.counted, silent=one.silent)),
                    *level_counts(view, one.counts),
                ],
                className="facts-line",
            ),
            html.P(one.rule, className="note"),
        ],
        className="panel sign-card",
    )


def _title(one: Card) -> Component:
    return html.H3(html.A(one.name, href=one.href))


def _steps(one: Card) -> Any:
    """The steps in words, where they cannot be drawn on one bar."""
    return html.Ul([html.Li(words) for words in one.steps], className="steps-words")
