"""What stands where there is no page."""

from __future__ import annotations

from dash import html

from components.framework.page import Screen
from components.framework.panel import panel
from components.framework.view import View


def layout(view: View) -> Screen:
    """A sentence and the ways back."""
    return Screen(
        view.t("missing.title"),
        [
            html.H1(view.t("missing.title")),
            panel(view.t("missing.what"), html.P(html.A(view.t("missing.back"), href=view.href("/")))),
        ],
    )
