"""One source of data: its quality, what it owed and brought, what would fall silent if it stopped."""

from __future__ import annotations

from dash import html

from components.data.source import source_batches, source_items, source_quality, source_standing
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.data import SourceQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext, data_source: str) -> Screen:
    """The screen of a source. NoSuchScreen for an unknown one."""
    shown = SourceQueries(context).source(view, data_source)
    title = f"{shown.unit} · {shown.system}"
    head = [
        html.Div(
            [html.H1(title), html.P(f"{shown.promise} · {shown.record}", className="note")],
        ),
        html.A(view.translate("data.back"), href=view.href("/data"), className="link"),
    ]
    items = source_items(view, shown, may_remind=context.actor.may("data.load"))
    return Screen(
        title,
        [
            html.Div(head, className="data-head"),
            html.Div(
                [
                    panel(view.translate("data.quality"), source_quality(view, shown)),
                    panel(view.translate("data.items"), items),
                    panel(view.translate("data.standing"), source_standing(view, shown)),
                    panel(view.translate("data.batches"), source_batches(view, shown.batches)),
                ],
                className="data-panels",
            ),
        ],
    )


PAGE = Page("data-source", "/data/sources/<data_source>", layout, kept=False)
