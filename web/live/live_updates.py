"""The one callback behind every live part: which parts of a page have changed since, and how they look now."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from components.framework.late_bound_values import Facts, fill
from components.framework.markup import to_html
from components.framework.page import LiveFragment, Page
from components.framework.unavailable import AWAY, away
from components.framework.view import View
from data.core.change_version import ChangeVersion
from data.core.lru import LruCache
from data.storage.faults import StoreAway
from queries.request_context import RequestContext
from web.rendering.route import Route

log = logging.getLogger("cockpit")
DRAWN = 400  # parts that a process remembers: a wall of screens asks for the same one


@dataclass(frozen=True)
class LiveUpdates:
    """Draws the parts of pages anew. `shared` are parts of every page, `pulse` tells what has changed how often.

    `open_visit` checks that the page is for whoever asks; `person` is what belongs in the placeholders.
    """

    open_visit: Callable[[str], tuple[Route, RequestContext]]
    pulse: Callable[[], ChangeVersion]
    person: Callable[[View, RequestContext], Facts]
    shared: tuple[LiveFragment, ...]
    drawn: LruCache[str]

    def answer(self, asked: Any) -> dict[str, Any]:
        """The parts of the page at `asked["address"]` whose subjects changed since `asked["version"]`."""
        given = asked if isinstance(asked, Mapping) else {}
        now = self.pulse()
        visit, context = self.open_visit(_text(given, "address") or "/")
        changed = now.changed_since(ChangeVersion.parse(_text(given, "version")))
        due = [part for part in self._due(visit.page, changed) if not part.right or context.actor.may(part.right)]
        facts = self.person(visit.view, context)
        parts = {part.id: fill(self._draw(part, visit, context, now), facts) for part in due}
        return {"version": str(now), "parts": parts, "now": int(context.now.timestamp())}

    def _due(self, page: Page | None, changed: Iterable[str]) -> list[LiveFragment]:
        return [part for part in (*self.shared, *(page.parts if page else ())) if part.subjects & set(changed)]

    def _draw(self, part: LiveFragment, visit: Route, context: RequestContext, now: ChangeVersion) -> str:
        view = visit.view
        beats = tuple((subject, beats) for subject, beats in now.beats.items() if subject in part.subjects)
        seen = (view.path, view.lang, view.theme, view.as_of, tuple(sorted(view.options.items())))
        whose = context.actor.account if part.personal else None
        key = (part.id, beats, seen, context.key(), context.now.hour, whose)  # a wall shows other things at other hours
        variables = {} if part in self.shared else dict(visit.variables)
        try:
            return self.drawn.get(key, lambda: _whole(to_html(part.draw(view, context, **variables))))
        except _InPart as found:
            return found.markup
        except StoreAway as fault:
            log.error("%s: %s", part.id, fault)
            return to_html(away(view, fault.store, fault.why))


class _InPart(Exception):
    """What was drawn says that something is away: it is shown, but not remembered."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup


def _whole(markup: str) -> str:
    if AWAY in markup:
        raise _InPart(markup)
    return markup


def _text(given: Mapping[str, Any], key: str) -> str:
    found = given.get(key)
    return found if isinstance(found, str) else ""


def register_fresh(app: Dash, fresh: LiveUpdates) -> None:
    """Register the callback; the browser's half (live.js) puts the parts in their places."""
    app.callback(Output("fresh", "data"), Input("live", "data"), prevent_initial_call=True)(fresh.answer)
    app.clientside_callback(
        ClientsideFunction("cockpit", "apply"),
        Output("applied", "data"),
        Input("fresh", "data"),
        prevent_initial_call=True,
    )
