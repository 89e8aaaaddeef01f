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


def layout(view: View, context: RequestContext, name: str, *, kind: str) -> Screen:
    """The screen of the function or topic `name`. NoSuchScreen for an unknown one."""
    entries: Mapping[str, Entry] = getattr(context.catalogue.plan, f"{kind}s")
    if name not in entries:
        raise NoSuchScreen(name)
    title = view.localise(entries[name].name)
    chips = [
        html.A(
            view.localise(entry.name),
            href=view.href(f"/{kind}s/{key}"),
            **({"aria-current": "page"} if key == name else {}),
        )
        for key, entry in entries.items()
    ]
    return Screen(
        view.translate(f"{kind}.title", name=title),
        [
            html.H1(title),
            html.Nav(chips, className="chips switcher", **{"aria-label": view.translate(f"{kind}.all")}),
            _head(view, context, kind, name, title),
            _indicators(view, context, kind, name),
        ],
    )


def _head(view: View, context: RequestContext, kind: str, name: str, title: str) -> Component:
    regions = context.catalogue.regions
    inside = context.inside(context.home)
    scores = scores_by_region(context, kind, name, [context.home, *inside])
    if context.home not in scores:
        raise NoSuchScreen(name)
    names = {key: view.localise(indicator.name) for key, indicator in context.catalogue.indicators.items()}
    districts = [
        (view.localise(regions[code].name), view.href(f"/regions/{code}"), scores[code])
        for code in inside
        if code in scores
    ]
    return head(view, Group(title, scores[context.home], names, districts, context.demo))


def _indicators(view: View, context: RequestContext, kind: str, name: str) -> Component:
    members = [key for key, indicator in context.catalogue.indicators.items() if getattr(indicator, kind) == name]
    recent = recent_values(context, members, context.home)
    lines = [
        Line(cell, context.catalogue.indicators[cell.indicator], recent[cell.indicator].tolist())
        for cell in cells_in(context, context.home, members)
    ]
    return panel(view.translate("group.indicators", count=len(lines)), rows(view, worst_first(lines)))


FUNCTION = Page("function", "/functions/<name>", partial(layout, kind="function"))
TOPIC = Page("topic", "/topics/<name>", partial(layout, kind="topic"))
