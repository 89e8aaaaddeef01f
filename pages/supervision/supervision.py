"""Supervision 督查: matters with their lights, what is wrong, and how units and regions are appraised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.supervision.appraisal_view import Appraised as Row
from components.supervision.appraisal_view import appraisal_table, weights_form
from components.supervision.items import light_mark, matter_table, new_matter_form
from components.tasks.task_table import tabs
from data.core.clock import to_epoch
from data.operations.supervision.matter_store import matters
from data.operations.supervision.weight_store import weights
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import how_many
from indicators.tasks.model import OPEN
from indicators.tasks.supervision_item import SupervisionItem
from queries.request_context import RequestContext
from queries.supervision.appraisal import RATES, SCORES, appraised, measured, rules_of
from queries.supervision.item_lines import matter_line
from queries.tasks.task_lines import local, region_name, unit_name
from tasks import Appraisal, troubles

LIGHTS = ("red", "yellow", "green")
BY = ("unit", "region")
MONTHS = ("1", "3", "6", "12")
TROUBLES = {
    "late": TaskFilter(states=OPEN, late=True),
    "extended": TaskFilter(states=OPEN, extended=2),
    "reopened": TaskFilter(states=OPEN, reopened=1),
    "unanswered": TaskFilter(states=OPEN, unanswered=True),
}


def layout(view: View, context: RequestContext) -> Screen:
    """Lights first, then what is wrong, then the appraisal."""
    title = view.translate("menu.supervision")
    return Screen(
        title,
        [
            html.H1(title),
            live(BODY, body(view, context), className="tasks-body"),
            *_new(view, context),
            live(APPRAISAL, appraisal(view, context), className="tasks-body"),
        ],
    )


def body(view: View, context: RequestContext) -> list[Any]:
    """The matters by light, the worst first, and the four lists."""
    with context.operations.reading() as connection:
        found = matters(connection, context.scope)
    lines = [matter_line(view, context, matter, steps) for matter, steps in found]
    lines.sort(key=lambda line: (LIGHTS.index(line.light) if line.light in LIGHTS else len(LIGHTS), line.due, line.id))
    counts = [
        html.Li([light_mark(view, light, ""), html.B(str(sum(line.light == light for line in lines)),
                                                     **{"data-number": "matters"})])
        for light in LIGHTS
    ]  # fmt: skip
    title = view.translate("matter.title")
    return [
        panel(title, html.Ul(counts, className="lights"), matter_table(view, title, lines)),
        panel(view.translate("matter.troubles"), _troubles(view, context, found)),
    ]


def _troubles(view: View, context: RequestContext, found: Any) -> Component:
    """Late, twice extended, reopened, unanswered: matters by name, tasks by number."""
    wrong = troubles(found, context.now)
    lists = {"late": wrong.late, "extended": wrong.twice_extended, "reopened": wrong.reopened}
    lists["unanswered"] = wrong.unanswered
    with context.operations.reading() as connection:
        now = to_epoch(context.now)
        counts = {name: how_many(connection, context.scope, asked, now) for name, asked in TROUBLES.items()}
    return html.Div([_trouble(view, name, counts[name], held) for name, held in lists.items()], className="troubles")


def _trouble(view: View, name: str, count: int, held: Sequence[SupervisionItem]) -> Component:
    number = html.B(str(count), **{"data-number": f"tasks-{name}"})
    listed = html.A([number, view.translate("matter.trouble.tasks")], href=view.href("/tasks", list="all", due=name))
    named = [html.Li(html.A(one.title, href=view.href(f"/supervision/{one.id}"))) for one in held]
    return html.Section([html.H3(view.translate(f"matter.trouble.{name}")), html.P(listed), html.Ul(named)])


def _new(view: View, context: RequestContext) -> list[Component]:
    """The form for a new matter, for the supervision; and the way to the bulletins."""
    units = [(unit, unit_name(view, context, unit)) for unit in context.catalogue.units]
    regions = [(str(code), region_name(view, context, code)) for code in context.seen(context.catalogue.regions.codes)]
    bulletin = html.A(
        view.translate("bulletin.open"),
        href=view.href(f"/supervision/bulletins/{context.today:%Y-%m-%d}"),
        className="link",
    )
    if not context.actor.may("task.supervise"):
        return [html.P(bulletin)]
    form = new_matter_form(view, units, regions, str(context.home))
    return [html.P(bulletin), html.Details([html.Summary(view.translate("matter.new")), form], className="fold panel")]


def appraisal(view: View, context: RequestContext) -> list[Any]:
    """Units or regions over some months, with the formulas' weights below."""
    by = view.option("by") if view.option("by") in BY else "unit"
    months = int(view.option("months")) if view.option("months") in MONTHS else 6
    rules = rules_of(context)
    found = appraised(context, rules, "region" if by == "region" else "unit", months)
    rows = [
        Row(_name(view, context, one.key), _href(view, by, one.key, months), one.rank, one.enough, measured(one))
        for one in found
    ]
    title = view.translate("appraisal.title", n=months)
    return [
        panel(
            title,
            html.Div([tabs(view, "by", BY, by), tabs(view, "months", MONTHS, str(months))], className="task-tabs"),
            appraisal_table(view, title, [_title(view, rules, name) for name in (*RATES, *SCORES)], rows),
            html.P(view.translate("appraisal.how", least=rules.least), className="note"),
            html.Details(
                [html.Summary(view.translate("appraisal.weights")), *_weights(view, context, rules)], className="fold"
            ),
        )
    ]


def _weights(view: View, context: RequestContext, rules: Appraisal) -> list[Any]:
    shown: list[Any] = []
    for name, score in rules.scores.items():
        parts = [(part, _title(view, rules, part), weight) for part, weight in score.parts.items()]
        words = "，".join(f"{title} {weight:g}" for _, title, weight in parts)
        shown.append(html.H3([view.localise(score.name), " ", html.Small(words, className="note")]))
        if context.actor.may("task.supervise") and context.scope.whole:
            shown.append(weights_form(view, name, parts))
    with context.operations.reading() as connection:
        found = weights(connection, context.scope)
    said = [html.Li(f"{local(one.at):%Y-%m-%d %H:%M} {one.name} · {one.reason}") for one in found]
    return [*shown, html.Ul(said, className="note") if said else None]


def _title(view: View, rules: Appraisal, name: str) -> str:
    return view.localise(rules.rates[name].name if name in rules.rates else rules.scores[name].name)


def _name(view: View, context: RequestContext, key: str | int) -> str:
    return unit_name(view, context, key) if isinstance(key, str) else region_name(view, context, key)


def _href(view: View, by: str, key: str | int, months: int) -> str:
    return view.href(f"/supervision/appraisal/{key}", months=str(months))


BODY = LiveFragment("supervision-body", body, frozenset({"tasks"}))
APPRAISAL = LiveFragment("appraisal", appraisal, frozenset({"tasks"}))
PAGE = Page("supervision", "/supervision", layout, frozenset({"by", "months"}), parts=(BODY, APPRAISAL), kept=False)
