"""The hotline's live signs in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.signs import SignDisplayValue, sign_number


@dataclass(frozen=True)
class LiveSign:
    """A sign by its name, with its value now."""

    name: str
    figure: SignDisplayValue


def live_strip(view: View, signs: Sequence[LiveSign]) -> Component | None:
    """The signs with their level and how old they are; nothing without any."""
    if not signs:
        return None
    items = [
        html.Li(
            [
                html.Span(one.name),
                sign_number(view, one.figure, one.name),
                level_mark(view, one.figure.level),
                age(view, one.figure.at),
            ]
        )
        for one in signs
    ]
    return html.Ul(items, className="voice-now", **{"aria-label": view.translate("voice.now")})
