"""How many are on track, to be watched, off track, unknown: one bar and one sentence."""

from __future__ import annotations

from html import escape

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import SHAPES
from components.framework.raw_html import RawHtml
from components.framework.view import View

ORDER = ((3, "off_track"), (2, "watch"), (1, "on_track"), (0, "unknown"))


def counts_words(view: View, counts: tuple[int, int, int, int]) -> str:
    """The counts by status code as a sentence."""
    return view.translate("group.counts", on=counts[1], watch=counts[2], off=counts[3], unknown=counts[0])


def counts_bar(view: View, counts: tuple[int, int, int, int]) -> RawHtml:
    """The shares of each status side by side, the bad ones first."""
    whole = sum(counts) or 1
    cells = "".join(
        f'<i class="count-{name}" style="width:{counts[code] / whole * 100:.2f}%"></i>'
        for code, name in ORDER
        if counts[code]
    )
    return RawHtml(
        f'<div class="counts-bar" role="img" aria-label="{escape(counts_words(view, counts))}">{cells}</div>'
    )


def counts_line(view: View, counts: tuple[int, int, int, int]) -> Component:
    """The counts as shapes with numbers; those that are nought stay away, off track always shows."""
    shown = [(code, name) for code, name in ORDER if counts[code] or name == "off_track"]
    return html.Span(
        className="counts",
        children=[
            html.Span(
                className=f"status status-{name}",
                title=view.translate(f"status.{name}"),
                children=[
                    html.Span(SHAPES[name], className="shape", **{"aria-hidden": "true"}),
                    html.Span(view.translate(f"status.{name}"), className="spoken"),
                    html.Span(f" {counts[code]}", **{"data-number": "count"}),
                ],
            )
            for code, name in shown
        ],
    )
