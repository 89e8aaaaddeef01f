"""What stands where there is no page."""

from __future__ import annotations

from dash import html

from components.framework.page import Screen
from components.framework.panel import panel
from components.framework.view import View


def layout(view: View) -> Screen:
    """A sentence and the ways back."""
    return Screen(
        view.translate("missing.title"),
        [
            html.H1(view.translate("missing.title")),
            panel(view.translate("missing.what"), html.P(html.A(view.translate("missing.back"), href=view.href("/")))),
        ],
    )
