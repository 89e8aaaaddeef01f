"""Notices: the bell in the frame, and their list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form, button
from components.forms.inputs import hidden
from components.framework.late_bound_values import NOTICES
from components.framework.page import LiveFragment
from components.framework.panel import panel
from components.framework.view import View


@dataclass(frozen=True)
class NoticeLine:
    """A notice in words: when, what happened, to what, by whom, where it leads, whether it was read."""

    id: int
    at: str
    move: str
    title: str
    by: str
    href: str
    read: bool


@dataclass(frozen=True)
class Notices:
    """The newest notices of somebody, and how many of all are unread."""

    lines: Sequence[NoticeLine]
    unread: int


def notices_link(view: View, *_: object, **__: object) -> Component:
    """The way to the notices with how many are unread, filled in for whoever looks."""
    return html.A(
        className="bell",
        href=view.href("/notices"),
        title=view.translate("notice.title"),
        children=[html.Span(view.translate("notice.title")), html.B(NOTICES, **{"data-number": "notices"})],
    )


BELL = LiveFragment("bell", notices_link, frozenset({"tasks"}))


def notices_panel(view: View, found: Notices) -> Component:
    """The list, and the button that marks all as read."""
    everything = action_form(view, "notice.read", button(view, "notice.read-all"), className="act-inline")
    title = view.translate("notice.newest")
    return panel(title, notice_list(view, found.lines), aside=everything if found.unread else None)


def notice_list(view: View, told: Sequence[NoticeLine]) -> Component:
    """The newest first; each leads to what it is about."""
    if not told:
        return html.P(view.translate("notice.none"), className="note")
    return html.Ol(
        [html.Li(_line(view, one), className="" if one.read else "unread") for one in told], className="notices"
    )


def _line(view: View, one: NoticeLine) -> list[Component | None]:
    seen = action_form(
        view, "notice.read", hidden("notice", one.id), button(view, "notice.read"), className="act-inline"
    )
    return [
        html.Time(one.at),
        html.A([html.B(one.move), " ", one.title], href=one.href, className="name"),
        html.Span(one.by, className="who"),
        None if one.read else seen,
    ]
