"""One indicator in depth: how it stands and why, its history and path, where it differs, what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.framework.live import live
from components.framework.markup import to_html
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.choice_store import STORE
from components.indicators.history_panel import draw_history
from components.indicators.indicator_page import indicator_page
from components.indicators.indicator_regions import regions_panel
from components.tasks.task_list import beside_rows, task_list
from queries.indicators import IndicatorQueries
from queries.request_context import RequestContext
from queries.tasks import TaskQueries

OpenAddress = Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]


def layout(view: View, context: RequestContext, name: str) -> Screen:
    """The screen of the indicator `name`. NoSuchScreen for an unknown one."""
    page = IndicatorQueries(context).page(view, name)
    return Screen(page.title(view), indicator_page(view, page, live(view, TASKS, tasks(view, context, name))))


def callbacks(app: Dash, open_address: OpenAddress) -> None:
    """A choice of grain, of last year or of a district redraws picture, chart, table twin and regions at once."""

    def redraw(asked: Any) -> tuple[Any, ...]:
        address = asked.get("address") if isinstance(asked, dict) else None
        view, context, variables = open_address(str(address or "/"))
        name = variables.get("name", "")
        if name not in context.catalogue.indicators or not view.path.startswith("/indicators/"):
            raise PreventUpdate
        queries = IndicatorQueries(context)
        drawn = draw_history(view, queries.history(view, name))
        regions = regions_panel(view, queries.regions(view, name))
        return drawn.head, drawn.poster, drawn.figure, drawn.twin, to_html(regions)

    app.callback(
        Output("indicator-head", "html"),
        Output("indicator-poster", "html"),
        Output("indicator-chart", "figure"),
        Output("indicator-twin", "html"),
        Output("indicator-regions", "html"),
        Input(STORE, "data"),
        prevent_initial_call=True,
    )(redraw)


def tasks(view: View, context: RequestContext, name: str) -> Component:
    """What was sent about this number, and the button that sends more."""
    subject = IndicatorQueries(context).subject(view, name)
    unknown = subject.value.value is None or subject.value.stale
    queries = TaskQueries(context)
    beside = beside_rows(view, queries.beside(view))(name, subject.region, unknown)
    sent = task_list(view, queries.about(view, "indicator", name, subject.region))
    return panel(view.translate("task.panel"), sent, aside=beside)


OPTIONS = frozenset({"region", "grain", "compare", "district"})
TASKS = LiveFragment("indicator-tasks", tasks, frozenset({"tasks", "snapshot"}))
PAGE = Page("indicator", "/indicators/<name>", layout, OPTIONS, callbacks, parts=(TASKS,))
