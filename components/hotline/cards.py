"""What the barometer lists, as cards: topic and place, how much more than usual, why, the line behind it, and 派."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.band_sparkline import band_sparkline
from components.formatting.numbers import digits
from components.framework.panel import panel
from components.framework.view import View
from indicators.hotline import Finding, KindOfFinding

DAY = 24
SHOWN = 6


@dataclass(frozen=True)
class FindingCard:
    """A finding in words: its topic, where it is, how sure it is (strong | clear | slight), and where 派 leads."""

    finding: Finding
    topic: str
    place: str
    sureness: str
    href: str
    dispatch: str | None


def cards(view: View, kind: KindOfFinding, found: Sequence[FindingCard]) -> Component:
    """The list of one kind, the strongest first; what does not fit is folded away."""
    items = [html.Li(_card(view, card)) for card in found]
    rest = html.Details(
        [
            html.Summary(view.translate("voice.more", n=len(items) - SHOWN)),
            html.Ol(items[SHOWN:], className="voice-cards"),
        ],
        className="twin",
    )
    return panel(
        view.translate(f"voice.{kind}"),
        html.P(view.translate(f"voice.{kind}.what"), className="note"),
        html.Ol(items[:SHOWN], className="voice-cards") if items else html.P(view.translate(f"voice.{kind}.none")),
        rest if len(items) > SHOWN else None,
        aside=html.Span(str(len(items)), **{"data-number": f"voice-{kind}"}),
        className=f"voice-list voice-{kind}",
    )


def _card(view: View, card: FindingCard) -> list[Component]:
    one, trail = card.finding, card.finding.trail
    words = why(view, one)
    line = view.translate(f"voice.line.{trail.step}", topic=card.topic, place=card.place, n=len(trail.count), why=words)
    return [
        html.Div(
            className="voice-card-head",
            children=[
                html.A([html.B(card.topic), html.Small(card.place)], href=card.href, className="name"),
                html.Span(
                    [html.B(times(one)), html.Span(view.translate("voice.times"), className="unit")],
                    className="val",
                    **{"data-number": f"{one.kind}:{one.topic}:{one.region}"},
                ),
            ],
        ),
        band_sparkline(trail.count, trail.low, trail.high, line),
        html.P(words, className="voice-why"),
        html.Div(
            className="voice-card-foot",
            children=[
                html.Span(view.translate(f"voice.sure.{card.sureness}"), className=f"voice-sure sure-{card.sureness}"),
                html.A(
                    view.translate("voice.dispatch"),
                    href=card.dispatch,
                    className="button voice-dispatch",
                    **{"aria-label": view.translate("voice.dispatch.about", topic=card.topic, place=card.place)},
                )
                if card.dispatch
                else None,
            ],
        ),
    ]


def times(one: Finding) -> str:
    """How many times the usual; a dash where nothing was usual."""
    return digits(one.times if math.isfinite(one.times) else None, 1)


def span_words(view: View, hours: int) -> str:
    """A window in words."""
    if hours % (7 * DAY) == 0 and hours > 7 * DAY:
        return view.translate("voice.span.weeks", n=hours // (7 * DAY))
    return (
        view.translate("voice.span.days", n=hours // DAY)
        if hours % DAY == 0
        else view.translate("voice.span.hours", n=hours)
    )


def why(view: View, one: Finding) -> str:
    """The sentence that says why a topic is listed."""
    said = {
        "span": span_words(view, one.hours),
        "count": digits(one.count, 0),
        "usual": digits(one.usual, 0 if one.usual >= 10 else 1),
        "times": times(one),
        "weeks": one.weeks,
        "towns": len(one.towns),
        "asked": one.asked,
    }
    return view.translate(f"voice.why.{one.kind}", **said)
