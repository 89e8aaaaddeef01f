"""Changes of scores and values, each with the two periods that it compares."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import change
from components.framework.view import View
from indicators.calendar.periods import PER_YEAR, Period
from indicators.compute.results import IndicatorValue
from indicators.compute.score_changes import ScoreChange, ScoreChanges


def both_changes(view: View, changes: ScoreChanges) -> list[Component]:
    """On the month before and on a year before; where data of a newer month have not come, a note says so."""
    found = [compared(view, changes.month), compared(view, changes.year)]
    if changes.waits:
        words = view.translate("change.waits", month=changes.waits[-1].id)
        found.append(html.Span(words, className="note"))
    return found


def compared(view: View, one: ScoreChange) -> Component:
    """A change under the two months that it compares."""
    return html.Span([change_months(view, one), " ", change(view, one.delta, "higher")], className="compared")


def change_months(view: View, one: ScoreChange) -> str:
    """The two months that a change compares."""
    return view.translate("change.compared", newest=one.newest.id, before=one.before.id)


def year_compared(view: View, cell: IndicatorValue) -> str:
    """The two periods that a value's change in a year compares."""
    newest = Period.parse(cell.period)
    return view.translate("change.compared", newest=newest.id, before=newest.shift(-PER_YEAR[cell.grain]).id)
