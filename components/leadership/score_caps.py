"""The months in which a veto kept a score down: shaded in its trend, and said in words below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.charts.bands import AxisBand
from components.formatting.dates import period_words
from components.formatting.numbers import digits
from components.framework.view import View
from components.tables.accessible_table import accessible_table
from indicators.compute.results import GroupScore, ScoreCap
from indicators.scoring.score import CAP


def capped_months(view: View, score: GroupScore, names: Mapping[str, str], months: int | None = None) -> list[AxisBand]:
    """The caps of a score within its last months (None: all of them), the newest first.

    Their places are those among these months. `names` are of indicators and functions, by their ids.
    """
    labels = [period.id for period in score.periods][-months if months else 0 :]
    place = {label: index for index, label in enumerate(labels)}
    found = [
        AxisBand(place.get(cap.first, 0), place[cap.last], _words(view, cap, names), cap.last == labels[-1])
        for cap in score.caps
        if cap.last in place
    ]
    return sorted(found, key=lambda band: (-band.last, -band.first))


def cap_list(view: View, bands: Sequence[AxisBand]) -> Component | None:
    """The caps in words: those that last openly, all folded under a line that counts them. None where there is none."""
    if not bands:
        return None
    lasting = [html.P(band.words, className="note") for band in bands if band.lasts]
    listed = html.Ul([html.Li(band.words) for band in bands], className="caps")
    return html.Div([*lasting, accessible_table(view.translate("caps.months", count=len(bands)), listed)])


def _words(view: View, cap: ScoreCap, names: Mapping[str, str]) -> str:
    first, last = period_words(view, cap.first), period_words(view, cap.last)
    return view.translate(
        "caps.of" if cap.function is None else "caps.of_function",
        months=first if first == last else view.translate("caps.span", first=first, last=last),
        indicator=names.get(cap.indicator, cap.indicator),
        why=view.translate("caps.silent" if cap.silent else "caps.off_track"),
        function=names.get(cap.function or "", cap.function or ""),
        cap=digits(CAP, 0),
    )
