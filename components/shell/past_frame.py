"""What tells a page that looks back from one of now: a banner with the moment and the way back to now."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.view import View


def past_banner(view: View) -> Component | None:
    """The sentence and the way back, on a page that looks back; nothing on a page of now."""
    if view.as_of is None:
        return None
    return html.Aside(
        [
            html.P(view.translate("past.banner", moment=moment_words(view.as_of)), className="past-words"),
            html.A(view.translate("past.now"), href=view.href(as_of=None), className="button past-now"),
        ],
        className="past-banner",
        role="note",
        **{"aria-label": view.translate("past.label")},
    )


def moment_words(as_of: str) -> str:
    """An `as_of` of an address as it is read: `2025-03-03`, `2025-03-03 08:00`."""
    return as_of.replace("T", " ")
