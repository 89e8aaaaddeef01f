"""One function or one topic: how it stands, what carries it, where, and its indicators, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from dash import html
from dash.development.base_component import Component

from components.framework.page import NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.indicator_row import Line, rows, worst_first
from components.leadership.group import Group, head
from indicators.definitions.model import Entry
from queries.indicator_values import cells_in, recent_values, scores_by_region
from queries.request_context import RequestContext


def layout(view: View, desk: RequestContext, name: str, *, kind: str) -> Screen:
    """The screen of the function or topic `name`. NoSuchScreen for an unknown one."""
    entries: Mapping[str, Entry] = getattr(desk.catalogue.plan, f"{kind}s")
    if name not in entries:
        raise NoSuchScreen(name)
    title = view.say(entries[name].name)
    chips = [
        html.A(
            view.say(entry.name), href=view.href(f"/{kind}s/{key}"), **({"aria-current": "page"} if key == name else {})
        )
        for key, entry in entries.items()
    ]
    return Screen(
        view.t(f"{kind}.title", name=title),
        [
            html.H1(title),
            html.Nav(chips, className="chips switcher", **{"aria-label": view.t(f"{kind}.all")}),
            _head(view, desk, kind, name, title),
            _indicators(view, desk, kind, name),
        ],
    )


def _head(view: View, desk: RequestContext, kind: str, name: str, title: str) -> Component:
    regions = desk.catalogue.regions
    inside = desk.inside(desk.home)
    scores = scores_by_region(desk, kind, name, [desk.home, *inside])
    if desk.home not in scores:
        raise NoSuchScreen(name)
    names = {key: view.say(indicator.name) for key, indicator in desk.catalogue.indicators.items()}
    districts = [
        (view.say(regions[code].name), view.href(f"/regions/{code}"), scores[code]) for code in inside if code in scores
    ]
    return head(view, Group(title, scores[desk.home], names, districts, desk.demo))


def _indicators(view: View, desk: RequestContext, kind: str, name: str) -> Component:
    members = [key for key, indicator in desk.catalogue.indicators.items() if getattr(indicator, kind) == name]
    recent = recent_values(desk, members, desk.home)
    lines = [
        Line(cell, desk.catalogue.indicators[cell.indicator], recent[cell.indicator].tolist())
        for cell in cells_in(desk, desk.home, members)
    ]
    return panel(view.t("group.indicators", count=len(lines)), rows(view, worst_first(lines)))


FUNCTION = Page("function", "/functions/<name>", partial(layout, kind="function"))
TOPIC = Page("topic", "/topics/<name>", partial(layout, kind="topic"))
