"""The barometer's table to take away, as CSV or Excel; who took it is noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Flask, Response, request

from data.desk import Desk
from data.scope import OutOfScope
from data.voice.tables_away import grid_table
from web.api import EXCEL
from web.export import to_csv, to_excel
from web.failures import refused

ENDPOINT: Final = "voice-table"
FORMS: Final = ("csv", "xlsx")
WEEK: Final = 7


def offer_voice_table(server: Flask, open_desk: Callable[[], Desk], taken: Callable[[Desk, str], None]) -> None:
    """Answer at /voice/table.csv and /voice/table.xlsx, for a region and the last 7 or 28 days."""

    def answer(form: str) -> Response:
        if form not in FORMS:
            return refused("not-found", 404, "there is no such table")
        desk = open_desk()
        asked = request.args.get("region", "")
        known = asked.isascii() and asked.isdigit() and int(asked) in desk.catalogue.regions
        region = int(asked) if known else desk.home
        if not desk.scope.permits(region):
            raise OutOfScope(region)
        days = WEEK if request.args.get("days") == str(WEEK) else desk.voice_rules.repeats.days
        run = desk.voice.run_of(desk.scope, desk.version)
        if run is None:
            return refused("not-found", 404, "there is no run of the barometer yet")
        taken(desk, f"voice {region} {days}d {form}")
        heads, rows = grid_table(desk, run.run, region, days)
        body = to_csv(heads, rows) if form == "csv" else to_excel(heads, rows, "voice")
        found = Response(body, mimetype="text/csv" if form == "csv" else EXCEL)
        found.headers["Content-Disposition"] = f'attachment; filename="voice-{region}-{run.last_day}-{days}d.{form}"'
        return found

    server.add_url_rule("/voice/table.<form>", ENDPOINT, answer)
