"""The Dash application whose pages are drawn by the server first."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dash import html
from flask import Flask, Response, request
from flask_caching import Cache

from access.authorization.rights import decide
from components.framework.hydration import split, take_parts
from components.framework.late_bound_values import ALERTS, BADGE, BANNER, CLOCK, Facts, LateBound, put_in
from components.framework.late_bound_values import fragment_placeholder as place
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.unavailable import AWAY, away, not_kept
from components.framework.view import View
from components.shell.header import DataStatus
from components.shell.page_shell import bare, shell
from data.core.change_version import ChangeVersion
from data.core.not_kept import NotKept
from data.core.scope import OutOfScope
from data.storage.faults import DatabaseUnavailable
from pages import liveness
from pages.alerts.alert_bar import BAR
from queries.request_context import RequestContext
from web.dash_adapter import DocumentDash, as_json
from web.live.fragments import Fragments
from web.live.live_updates import LiveUpdates, register_live_updates
from web.rendering.bundle import Bundle
from web.rendering.document import DocumentFrame, DrawnPage, PageState, write
from web.rendering.failures import NotAllowed
from web.rendering.route import Route, Router
from web.security.csrf import HEADER

log = logging.getLogger("cockpit")
KEPT_FOR = 24 * 3600  # seconds; a new snapshot has a new key, so this only bounds the disk


class CockpitDash(DocumentDash):
    """Dash with its index replaced: every page arrives as finished HTML, complete without a script."""

    def __init__(
        self,
        server: Flask,
        pages: Sequence[Page],
        not_found: Callable[[View], Screen],
        open_context: Callable[[View], RequestContext],
        assets: Path,
        script: Bundle,
        style: Bundle,
        maps: Bundle,
        cache: Cache,
        cache_folder: Path,
        person: Callable[[View, RequestContext], Facts],
        pulse: Callable[[], ChangeVersion],
        shared: tuple[LiveFragment, ...] = (),
        csrf_cookie: str = "_csrf_token",
    ) -> None:
        super().__init__(server, assets, csrf_cookie, HEADER, pages)
        self.router = Router(pages)
        self._not_found = not_found
        self._open_desk = open_context
        self._cache = cache
        self._cache_folder = cache_folder
        self._assets = assets
        self._script = script
        self._style = style
        self._maps = maps
        self._pulse = pulse
        self._frame: DocumentFrame | None = None
        self._person = person
        self._rights: dict[str, str] = {}
        self._live: frozenset[str] = frozenset()
        for page in pages:
            if page.callbacks:
                self.register(page.callbacks, page.right)
        self._fragments = Fragments(shared)
        fresh = LiveUpdates(self.open_visit, person, self._fragments)
        self.register(
            lambda app, _: register_live_updates(app, fresh), ""
        )  # each page and each part has a right of its own

    @property
    def build(self) -> str:
        """What runs here, so that an open page can tell when another version of the cockpit was put up."""
        return "-".join(map(_digest, (self._script, self._style, self._maps)))

    def version(self) -> str:
        """What open pages are told: what runs here, and what stands how new."""
        return f"{self.build} {self._pulse()}"

    def register(self, callbacks: Callable[..., None], right: str) -> None:
        """Let `callbacks` be registered, each of them for those who have a right."""
        before = set(self.callbacks)
        callbacks(self, self.open_address)
        self._rights |= dict.fromkeys(set(self.callbacks) - before, right)

    def callback_rights(self) -> dict[str, str | None]:
        """The right that each callback needs, by its output; None for one that was registered past `register`."""
        return {output: self._rights.get(output) for output in self.callbacks}

    def open_address(self, address: str) -> tuple[View, RequestContext, dict[str, str]]:
        """View, desk and path variables behind an address that a browser sent (checked, not believed).

        NotAllowed when the page there is not for whoever asks.
        """
        visit, context = self.open_visit(address)
        return visit.view, context, dict(visit.variables)

    def open_visit(self, address: str) -> tuple[Route, RequestContext]:
        """The visit behind an address that a browser sent, and a desk for it. NotAllowed as above."""
        visit = self.router.visit_address(address)
        context = self._open_desk(visit.view)
        if visit.page is not None and visit.page.right:
            decision = decide(context.actor, visit.page.right)
            if not decision.allowed:
                raise NotAllowed(decision.reason)
        return visit, context

    def index(self, *_args: Any, **_kwargs: Any) -> Response:
        """The document for the address asked for, with status 404 where nothing stands."""
        visit = self.router.visit(request.path, request.args)
        context = self._open_desk(visit.view)
        drawn = self.drawn(visit, context)
        whole = replace(drawn, markup=put_in(drawn.markup, self._parts(drawn, visit, context)))
        past = visit.view.as_of is not None
        alive = None if past else context.liveness.state
        now = PageState(int(context.now.timestamp()), self.build, str(context.changes), past, alive)
        facts = {CLOCK: context.clock_text(), **self._person(visit.view, context)}
        document = write(self._common(), whole, self.configuration(), facts, now)
        return Response(document, status=drawn.status, mimetype="text/html")

    def _parts(self, drawn: DrawnPage, visit: Route, context: RequestContext) -> dict[LateBound, str]:
        """What changes without the page: alerts and liveness in its frame, and the live parts left out of it."""
        seen = context.actor.may("view.screens") and context.topmost
        bar = self._fragments.markup(BAR, visit, context) if seen else ""
        parts = visit.page.parts if visit.page is not None else ()
        found = {place(one.id): self._fragments.markup(one, visit, context) for one in parts if one.id in drawn.parts}
        alive = {
            BADGE: self._fragments.markup(liveness.BADGE, visit, context),
            BANNER: self._fragments.markup(liveness.BANNER, visit, context),
        }
        return {ALERTS: "" if AWAY in bar else bar, **alive, **found}

    def drawn(self, visit: Route, context: RequestContext) -> DrawnPage:
        """The page from the cache, or drawn now: the key holds everything that the picture depends on.

        Live parts are left out of a page that is kept: what they follow changes without the page.
        """
        view = visit.view
        key = json.dumps(
            [
                self._script.address,
                self._style.address,
                context.key(),
                view.path,
                view.lang,
                view.theme,
                view.as_of,
                sorted(view.options.items()),
            ]
        )
        keep = visit.page is not None and visit.page.kept  # no page may stand at a page's own address, too
        kept = self._cache.get(key) if keep else None
        if isinstance(kept, DrawnPage):
            return kept
        fresh = self._draw(visit, context, keep)
        if keep and fresh.status == 200 and AWAY not in fresh.markup:
            self._keep(key, fresh)
        return fresh

    def _keep(self, key: str, drawn: DrawnPage) -> None:
        """Keep a drawn page; the folder of the cache may have been removed."""
        with suppress(OSError):
            self._cache_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._cache.set(key, drawn, timeout=KEPT_FOR)

    def _draw(self, visit: Route, context: RequestContext, keep: bool) -> DrawnPage:
        self._common()
        screen, status = self._screen(visit, context)
        parts = {one.id: one for one in visit.page.parts} if keep and visit.page is not None else {}
        taken = take_parts(screen.content, parts)
        for name, markup in taken.items():
            self._fragments.remember(parts[name], visit, context, markup)
        view = screen.view or visit.view
        page = (
            bare(view, screen.title, screen.content)
            if screen.bare
            else shell(view, _status(context), screen.title, screen.content)
        )
        island = split(page, self._live)
        title = f"{screen.title} · {view.translate('shell.city')}{view.translate('shell.product')}"
        return DrawnPage(status, title, view.lang, view.theme, island.markup, as_json(island.layout), tuple(taken))

    def _screen(self, visit: Route, context: RequestContext) -> tuple[Screen, int]:
        if visit.page is not None:
            try:
                if visit.view.as_of and not visit.page.past:
                    raise NotKept("page")
                return visit.page.layout(visit.view, context, **visit.variables), 200
            except NotKept as fault:
                title = visit.view.translate("past.not-kept")
                return Screen(title, [html.H1(title), not_kept(visit.view, fault.subject)]), 200
            except (NoSuchScreen, OutOfScope):  # what one may not see is answered as what is not there
                pass
            except DatabaseUnavailable as fault:
                log.error("%s: %s", visit.view.path, fault)
                title = visit.view.translate("storage.title")
                return Screen(title, [html.H1(title), away(visit.view, fault.store, fault.why)]), 503
        return self._not_found(visit.view), 404

    def _common(self) -> DocumentFrame:
        if self._frame is None:
            self._live = self.touched_ids()
            self._frame = DocumentFrame(
                self._script.address,
                self._style.address,
                self._maps.address,
                _icon(self._assets),
                self.described_callbacks(),
            )
        return self._frame


def _status(context: RequestContext) -> DataStatus:
    return DataStatus(
        CLOCK,
        context.today.isoformat(),
        context.data_until,
        context.demo,
        context.topmost or 0,
        context.actor.rights,
    )


def _digest(bundle: Bundle) -> str:
    return bundle.address.split(".")[1]


def _icon(assets: Path) -> str:
    """The window's icon inside the page: it costs no request."""
    return f"data:image/svg+xml,{quote((assets / 'icon.svg').read_text('utf-8'))}"
