"""Documents without Dash: the doors themselves, and what is said when a page cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dash import html
from flask import Response, current_app, request

from components.framework.late_bound_values import Facts, fill
from components.framework.markup import to_html
from components.framework.view import View
from web.rendering.route import LONGEST_ADDRESS

STYLE = "cockpit-style"  # where the server's settings hold the address of the style sheet


def static_view(path: str | None = None) -> View:
    """How the visitor looks, as far as the address says so."""
    args = request.args
    return View(
        path=(path or request.path)[:LONGEST_ADDRESS],
        lang="en" if args.get("lang") == "en" else "zh",
        theme="light" if args.get("theme") == "light" else "dark",
    )


def plain_document(
    view: View,
    title: str,
    content: Sequence[Any],
    status: int = 200,
    facts: Facts | None = None,
    head: str = "",
) -> Response:
    """A whole document around `content`; `facts` fill its placeholders, `head` is more for its head."""
    main = html.Main(list(content), id="main", className="door", tabIndex="-1")
    body = fill(to_html(main), facts or {})
    style = current_app.config.get(STYLE, "")
    text = (
        f'<!DOCTYPE html><html lang="{"zh-Hans" if view.lang == "zh" else "en"}" data-theme="{view.theme}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{head}'
        f"<title>{escape(title)} · {escape(view.translate('shell.city'))}"
        f"{escape(view.translate('shell.product'))}</title>"
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{style}">'
        f'<meta name="color-scheme" content="{view.theme}"></head><body>{body}</body></html>'
    )
    return Response(text, status=status, mimetype="text/html")
