"""One sign in depth: how it stands, its course, its places; and what is defined of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.formatting.units import unit_after
from components.framework.live import age
from components.framework.panel import panel
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.sign_course import LabelledCourse, course_chart
from components.vitals.sign_places import SignPlaces, places_table
from components.vitals.signs import SignDisplayValue, sign_number, source_line
from components.vitals.thresholds import rule_words
from indicators.vitals import Sign


@dataclass(frozen=True)
class SignDepth:
    """A sign in a region: its value, since when its level holds (in words), the place where it stands worst.

    `counted` places, of which so many are `silent`. `course` is None where no history is kept (a town). `late`: the
    monitor is silent, and all is as it saw it at `looked_at`.
    """

    late: bool
    looked_at: datetime | None
    sign: Sign
    figure: SignDisplayValue
    since: str
    place: str
    counted: int
    silent: int
    course: LabelledCourse | None
    places: SignPlaces


@dataclass(frozen=True)
class SignDefinition:
    """A sign with its steps, its basis, the unit that answers and the duty that is called, in words."""

    sign: Sign
    steps: Sequence[str]
    basis: str
    answers: str
    called: str


def sign_depth(view: View, shown: SignDepth | None) -> Component:
    """How the sign stands; a sentence where the region has none of it."""
    if shown is None:
        return html.P(view.translate("vitals.none-here"), className="note")
    chart = shown.course
    return html.Div(
        [
            source_line(view, shown.looked_at if shown.late else None, shown.looked_at),
            html.Div(_now(view, shown), className="sign-now"),
            html.P(view.translate("sign.no-history"), className="note") if chart is None else course_chart(chart),
            html.H3(view.translate("sign.places.title")),
            places_table(view, shown.places),
        ],
        className="late" if shown.late else None,
    )


def _now(view: View, shown: SignDepth) -> list[Component | None]:
    return [
        level_mark(view, shown.figure.level),
        sign_number(view, shown.figure, view.localise(shown.sign.name), "num-large"),
        html.Span(shown.since) if shown.since else None,
        html.Span(shown.place, className="place"),
        html.Span(view.translate("sign.places", n=shown.counted, silent=shown.silent)),
        age(view, shown.figure.at),
    ]


def sign_definition(view: View, shown: SignDefinition) -> Component:
    """The definition, on what it rests, who answers and who is called, and what is done at which level."""
    one = shown.sign
    facts = [
        ("sign.range", view.localise(one.normal) + unit_after(view, one.unit)),
        ("sign.rule", rule_words(view, one)),
        ("sign.basis", shown.basis),
        ("sign.answers", shown.answers),
        ("sign.called", shown.called),
        ("sign.system", view.localise(one.system)),
    ]
    measures = [
        html.Li([level_mark(view, name), html.Span(view.localise(text))]) for name, text in one.warning.measures.items()
    ]
    return panel(
        view.translate("sign.about"),
        html.P(view.localise(one.definition), className="lead"),
        html.H3(view.translate("sign.steps")),
        html.Ul([html.Li(words) for words in shown.steps], className="steps-words"),
        html.Dl(
            [item for key, value in facts for item in (html.Dt(view.translate(key)), html.Dd(value))],
            className="about-facts",
        ),
        html.H3(view.translate("sign.response")),
        html.Ul(measures, className="measures"),
        className="sign-about",
    )
