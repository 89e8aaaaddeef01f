"""A health on a wall."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.wall.slides import WallHealth


def health_number(health: WallHealth) -> Component:
    """The number with its marks."""
    return html.B(
        digits(health.value, 0),
        className="wall-health",
        **{
            "data-sign": f"health:{health.kind}",
            "data-region": str(health.region),
            "data-period": health.at,
            "data-status": "unknown" if health.value is None else "normal",
            "data-basis": "demo" if health.demo else "reported",
        },
    )
