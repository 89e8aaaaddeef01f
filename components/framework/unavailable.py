"""The place of something that cannot be shown: grey, with one sentence that says why and what to do."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.view import View

NOT_KEPT = "data-not-kept"  # how the place is marked of what is not kept for the past
AWAY = "data-away"  # how such a place is marked: what has one is not kept


def damage(view: View, store: str, found: str) -> Component:
    """What the storage check found, for those who can do something about it."""
    sentence = view.translate("storage.damaged", store=view.translate(f"storage.name.{store}"), found=found)
    return html.P(sentence, className="refused", role="alert")


def away(view: View, store: str, why: str) -> Component:
    """The sentence about a database (`operations`, `readings`, `warehouse`) and what is wrong with it."""
    sentence = view.translate(f"storage.why.{why}", store=view.translate(f"storage.name.{store}"))
    return html.P(sentence, className="note away", role="status", **{AWAY: store})


def not_kept(view: View, subject: str) -> Component:
    """In the place of what is not kept for the past (`signs`, `page`), never the present of it."""
    return html.P(view.translate(f"past.not-kept.{subject}"), className="note not-kept", **{NOT_KEPT: subject})
