"""The line above every screen: brand, ways, alerts, marks, clock, notices, and a menu of who is here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.inputs import hidden
from components.framework.late_bound_values import ALERTS, BADGE, BANNER, CSRF, NAME, ROLE, LateBound
from components.framework.live import live
from components.framework.view import View
from components.notifications.notices import BELL, notices_link
from components.shell.as_of_chip import as_of_chip


@dataclass(frozen=True)
class NavigationEntry:
    """An entry of the main navigation: `path` may hold {home}, the topmost region one may see.

    `rank`: 1 stands in the line at every desktop width, 2 where the line is long, 3 always behind “more”.
    """

    name: str
    path: str
    right: str
    rank: int


WAYS = (
    NavigationEntry("overview", "/", "view.screens", 1),
    NavigationEntry("plan", "/plan", "view.screens", 1),
    NavigationEntry("vitals", "/vitals", "view.screens", 2),
    NavigationEntry("alerts", "/alerts", "view.screens", 1),
    NavigationEntry("tasks", "/tasks", "view.screens", 1),
    NavigationEntry("supervision", "/supervision", "view.screens", 2),
    NavigationEntry("voice", "/voice", "view.screens", 2),
    NavigationEntry("regions", "/regions/{home}", "view.screens", 2),
    NavigationEntry("indicators", "/indicators", "view.screens", 1),
    NavigationEntry("forecast", "/forecast", "view.screens", 3),
    NavigationEntry("data", "/data", "view.screens", 3),
    NavigationEntry("functions", "/functions/economy", "view.screens", 3),
    NavigationEntry("topics", "/topics/government-services", "view.screens", 3),
    NavigationEntry("wall", "/wall", "wall.show", 3),
    NavigationEntry("accounts", "/admin", "account.manage", 1),
    NavigationEntry("rights", "/admin/rights", "security.manage", 1),
    NavigationEntry("audit", "/admin/audit", "audit.read", 1),
)
NAMES = (("more", "beside"), ("menu.phone", "alone"))  # of the list: beside the line on a desk, alone on a phone
ALERT_BAR = "alert-bar"  # the part of every page that tells of alerts
LIVENESS_BADGE, LIVENESS_BANNER = "liveness-badge", "liveness-banner"  # the parts that tell whether it is of now


@dataclass(frozen=True)
class DataStatus:
    """What the frame says about the data: the cockpit's time, the newest data, whether any of it is made up.

    And for whom it is: the region they begin with and what they may do. Who they are is filled in later.
    """

    now: str | LateBound
    today: str
    data_until: str
    demo: bool
    home: int = 0
    rights: frozenset[str] = frozenset()


def start(rights: Collection[str]) -> str:
    """The address where somebody with these rights begins."""
    return next((way.path for way in WAYS if way.right in rights), "/account")


def header(view: View, status: DataStatus) -> Component:
    """One line on a desk, two on a phone; what finds no room stands behind a menu."""
    screens = "view.screens" in status.rights
    return html.Header(
        className="top",
        children=[
            _brand(view, status),
            _ways(view, status),
            _alerts(view) if screens else None,
            html.Div(className="marks", children=_marks(view, status)),
            live(view, BELL, notices_link(view), tag=html.Span) if screens else None,
            _person(view, status),
        ],
    )


def dropdown(label: Sequence[Any], content: Sequence[Any], className: str) -> Component:
    """A button that opens a list under it; Escape and a click elsewhere close it (assets/js/dropdowns.js)."""
    children = [html.Summary(label), html.Div(content, className="dropdown-list")]
    return html.Details(children, className=f"dropdown {className}")


def _brand(view: View, status: DataStatus) -> Component:
    return html.A(
        className="brand",
        href=view.href(start(status.rights)),
        children=[
            html.Span(view.translate("shell.city"), className="brand-city"),
            html.Span(
                [html.Span("·", className="brand-dot"), view.translate("shell.product")], className="brand-product"
            ),
        ],
    )


def _ways(view: View, status: DataStatus) -> Component:
    """The ranks in the line; behind “more” is every way, and the style hides those that the line shows."""
    ways = [way for way in WAYS if way.right in status.rights]
    names = [html.Span(view.translate(f"shell.{name}"), className=f"menu-{to}") for name, to in NAMES]
    more = dropdown(names, [_entry(view, status, way) for way in ways], "menu-more")
    line = html.Div([_entry(view, status, way) for way in ways if way.rank < 3], className="menu-line")
    hidden_somewhere = any(way.rank > 1 for way in ways)
    return html.Nav(
        [line, more],
        className="menu" if hidden_somewhere else "menu menu-short",
        **{"aria-label": view.translate("shell.menu")},
    )


def _entry(view: View, status: DataStatus, way: NavigationEntry) -> Component:
    root = way.path.split("/")[1]
    here = view.path.split("/")[1] == root
    marks = {"aria-current": "page"} if here else {}
    address = view.href(way.path.format(home=status.home))
    return html.A(view.translate(f"menu.{way.name}"), href=address, className=f"way-{way.rank}", **marks)


def _alerts(view: View) -> Component:
    """What is alarming: filled in when the answer is written, and live from then on."""
    named = {"aria-label": view.translate("alert.frame")} | ({} if view.as_of else {"data-live": "alerts"})
    return html.Aside(ALERTS, id=ALERT_BAR, className="alert-bar", **named)


def liveness_banner(view: View) -> Component:
    """The place under the header where it is said that a screen is not of now."""
    return _filled_in(view, LIVENESS_BANNER, BANNER, html.Aside, role="alert")


def _filled_in(view: View, name: str, content: LateBound, tag: type[Component], **more: str) -> Component:
    """A part that is filled in when the answer is written, and follows liveness from then on."""
    follows = {} if view.as_of else {"data-live": "liveness"}
    return tag(content, id=name, className=name, **more, **follows)


def _marks(view: View, status: DataStatus) -> list[Component | None]:
    why = view.translate("shell.demo.why")
    ticking = {} if view.as_of else {"data-clock": "seconds"}
    return [
        html.Span(view.translate("shell.demo"), className="mark mark-demo", title=why) if status.demo else None,
        as_of_chip(view) if "view.screens" in status.rights else None,
        _filled_in(view, LIVENESS_BADGE, BADGE, html.Span, role="status"),
        html.Time(status.now, dateTime=status.today, className="clock", **ticking),
        html.Span(view.translate("shell.data_until", day=status.data_until), className="data-until"),
    ]


def _person(view: View, status: DataStatus) -> Component:
    """Who is signed in, in which role; the other language and theme, and the way out."""
    other = "en" if view.lang == "zh" else "zh"
    shade = "light" if view.theme == "dark" else "dark"
    way_out = html.Form(
        [hidden("csrf", CSRF), html.Button(view.translate("shell.sign-out"), type="submit")],
        action=view.href("/sign-out"),
        method="post",
    )
    content = [
        html.A([html.B(NAME), " ", html.Span(ROLE)], href=view.href("/account"), title=view.translate("shell.account")),
        html.A(
            view.translate("shell.other_language"),
            href=view.href(lang=other),
            className="switch",
            hrefLang=other,
            lang=other,
        ),
        html.A(view.translate(f"shell.theme.{shade}"), href=view.href(theme=shade), className="switch"),
        way_out,
        html.P(view.translate("shell.data_until", day=status.data_until), className="note"),
    ]
    return dropdown([html.Span(view.translate("shell.person"), className="spoken"), html.B(NAME)], content, "person")
