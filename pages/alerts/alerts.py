"""Alerts: what needs a hand now, the gravest first, where it is, and who has it in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_counts import AlertLevelCount, count_tiles
from components.alerts.alert_filters import chosen_state, filter_form, state_tabs
from components.alerts.alert_forms import quick_actions
from components.alerts.alert_list import AlertLine, AlertListing, RowExtra, alert_list
from components.alerts.incident_list import IncidentLine, incident_list
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import big_map, map_now
from components.maps.levels import LEVELS, LevelMark, level_mark
from queries.alerts import AlertQueries
from queries.request_context import RequestContext

OPTIONS = frozenset({"level", "state", "kind", "region", "cause", "echoes"})


def layout(view: View, context: RequestContext) -> Screen:
    """Counts by level, filters, the list, the map and the open incidents. OutOfScope."""
    queries = AlertQueries(context)
    title = view.translate("alert.title")
    where = big_map(view, queries.map_listed(view), MAP)
    return Screen(
        title,
        [
            html.H1(title, className="spoken"),
            live(view, COUNTS, head(view, context)),
            filter_form(view, queries.choices(view)),
            html.Div(
                className="alerts-page",
                children=[
                    live(view, LIST, listed(view, context), className="alerts-main"),
                    html.Div(
                        className="alerts-side",
                        children=[
                            panel(view.translate("alert.map"), where, className="alerts-map"),
                            live(view, INCIDENTS, incidents(view, context)),
                        ],
                    ),
                ],
            ),
        ],
    )


def head(view: View, context: RequestContext) -> list[Component]:
    """How many there are of each level, and of each state."""
    queries = AlertQueries(context)
    return _head(view, queries.counts_listed(view), queries.state_numbers(view))


def _head(view: View, counts: Sequence[AlertLevelCount], numbers: Mapping[str, int]) -> list[Component]:
    return [count_tiles(view, counts, view.option("level")), state_tabs(view, numbers, chosen_state(view))]


def listed(view: View, context: RequestContext) -> list[Component]:
    """The list by level. Of an incident what leads stands for the others, unless they are asked for."""
    may = context.actor.may
    beside = partial(quick_actions, view, may("alert.acknowledge"), may("task.dispatch"))
    return _listed(view, AlertQueries(context).listing(view), beside)


def _listed(view: View, found: AlertListing, beside: RowExtra) -> list[Component]:
    if not found.lines:
        blind = html.P(found.blind, className="note") if found.blind else None
        return [panel(view.translate("alert.list"), alert_list(view, [], "alert.none"), blind)]
    groups = [
        html.Section(
            [
                html.H2([level_mark(view, level), html.B(str(len(group)), **{"data-number": "group"})]),
                alert_list(view, group, beside=beside),
            ],
            className=f"panel alert-group at-{level}",
        )
        for level, group in _by_level(found.lines)
    ]
    more = html.P(view.translate("alert.more", shown=len(found.lines), all=found.all), className="note")
    return [*groups, *([more] if found.all > len(found.lines) else [])]


def _by_level(found: Sequence[AlertLine]) -> list[tuple[LevelMark, list[AlertLine]]]:
    """By level, the gravest first; within a level what drags most along with it, then the newest."""
    ordered = sorted(found, key=lambda line: (-LEVELS.index(line.level), -line.others, -line.raised.timestamp()))
    return [(level, list(group)) for level, group in groupby(ordered, key=lambda line: line.level)]


def incidents(view: View, context: RequestContext) -> Component:
    """The open incidents, those in wartime mode first."""
    return _incidents(view, AlertQueries(context).open_incidents(view))


def _incidents(view: View, lines: Sequence[IncidentLine]) -> Component:
    return panel(view.translate("incident.open"), incident_list(view, lines), level=2)


def alerts_map(view: View, context: RequestContext) -> Component:
    """Where they are."""
    return map_now(view, AlertQueries(context).map_listed(view))


COUNTS = LiveFragment("alert-counts", head, frozenset({"alerts"}))
LIST = LiveFragment("alert-list", listed, frozenset({"alerts", "liveness"}))
MAP = LiveFragment("alert-map", alerts_map, frozenset({"alerts"}))
INCIDENTS = LiveFragment("alert-incidents", incidents, frozenset({"alerts"}))
PAGE = Page("alerts", "/alerts", layout, OPTIONS, parts=(COUNTS, LIST, MAP, INCIDENTS), kept=False)
