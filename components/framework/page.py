"""What a screen declares about itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.framework.view import View


class NoSuchScreen(Exception):
    """The address is well formed, but there is nothing there (an unknown region, indicator, function)."""


@dataclass(frozen=True)
class Screen:
    """One drawn screen: the title of the window and what stands between header and footer.

    `bare`: nothing stands around it, it fills the window (a wall). `view`: how it is seen where it decides that itself.
    """

    title: str
    content: Sequence[Any]
    bare: bool = False
    view: View | None = None


@dataclass(frozen=True)
class LiveFragment:
    """A part of a page that follows what happens: the element of this `id` is drawn anew when a subject changes.

    `draw(view, context, **variables)` gives its content, the same as the page's layout puts there. `subjects` are
    what it depends on (data.core.change_version), `right` is the action that looking at it is ("" for every account).
    `personal`: it differs between people with the same rights and scope.
    """

    id: str
    draw: Callable[..., Any]
    subjects: frozenset[str]
    right: str = "view.screens"
    personal: bool = False


@dataclass(frozen=True)
class Page:
    """An address and how it is drawn.

    `rule` is a Werkzeug routing rule; its variables reach `layout(view, context, **variables)` as texts.
    `options` are the query parameters that the page understands; others are dropped from the view.
    `callbacks(app, open_desk)` registers what the page's controls do. `parts` follow what happens.
    `right` is the name of the action that looking at it is, "" for every account; it holds for the page's callbacks
    and parts, too.
    `kept`: the drawn page may be shown to the next person with the same rights and scope, until there is a new
    snapshot. False for what is personal, and for what changes without a snapshot.
    `past`: it can be looked back at. False for what is only of now (accounts, a form that acts, a wall).
    """

    name: str
    rule: str
    layout: Callable[..., Screen]
    options: frozenset[str] = field(default_factory=frozenset)
    callbacks: Callable[..., None] | None = None
    parts: tuple[LiveFragment, ...] = ()
    right: str = "view.screens"
    kept: bool = True
    past: bool = True
