"""The needle of the barometer with its parts, and orders by day against the band they usually keep to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.band_sparkline import band_sparkline
from components.charts.bullet import bar
from components.charts.gauge import gauge
from components.formatting.numbers import NO_VALUE, SHAPES, digits
from components.framework.panel import panel
from components.framework.view import View
from indicators.hotline import HotlineRules, SentimentIndex

STATUS = {"fine": "on_track", "fair": "on_track", "dull": "watch", "rain": "off_track", "unknown": "unknown"}
WORST_FIRST = ("rain", "dull", "fair", "fine")


@dataclass(frozen=True)
class DailyOrders:
    """Orders by day and the band they usually keep to."""

    count: Sequence[int]
    low: Sequence[float]
    high: Sequence[float]


def sentiment_panel(
    view: View, place: str, mood: SentimentIndex, daily: DailyOrders, rules: HotlineRules, until: str
) -> Component:
    """How the mood is in a region, and what makes it so."""
    words = view.translate(f"voice.weather.{mood.weather}")
    limits = (rules.mood.dull, rules.mood.fair, rules.mood.fine)
    said = view.translate("voice.needle.words", place=place, value=digits(mood.value, 0), weather=words)
    names = [view.translate(f"voice.weather.{name}") for name in WORST_FIRST]
    status = STATUS[mood.weather]
    return panel(
        view.translate("voice.needle", place=place),
        html.Div(
            className="voice-needle",
            children=[
                gauge(mood.value, limits, names, said),
                html.P(
                    [
                        html.B(digits(mood.value, 0), **{"data-number": "voice-mood"}),
                        html.Span(
                            [html.Span(SHAPES[status], className="shape", **{"aria-hidden": "true"}), words],
                            className=f"status status-{status}",
                        ),
                    ],
                    className="voice-reading",
                ),
            ],
        ),
        html.P(_sentence(view, mood), className="voice-why"),
        html.Ul([html.Li(_part(view, part.id, mood, rules)) for part in mood.parts], className="voice-parts"),
        html.P(view.translate("voice.daily", n=len(daily.count)), className="note"),
        band_sparkline(
            daily.count, daily.low, daily.high, view.translate("voice.daily.words", place=place, n=len(daily.count))
        ),
        aside=view.translate("voice.until", day=until),
        className="voice-mood",
    )


def _sentence(view: View, mood: SentimentIndex) -> str:
    if mood.value is None:
        return view.translate("voice.needle.unknown")
    signs = mood.signs
    more = (signs.count / signs.usual - 1) * 100
    side = "voice.volume.more" if more >= 0 else "voice.volume.less"
    volume = view.translate(side, count=digits(signs.count, 0), share=digits(abs(more), 0))
    worst = max(mood.parts, key=lambda part: part.points)
    return volume + view.translate(f"voice.weighs.{worst.id}" if worst.points >= 1 else "voice.weighs.nothing")


def _part(view: View, name: str, mood: SentimentIndex, rules: HotlineRules) -> list[Component]:
    part = next(one for one in mood.parts if one.id == name)
    most = getattr(rules.mood, name).points
    value = NO_VALUE if part.value is None else digits(part.value * 100, 1, sign=True) + "%"
    label = view.translate(f"voice.part.{name}")
    status = "on_track" if part.points < most / 3 else "watch" if part.points < most * 2 / 3 else "off_track"
    return [
        html.Span(label),
        html.Span(value, **{"data-number": f"voice-{name}"}),
        bar(100 * part.points / most, None, status, f"{label} {value}"),
        html.Span(
            view.translate("voice.points", points=digits(-part.points, 1), most=digits(most, 0)),
            className="note",
            **{"data-number": f"voice-{name}-points"},
        ),
    ]
