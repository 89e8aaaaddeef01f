"""The template of a source: its measures and places, to be filled in and handed back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Flask, Response

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.tables.exports import FORMATS
from queries.data import LoadQueries
from queries.request_context import RequestContext
from web.rendering.failures import refused
from web.rendering.static_pages import static_view

ENDPOINT: Final = "template-table"


def offer_templates(server: Flask, open_context: Callable[[], RequestContext]) -> None:
    """Answer at /data/template/<source>.xlsx (and with the name of any other format)."""

    def answer(source: str, form: str) -> Response:
        if form not in FORMATS:
            return refused("not-found", 404, "there is no such table")
        try:
            heads, rows = LoadQueries(open_context()).template(View(lang=static_view().lang), source)
        except NoSuchScreen:
            return refused("not-found", 404, "there is no such source")
        found = Response(FORMATS[form].write(heads, rows, sheet="template"), mimetype=FORMATS[form].media)
        found.headers["Content-Disposition"] = f'attachment; filename="{source}.{form}"'
        return found

    server.add_url_rule("/data/template/<source>.<form>", ENDPOINT, answer)
