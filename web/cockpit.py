"""The Dash application whose pages are drawn by the server first."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dash import Dash, html
from dash._utils import to_json
from flask import Flask, Response, request
from flask_caching import Cache

from components.islands import split
from components.page import NoSuchScreen, Page, Part, Screen
from components.shell import Status, shell
from components.view import View
from data.desk import Desk
from data.pulse import Pulse
from data.reading_types import NothingKnown
from data.remembering import Remembered
from web.bundle import Bundle
from web.document import CLOCK, Drawn, Frame, Now, write
from web.fresh import DRAWN, Fresh, register
from web.visit import Router, Visit

KEPT_FOR = 24 * 3600  # seconds; a new snapshot has a new key, so this only bounds the disk


class Cockpit(Dash):  # type: ignore[misc]  # Dash ships no types
    """Dash with its index replaced: every page arrives as finished HTML, complete without a script."""

    def __init__(
        self,
        server: Flask,
        pages: Sequence[Page],
        not_found: Callable[[View], Screen],
        open_desk: Callable[[View], Desk],
        assets: Path,
        script: Bundle,
        style: Bundle,
        maps: Bundle,
        cache: Cache,
        pulse: Callable[[], Pulse],
        shared: tuple[Part, ...] = (),
    ) -> None:
        super().__init__(
            "cockpit",
            server=server,
            assets_folder=str(assets),
            suppress_callback_exceptions=True,
            update_title="",
            compress=False,
            eager_loading=False,
        )
        self._router = Router(pages)
        self._not_found = not_found
        self._open_desk = open_desk
        self._cache = cache
        self._assets = assets
        self._script = script
        self._style = style
        self._maps = maps
        self._pulse = pulse
        self._frame: Frame | None = None
        self._live: frozenset[str] = frozenset()
        self.layout = self._layout_for_referrer
        for page in pages:
            if page.callbacks:
                page.callbacks(self, self.open_address)
        register(self, Fresh(self._router, open_desk, pulse, shared, Remembered(DRAWN)))

    @property
    def build(self) -> str:
        """What runs here, so that an open page can tell when another version of the cockpit was put up."""
        return "-".join(map(_digest, (self._script, self._style, self._maps)))

    def version(self) -> str:
        """What open pages are told: what runs here, and what stands how new."""
        return f"{self.build} {self._pulse()}"

    def open_address(self, address: str) -> tuple[View, Desk, dict[str, str]]:
        """View, desk and path variables behind an address that a browser sent (checked, not believed)."""
        visit = self._router.visit_address(address)
        return visit.view, self._open_desk(visit.view), dict(visit.variables)

    def index(self, *_args: Any, **_kwargs: Any) -> Response:
        """The document for the address asked for, with status 404 where nothing stands."""
        visit = self._router.visit(request.path, request.args)
        try:
            desk = self._open_desk(visit.view)
        except NothingKnown:  # there is no picture of that day; the way back leads to the present
            visit = Visit(None, {}, replace(visit.view, as_of=None))
            desk = self._open_desk(visit.view)
        pulse = str(self._pulse())  # before drawing: what changes meanwhile is asked for again
        drawn = self.drawn(visit, desk)
        past = visit.view.as_of is not None
        now = Now(desk.clock_text(), int(desk.now.timestamp()), self.build, pulse, past)
        document = write(self._common(), drawn, self._generate_config_html(), now)
        return Response(document, status=drawn.status, mimetype="text/html")

    def drawn(self, visit: Visit, desk: Desk) -> Drawn:
        """The page from the cache, or drawn now: the key holds everything that the picture depends on."""
        view = visit.view
        key = json.dumps(
            [
                self._script.address,
                self._style.address,
                desk.key(),
                view.path,
                view.lang,
                view.theme,
                view.as_of,
                sorted(view.options.items()),
            ]
        )
        kept = self._cache.get(key) if visit.page else None  # no page may stand at a page's own address, too
        if isinstance(kept, Drawn):
            return kept
        fresh = self._draw(visit, desk)
        if fresh.status == 200:
            self._cache.set(key, fresh, timeout=KEPT_FOR)
        return fresh

    def _draw(self, visit: Visit, desk: Desk) -> Drawn:
        self._common()
        screen, status = self._screen(visit, desk)
        page = shell(visit.view, _status(desk), screen.title, screen.content)
        island = split(page, self._live)
        title = f"{screen.title} · {visit.view.t('shell.city')}{visit.view.t('shell.product')}"
        return Drawn(status, title, visit.view.lang, visit.view.theme, island.markup, str(to_json(island.layout)))

    def _screen(self, visit: Visit, desk: Desk) -> tuple[Screen, int]:
        if visit.page is not None:
            try:
                return visit.page.layout(visit.view, desk, **visit.variables), 200
            except NoSuchScreen:
                pass
        return self._not_found(visit.view), 404

    def _common(self) -> Frame:
        if self._frame is None:
            ids = {dep["id"] for known in self.callback_map.values() for dep in [*known["inputs"], *known["state"]]}
            outputs = {
                part.rsplit(".", 1)[0].lstrip(".")
                for name in self.callback_map
                for part in name.strip(".").split("...")
            }
            self._live = frozenset(str(name) for name in ids | outputs)
            self._frame = Frame(
                self._script.address,
                self._style.address,
                self._maps.address,
                _icon(self._assets),
                str(to_json(self._callback_list)),
            )
        return self._frame

    def _layout_for_referrer(self) -> Any:
        """Dash's own layout endpoint; only a browser whose page came from somewhere else asks for it."""
        if not request or request.path != "/_dash-layout":  # Dash asks once more while it sets itself up
            return html.Div()
        visit = self._router.visit_address(request.headers.get("Referer", "/").split(request.host, 1)[-1])
        screen, _ = self._screen(visit, desk := self._open_desk(visit.view))
        return shell(visit.view, _status(desk), screen.title, screen.content)


def _status(desk: Desk) -> Status:
    return Status(now=CLOCK, today=desk.today.isoformat(), data_until=desk.data_until, demo=desk.demo, state=desk.state)


def _digest(bundle: Bundle) -> str:
    return bundle.address.split(".")[1]


def _icon(assets: Path) -> str:
    """The window's icon inside the page: it costs no request."""
    return f"data:image/svg+xml,{quote((assets / 'icon.svg').read_text('utf-8'))}"
