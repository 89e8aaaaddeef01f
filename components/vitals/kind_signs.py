"""The signs of a kind now, under the health that they make up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.view import View
from components.vitals.sign_card import SignCard, card
from components.vitals.signs import SignDisplayValue, sign_number, source_line


@dataclass(frozen=True)
class KindSigns:
    """A kind's health, what each sign takes from it (name, points), and a card for each sign.

    `late`: the monitor is silent, and all is as it saw it at `looked_at`.
    """

    late: bool
    looked_at: datetime | None
    health: SignDisplayValue
    costs: Sequence[tuple[str, float]]
    cards: Sequence[SignCard]


def kind_signs(view: View, shown: KindSigns) -> Component:
    """The health, which adds up, and the cards."""
    costs = [_cost(name, points) for name, points in shown.costs]
    how = [html.Span(view.translate("kind.health.how"))] if costs else []
    return html.Div(
        [
            source_line(view, shown.looked_at if shown.late else None, shown.looked_at),
            html.Div(
                [sign_number(view, shown.health, view.translate("kind.health"), "num-large"), *how, *costs],
                className="kind-sum",
            ),
            html.Div([card(view, one) for one in shown.cards], className="sign-cards"),
        ],
        className="late" if shown.late else None,
    )


def _cost(name: str, points: float) -> Component:
    return html.Span([f"{name} ", html.B(digits(-points, 1), **{"data-number": "part"})])
