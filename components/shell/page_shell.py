"""The frame of every screen: brand, navigation, marks, clock, language and theme."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.forms.inputs import hidden
from components.framework.late_bound_values import ALERTS, CSRF, NAME, ROLE, LateBound
from components.framework.live import live
from components.framework.view import View
from components.notifications.notices import BELL, bell
from components.shell.as_of_chip import as_of_chip
from components.shell.past_frame import past_banner

MENU = (  # name, address, the right to look at it; {home}: the topmost region one may see
    ("overview", "/", "view.screens"),
    ("plan", "/plan", "view.screens"),
    ("vitals", "/vitals", "view.screens"),
    ("alerts", "/alerts", "view.screens"),
    ("tasks", "/tasks", "view.screens"),
    ("supervision", "/supervision", "view.screens"),
    ("voice", "/voice", "view.screens"),
    ("functions", "/functions/economy", "view.screens"),
    ("topics", "/topics/government-services", "view.screens"),
    ("regions", "/regions/{home}", "view.screens"),
    ("indicators", "/indicators", "view.screens"),
    ("wall", "/wall", "wall.show"),
    ("accounts", "/admin", "account.manage"),
    ("rights", "/admin/rights", "security.manage"),
    ("audit", "/admin/audit", "audit.read"),
)

ALERT_BAR = "alert-bar"  # the part of every page that tells of alerts
LINKS = ("live", "poll", "lost", "paused")  # how the page hears of what happens; the browser shows the one that holds


@dataclass(frozen=True)
class Status:
    """What the frame says about the data: the cockpit's time, the newest data, whether any of it is made up.

    And for whom it is: the region they begin with and what they may do. Who they are is filled in later.
    """

    now: str | LateBound
    today: str
    data_until: str
    demo: bool
    state: str = "up"
    home: int = 0
    rights: frozenset[str] = frozenset()


def start(rights: Collection[str]) -> str:
    """The address where somebody with these rights begins."""
    return next((path for _, path, right in MENU if right in rights), "/account")


def shell(view: View, status: Status, title: str, content: Sequence[Any], wide: bool = False) -> Component:
    """A whole page around its content. The first heading of the page belongs to the content."""
    return html.Div(
        id="page",
        className="page page-wide" if wide else "page",
        **{"data-title": title, "data-close": view.translate("sheet.close")},
        children=[
            html.A(view.translate("shell.skip"), href="#main", className="skip"),
            html.Header(
                className="top",
                children=[
                    html.A(
                        className="brand",
                        href=view.href(start(status.rights)),
                        children=[
                            html.Span(view.translate("shell.city"), className="brand-city"),
                            html.Span("·", className="brand-dot"),
                            html.Span(view.translate("shell.product")),
                        ],
                    ),
                    html.Nav(
                        className="menu",
                        **{"aria-label": view.translate("shell.menu")},
                        children=[
                            _entry(view, name, path.format(home=status.home))
                            for name, path, right in MENU
                            if right in status.rights
                        ],
                    ),
                    _alerts(view) if "view.screens" in status.rights else None,
                    html.Div(className="marks", children=[*_marks(view, status), *_bell(view, status), _person(view)]),
                ],
            ),
            html.P(id="said", className="spoken", role="status"),
            html.P(id="said-loud", className="spoken", role="alert"),
            past_banner(view),
            html.Main(id="main", tabIndex="-1", children=list(content)),
            *_stores(view),
        ],
    )


def _alerts(view: View) -> Component:
    """What is alarming: filled in when the answer is written, and live from then on."""
    named = {"aria-label": view.translate("alert.frame")} | ({} if view.as_of else {"data-live": "alerts"})
    return html.Aside(ALERTS, id=ALERT_BAR, className="alert-bar", **named)


def bare(view: View, title: str, content: Sequence[Any]) -> Component:
    """A page without a frame: nothing to press, nothing to scroll."""
    return html.Div(id="page", className="page-bare", **{"data-title": title}, children=[*content, *_stores(view)])


def _stores(view: View) -> list[Component]:
    """Where a number came from, and what the script and the callbacks tell each other."""
    return [
        html.Div(id="sheet", className="sheet", role="dialog", **{"aria-label": view.translate("shell.sheet")}),
        *(dcc.Store(id=name) for name in ("address", "asked", "live", "fresh", "applied")),
    ]


def _entry(view: View, name: str, path: str) -> Component:
    root = path.split("/")[1]
    here = view.path.split("/")[1] == root
    marks = {"aria-current": "page"} if here else {}
    return html.A(view.translate(f"menu.{name}"), href=view.href(path), **marks)


def _bell(view: View, status: Status) -> list[Component]:
    """Notices, for whoever sees screens."""
    return [live(view, BELL, bell(view), tag=html.Span)] if "view.screens" in status.rights else []


def _person(view: View) -> Component:
    """Who is signed in, in which role, and the way out."""
    return html.Form(
        className="person",
        action=view.href("/sign-out"),
        method="post",
        children=[
            html.A(
                [html.B(NAME), " ", html.Span(ROLE)], href=view.href("/account"), title=view.translate("shell.account")
            ),
            hidden("csrf", CSRF),
            html.Button(view.translate("shell.sign-out"), type="submit", className="switch"),
        ],
    )


def _marks(view: View, status: Status) -> list[Any]:
    other = "en" if view.lang == "zh" else "zh"
    shade = "light" if view.theme == "dark" else "dark"
    return [
        html.Span(view.translate("shell.demo"), className="mark mark-demo", title=view.translate("shell.demo.why"))
        if status.demo
        else None,
        as_of_chip(view) if "view.screens" in status.rights else None,
        html.Span(view.translate(f"shell.state.{status.state}"), className="mark mark-state")
        if status.state != "up"
        else None,
        html.Span(
            [html.Span(view.translate(f"live.link.{state}"), className=f"link-{state}") for state in LINKS],
            className="link-state",
            role="status",
        ),
        html.Span(
            className="clock",
            children=[
                html.Time(status.now, dateTime=status.today),
                html.Span(view.translate("shell.data_until", day=status.data_until), className="age"),
            ],
        ),
        html.A(
            view.translate("shell.other_language"),
            href=view.href(lang=other),
            className="switch",
            hrefLang=other,
            lang=other,
        ),
        html.A(view.translate(f"shell.theme.{shade}"), href=view.href(theme=shade), className="switch"),
    ]
