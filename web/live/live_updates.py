"""The one callback behind every live part: which parts of a page have changed since, and how they look now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from components.framework.late_bound_values import Facts, fill
from components.framework.page import LiveFragment, Page
from components.framework.view import View
from data.core.change_version import ChangeVersion
from queries.request_context import RequestContext
from web.live.fragments import Fragments
from web.rendering.route import Route


@dataclass(frozen=True)
class LiveUpdates:
    """Draws the parts of pages anew.

    `open_visit` checks that the page is for whoever asks; `person` is what belongs in the placeholders.
    """

    open_visit: Callable[[str], tuple[Route, RequestContext]]
    person: Callable[[View, RequestContext], Facts]
    fragments: Fragments

    def answer(self, asked: Any) -> dict[str, Any]:
        """The parts of the page at `asked["address"]` whose subjects changed since `asked["version"]`."""
        given = asked if isinstance(asked, Mapping) else {}
        visit, context = self.open_visit(_text(given, "address") or "/")
        now = context.changes
        changed = now.changed_since(ChangeVersion.parse(_text(given, "version")))
        due = [part for part in self._due(visit.page, changed) if not part.right or context.actor.may(part.right)]
        facts = self.person(visit.view, context)
        parts = {part.id: fill(self.fragments.markup(part, visit, context), facts) for part in due}
        return {"version": str(now), "parts": parts, "now": int(context.now.timestamp())}

    def _due(self, page: Page | None, changed: Iterable[str]) -> list[LiveFragment]:
        return [
            part for part in (*self.fragments.shared, *(page.parts if page else ())) if part.subjects & set(changed)
        ]


def _text(given: Mapping[str, Any], key: str) -> str:
    found = given.get(key)
    return found if isinstance(found, str) else ""


def register_live_updates(app: Dash, fresh: LiveUpdates) -> None:
    """Register the callback; the browser's half (live.js) puts the parts in their places."""
    app.callback(Output("fresh", "data"), Input("live", "data"), prevent_initial_call=True)(fresh.answer)
    app.clientside_callback(
        ClientsideFunction("cockpit", "apply"),
        Output("applied", "data"),
        Input("fresh", "data"),
        prevent_initial_call=True,
    )
