"""The frame of every screen: brand, navigation, marks, clock, language and theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.view import View

MENU = (
    ("overview", "/"),
    ("plan", "/plan"),
    ("functions", "/functions/economy"),
    ("topics", "/topics/government-services"),
    ("regions", "/regions/440600"),
    ("indicators", "/indicators"),
)

LINKS = ("live", "poll", "lost", "paused")  # how the page hears of what happens; the browser shows the one that holds


@dataclass(frozen=True)
class Status:
    """What the frame says about the data: the cockpit's time, the newest data, whether any of it is made up."""

    now: str
    today: str
    data_until: str
    demo: bool
    state: str = "up"


def shell(view: View, status: Status, title: str, content: Sequence[Any], wide: bool = False) -> Component:
    """A whole page around its content. The first heading of the page belongs to the content."""
    return html.Div(
        id="page",
        className="page page-wide" if wide else "page",
        **{"data-title": title},
        children=[
            html.A(view.t("shell.skip"), href="#main", className="skip"),
            html.Header(
                className="top",
                children=[
                    html.A(
                        className="brand",
                        href=view.href("/"),
                        children=[
                            html.Span(view.t("shell.city"), className="brand-city"),
                            html.Span("·", className="brand-dot"),
                            html.Span(view.t("shell.product")),
                        ],
                    ),
                    html.Nav(
                        className="menu",
                        **{"aria-label": view.t("shell.menu")},
                        children=[_entry(view, name, path) for name, path in MENU],
                    ),
                    html.Div(className="marks", children=_marks(view, status)),
                ],
            ),
            html.Main(id="main", tabIndex="-1", children=list(content)),
            html.Div(id="sheet", className="sheet", role="dialog", **{"aria-label": view.t("shell.sheet")}),
            dcc.Store(id="address"),
            dcc.Store(id="asked"),
            dcc.Store(id="live"),
            dcc.Store(id="fresh"),
            dcc.Store(id="applied"),
        ],
    )


def _entry(view: View, name: str, path: str) -> Component:
    root = path.split("/")[1]
    here = view.path.split("/")[1] == root
    marks = {"aria-current": "page"} if here else {}
    return html.A(view.t(f"menu.{name}"), href=view.href(path), **marks)


def _marks(view: View, status: Status) -> list[Any]:
    other = "en" if view.lang == "zh" else "zh"
    shade = "light" if view.theme == "dark" else "dark"
    return [
        html.Span(view.t("shell.demo"), className="mark mark-demo", title=view.t("shell.demo.why"))
        if status.demo
        else None,
        html.Span(view.t("shell.as_of", day=view.as_of), className="mark mark-past") if view.as_of else None,
        html.Span(view.t(f"shell.state.{status.state}"), className="mark mark-state") if status.state != "up" else None,
        html.Span(
            [html.Span(view.t(f"live.link.{state}"), className=f"link-{state}") for state in LINKS],
            className="link-state",
            role="status",
        ),
        html.Span(
            className="clock",
            children=[
                html.Time(status.now, dateTime=status.today),
                html.Span(view.t("shell.data_until", day=status.data_until), className="age"),
            ],
        ),
        html.A(
            view.t("shell.other_language"), href=view.href(lang=other), className="switch", hrefLang=other, lang=other
        ),
        html.A(view.t(f"shell.theme.{shade}"), href=view.href(theme=shade), className="switch"),
    ]
