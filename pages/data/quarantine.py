"""What was refused: by file and reason, each row beside its fault, to be corrected, rejected or taken away."""

from __future__ import annotations

from dash import html

from components.data.quarantine import correction, group_list, refused_rows
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.data import QuarantineQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """Files and reasons, the rows of one, and the row that is being corrected."""
    title = view.translate("data.quarantine.title")
    shown = QuarantineQueries(context).quarantine(view)
    may_decide = context.actor.may("data.load")
    opened = shown.chosen if may_decide and shown.chosen and not shown.chosen.decided else None
    export = html.A(view.translate("data.quarantine.export"), href=shown.export, className="link", download=True)
    rows = refused_rows(view, shown, may_decide=may_decide)
    panels = [
        panel(
            view.translate("data.quarantine.groups"),
            group_list(view, shown.groups),
            aside=view.translate("data.quarantine.count", n=shown.waiting),
        ),
        panel(view.translate("data.quarantine.row", n=opened.row), correction(view, opened, view.href(row=None)))
        if opened
        else None,
        panel(view.translate("data.quarantine.head.rows"), rows, aside=export) if shown.rows else None,
    ]
    head = [html.H1(title), html.A(view.translate("data.back"), href=view.href("/data"), className="link")]
    return Screen(title, [html.Div(head, className="data-head"), html.Div(panels, className="data-panels")])


PAGE = Page(
    "data-quarantine",
    "/data/quarantine",
    layout,
    frozenset({"batch", "code", "row", "after"}),
    right="quarantine.read",
    kept=False,
    past=False,
)
