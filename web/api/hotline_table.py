"""The barometer's table to take away, in every format, made beside the server; who took it is noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from flask import Flask, Response, request

from components.tables.exports import FORMATS
from data.core.scope import OutOfScope, Scope
from data.hotline.table_store import Form
from data.operations.processes.look_back_queue import LookBackProgress
from queries.request_context import RequestContext
from web.rendering.failures import being_computed, refused

ENDPOINT: Final = "voice-table"
FORMS: Final[Mapping[str, Form]] = {name: partial(each.write, sheet="voice") for name, each in FORMATS.items()}
WEEK: Final = 7


def offer_hotline_table(
    server: Flask, open_context: Callable[[], RequestContext], taken: Callable[[RequestContext, str], None]
) -> None:
    """Answer at /voice/table.csv (and with the name of any other format), for a region and the last 7 or 28 days."""

    def answer(form: str) -> Response:
        if form not in FORMS:
            return refused("not-found", 404, "there is no such table")
        context = open_context()
        asked = request.args.get("region", "")
        known = asked.isascii() and asked.isdigit() and int(asked) in context.catalogue.regions
        region = int(asked) if known else context.home
        if not context.scope.permits(region):
            raise OutOfScope(region)
        days = WEEK if request.args.get("days") == str(WEEK) else context.voice_rules.repeats.days
        run = context.voice.run_of(context.scope, context.version)
        if run is None:
            return refused("not-found", 404, "there is no run of the barometer yet")
        grids = context.grids.file(Scope.everything()).name
        body = context.voice.table(context.scope, run.run, region, days, form, grids)
        if body is None:
            return being_computed(LookBackProgress(done=0, total=0, before=0, failed=False))
        taken(context, f"voice {region} {days}d {form}")
        found = Response(body, mimetype=FORMATS[form].media)
        found.headers["Content-Disposition"] = f'attachment; filename="voice-{region}-{run.last_day}-{days}d.{form}"'
        return found

    server.add_url_rule("/voice/table.<form>", ENDPOINT, answer)
