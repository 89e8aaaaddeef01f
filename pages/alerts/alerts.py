"""Alerts: what needs a hand now, the gravest first, where it is, and who has it in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_counts import count_tiles
from components.alerts.alert_filters import Chosen, filter_form, state_tabs
from components.alerts.alert_forms import acts_beside
from components.alerts.alert_list import AlertLine, alert_list
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import MapSpec, big_map, map_now
from components.maps.levels import LEVELS, LevelMark, level_mark
from data.core.scope import required_region
from data.operations.alerts.repository import AlertFilter, count_alerts, list_alerts
from indicators.alerts import Alert, AlertState, level_number
from queries.alerts.alert_bar import counts
from queries.alerts.alert_lines import LIVE_STATES, by_incident, cause_name, lines, region_name
from queries.alerts.alert_map import alert_map
from queries.alerts.incident_lines import open_incidents_here
from queries.request_context import RequestContext

SHOWN = 60
RECOVERED: tuple[AlertState, ...] = ("recovered",)
CLOSED: tuple[AlertState, ...] = ("closed",)
OPTIONS = frozenset({"level", "state", "kind", "region", "cause", "echoes"})


@dataclass(frozen=True)
class Found:
    """What the list shows: lines, how many fit in all, and the alerts behind the map."""

    lines: Sequence[AlertLine]
    all: int
    alerts: Sequence[Alert]


def layout(view: View, context: RequestContext) -> Screen:
    """Counts by level, filters, the list, the map and the open incidents."""
    title = view.translate("alert.title")
    return Screen(
        title,
        [
            html.H1(title, className="spoken"),
            live(COUNTS, head(view, context)),
            filter_form(view, _chosen(view, context)),
            html.Div(
                className="alerts-page",
                children=[
                    live(LIST, listed(view, context), className="alerts-main"),
                    html.Div(
                        className="alerts-side",
                        children=[
                            panel(
                                view.translate("alert.map"),
                                big_map(view, the_map(view, context), MAP),
                                className="alerts-map",
                            ),
                            live(INCIDENTS, incidents(view, context)),
                        ],
                    ),
                ],
            ),
        ],
    )


def head(view: View, context: RequestContext) -> list[Component]:
    """How many there are of each level, and of each state."""
    return [count_tiles(view, counts(context, _regions(view, context)), view.option("level")), _tabs(view, context)]


def _tabs(view: View, context: RequestContext) -> Component:
    with context.operations.reading() as connection:
        numbers = {
            state: count_alerts(connection, context.scope, _wanted(view, context, state))
            for state in ("live", "waiting", "recovered")
        }
    return state_tabs(view, numbers, _state(view))


def listed(view: View, context: RequestContext) -> list[Component]:
    """The list by level. Of an incident what leads stands for the others, unless they are asked for."""
    found = _found(view, context)
    may = context.actor.may
    beside = partial(acts_beside, view, may("alert.acknowledge"), may("task.dispatch"))
    if not found.lines:
        return [panel(view.translate("alert.list"), alert_list(view, [], "alert.none"))]
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


def the_map(view: View, context: RequestContext) -> MapSpec:
    """Where the listed alerts are, with those that go along with them."""
    with context.operations.reading() as connection:
        found = list_alerts(connection, context.scope, _wanted(view, context, _state(view), echoes=True), 2 * SHOWN)
    return alert_map(view, context, lines(view, context, found), view.translate("alert.map.label"))


def _map_now(view: View, context: RequestContext) -> Component:
    return map_now(view, the_map(view, context))


def incidents(view: View, context: RequestContext) -> Component:
    """The open incidents, those in wartime mode first."""
    return panel(view.translate("incident.open"), open_incidents_here(view, context), level=2)


def _found(view: View, context: RequestContext) -> Found:
    wanted = _wanted(view, context, _state(view))
    with context.operations.reading() as connection:
        found = list_alerts(connection, context.scope, wanted, SHOWN)
        number = count_alerts(connection, context.scope, wanted)
        quiet = (
            list_alerts(connection, context.scope, AlertFilter(states=LIVE_STATES), 1000) if not wanted.echoes else ()
        )
    return Found(lines(view, context, found, by_incident(quiet)), number, found)


def _wanted(view: View, context: RequestContext, state: str, *, echoes: bool = False) -> AlertFilter:
    level = view.option("level")
    states = {"live": LIVE_STATES, "waiting": LIVE_STATES, "recovered": RECOVERED, "closed": CLOSED}
    return AlertFilter(
        levels=[level_number(level)] if level in LEVELS[2:] else None,
        states=states.get(state),
        regions=_regions(view, context),
        kind=view.option("kind") or None,
        cause=view.option("cause") or None,
        waiting=state == "waiting",
        echoes=echoes or view.option("echoes") == "all" or state not in ("live", "waiting"),
    )


def _state(view: View) -> str:
    chosen = view.option("state", "live")
    return chosen if chosen in ("live", "waiting", "recovered", "closed", "all") else "live"


def _regions(view: View, context: RequestContext) -> tuple[int, ...] | None:
    """The region that is asked for and all inside it. OutOfScope for one that the visitor may not see."""
    known = {str(code): code for code in context.catalogue.regions.codes}
    wanted = known.get(view.option("region"))
    if wanted is None:
        return None
    required_region(context.scope, wanted)
    return context.seen(context.catalogue.regions.within(wanted))


def _chosen(view: View, context: RequestContext) -> Chosen:
    vitals, regions = context.catalogue.vitals, context.catalogue.regions
    seen = context.seen((regions.city.code, *regions.at("district")))
    return Chosen(
        [(name, view.localise(kind.name)) for name, kind in vitals.kinds.items()],
        [(str(code), region_name(view, context, code)) for code in seen],
        [(name, cause_name(view, context, name)) for name in context.grounds.causes],
    )


COUNTS = LiveFragment("alert-counts", head, frozenset({"alerts"}))
LIST = LiveFragment("alert-list", listed, frozenset({"alerts"}))
MAP = LiveFragment("alert-map", _map_now, frozenset({"alerts"}))
INCIDENTS = LiveFragment("alert-incidents", incidents, frozenset({"alerts"}))
PAGE = Page("alerts", "/alerts", layout, OPTIONS, parts=(COUNTS, LIST, MAP, INCIDENTS), kept=False)
