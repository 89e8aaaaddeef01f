"""The weekly bulletin of a unit: one sheet to print. What came, what was done, what is wrong, what comes next."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from components.forms.inputs import choice, hidden
from components.framework.page import NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.supervision.appraisal_view import Measured
from components.supervision.appraisal_view import rate as shown_rate
from components.supervision.items import matter_table
from components.tables.accessible_table import table
from components.tasks.task_forms import labelled
from components.tasks.task_list import task_list
from data.core.scope import OutOfScope
from queries.request_context import RequestContext
from queries.supervision.appraisal import measured, rules_of
from queries.supervision.item_lines import matter_line
from queries.tasks.task_lines import counts_row, lines, unit_name
from tasks import Appraisal, Bulletin, bulletin, open_book

LISTS = ("late", "twice_extended", "reopened", "unanswered", "due_next")


def layout(view: View, context: RequestContext, week: str) -> Screen:
    """The bulletin of the unit in the address for the week that a day lies in. NoSuchScreen for no day."""
    try:
        day = date.fromisoformat(week)
    except ValueError as wrong:
        raise NoSuchScreen(week) from wrong
    units = [unit for unit in context.catalogue.units if context.scope.permits_unit(unit)]
    if not units:  # a screen that looks for nobody: no unit is its own
        raise OutOfScope(context.home)
    unit = view.option("unit") if view.option("unit") in units else units[0]
    if not date(2000, 1, 3) <= day <= date(2100, 1, 1):
        raise NoSuchScreen(week)
    rules, book = rules_of(context), open_book(context.catalogue, context.definitions)
    made = bulletin(context.operations, context.scope, book, rules, unit, day, context.now)
    name = unit_name(view, context, unit)
    title = view.translate("bulletin.title", name=name, first=f"{made.first_day}", last=f"{made.last_day}")
    return Screen(
        title,
        [
            html.H1(title),
            _choose(view, context, units, unit),
            html.Div(_content(view, context, made, rules), className="tasks-body bulletin"),
        ],
    )


def _choose(view: View, context: RequestContext, units: list[str], unit: str) -> Any:
    kept = [hidden(name, value) for name, value in (("lang", view.lang), ("theme", view.theme))]
    options = [(one, unit_name(view, context, one)) for one in units]
    button = html.Button(view.translate("bulletin.show"), type="submit", className="button")
    chosen = labelled(view, "unit", choice("unit", options, unit))
    return html.Form([*kept, chosen, button], method="get", action=view.path, className="act unprinted")


def _content(view: View, context: RequestContext, made: Bulletin, rules: Appraisal) -> list[Any]:
    before = {one.name: one for one in measured(made.week_before)}
    rows = [
        [_name(view, rules, one), shown_rate(view, one), shown_rate(view, before[one.name])]
        for one in measured(made.week)
    ]
    heads = [view.translate(f"bulletin.{name}") for name in ("rate", "week", "before")]
    found = [matter_line(view, context, one.matter, one.steps) for one in made.matters]
    held = {name: getattr(made, name) for name in LISTS}
    return [
        panel(view.translate("task.counts"), counts_row(view, made.now)),
        panel(
            view.translate("bulletin.rates"),
            table(view.translate("bulletin.rates"), heads, rows, "tasks", numeric=(1, 2)),
        ),
        *(
            panel(view.translate(f"bulletin.{name}"), task_list(view, lines(view, context, tasks)))
            for name, tasks in held.items()
            if tasks
        ),
        panel(view.translate("matter.title"), matter_table(view, view.translate("matter.title"), found)),
    ]


def _name(view: View, rules: Appraisal, one: Measured) -> str:
    return view.localise(rules.rates[one.name].name if one.name in rules.rates else rules.scores[one.name].name)


PAGE = Page("bulletin", "/supervision/bulletins/<week>", layout, frozenset({"unit"}), kept=False)
