"""Parts of a page that follow what happens, and numbers that say how old they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.page import LiveFragment
from components.framework.view import View


def live(
    view: View, part: LiveFragment, content: Any, className: str = "", tag: type[Component] = html.Div
) -> Component:
    """The element that a part's content stands in: its id is how the browser finds it. The past follows nothing."""
    follows = {} if view.as_of else {"data-live": " ".join(sorted(part.subjects))}
    return tag(content, id=part.id, className=className or None, **follows)


def age(view: View, moment: datetime | None, label: str = "") -> Component:
    """How long ago something was, counted on by the browser. `moment` is aware."""
    if moment is None:
        return html.Span(view.translate("live.never"), className="age")
    seconds = int(moment.timestamp())
    counted = {} if view.as_of else {"data-age": str(seconds), "data-label": label}
    return html.Time(
        f"{moment:%m-%d %H:%M:%S}", dateTime=moment.isoformat(timespec="seconds"), className="age", **counted
    )
