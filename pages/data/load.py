"""Loading a department's file: hand it in, see what was recognised, mend it, see the dry run, sign (载入数据)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.data.load import choices_form, dry_run, sheet_view, steps, template_list, upload_form
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from indicators.definitions.input_limits import UPLOAD_BYTES
from queries.data import LoadQueries
from queries.request_context import RequestContext

MEGABYTE = 1024 * 1024
LANDED = "batch-"  # begins, in the place of an id, what names a batch that has landed


def layout(view: View, context: RequestContext) -> Screen:
    """The form to hand a file in."""
    return _form(view, context, None)


def file(view: View, context: RequestContext, upload: str) -> Screen:
    """The file with this id as it would land; what became of one that has landed (`batch-7`), or is kept no more."""
    if upload.startswith(LANDED):
        return _form(view, context, html.P(_landed(view, upload), className="load-done", role="status"))
    shown = LoadQueries(context).file(view, upload)
    if shown is None:
        return _form(view, context, html.P(view.translate("data.load.gone"), className="refused", role="status"))
    title = view.translate("data.load.title")
    head = html.Div(
        [
            html.Div([html.H1(title), html.P([html.B(shown.name), " · ", shown.about], className="note")]),
            steps(view, "try" if shown.lands else "choose"),
            _back(view),
        ],
        className="data-head",
    )
    columns = [
        panel(view.translate("data.load.sheet"), sheet_view(view, shown), className="load-sheet"),
        panel(view.translate("data.load.choose"), choices_form(view, shown)),
        panel(view.translate("data.load.try"), dry_run(view, shown), aside=view.translate("data.load.unwritten")),
    ]
    return Screen(title, [head, html.Div(columns, className="load-columns")])


def _form(view: View, context: RequestContext, told: Component | None) -> Screen:
    title, queries = view.translate("data.load.title"), LoadQueries(context)
    largest = view.translate("data.load.megabytes", n=UPLOAD_BYTES // MEGABYTE)
    form = upload_form(view, queries.sources(view), largest)
    head = html.Div([html.H1(title), steps(view, "upload"), _back(view)], className="data-head")
    hand_in = panel(view.translate("data.load.hand-in.title"), form, template_list(view, queries.templates(view)))
    return Screen(title, [head, html.Div([told, hand_in], className="data-panels")])


def _landed(view: View, upload: str) -> str:
    batch = upload.removeprefix(LANDED)
    return view.translate("data.load.landed", batch=batch if batch.isdigit() else "—")


def _back(view: View) -> Component:
    return html.A(view.translate("data.back"), href=view.href("/data"), className="link")


PAGE = Page("data-load", "/data/load", layout, right="data.load", kept=False, past=False)
FILE = Page("data-load-file", "/data/load/<upload>", file, right="data.load", kept=False, past=False)
