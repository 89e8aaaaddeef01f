"""The record of forecasts: reliability, scores, and what is expected of the goals."""

from __future__ import annotations

from components.forecast.record_page import record_page
from components.framework.page import Page, Screen
from components.framework.view import View
from queries.forecast import ForecastRecordQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """Everything that was said and has come due, within the visitor's scope."""
    return Screen(view.translate("forecast.title"), record_page(view, ForecastRecordQueries(context).record(view)))


PAGE = Page("forecast", "/forecast", layout, kept=False, past=False)
