"""The refused rows of a file as a table for its department; who took it is noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Flask, Response, request

from components.framework.view import View
from components.tables.exports import FORMATS
from queries.data import QuarantineQueries
from queries.request_context import RequestContext
from web.rendering.failures import refused
from web.rendering.static_pages import static_view

ENDPOINT: Final = "quarantine-table"


def offer_quarantine_table(
    server: Flask, open_context: Callable[[], RequestContext], taken: Callable[[RequestContext, str], None]
) -> None:
    """Answer at /data/quarantine.csv (and with the name of any other format) for a batch and perhaps one reason."""

    def answer(form: str) -> Response:
        batch, code = request.args.get("batch", ""), request.args.get("code", "")[:32]
        if form not in FORMATS or not (batch.isascii() and batch.isdigit() and len(batch) <= 9):
            return refused("not-found", 404, "there is no such table")
        context, view = open_context(), View(lang=static_view().lang)
        heads, rows = QuarantineQueries(context).table(view, int(batch), code)
        taken(context, f"quarantine {batch} {code} {form}")
        found = Response(FORMATS[form].write(heads, rows, sheet="quarantine"), mimetype=FORMATS[form].media)
        found.headers["Content-Disposition"] = f'attachment; filename="quarantine-{batch}.{form}"'
        return found

    server.add_url_rule("/data/quarantine.<form>", ENDPOINT, answer)
