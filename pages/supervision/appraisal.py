"""How a unit or region is appraised, rate by rate: the formula as published, with its counts put in."""

from __future__ import annotations

import re

from dash import html

from components.formatting.numbers import digits
from components.framework.page import NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.supervision.appraisal_view import Computed, computed_table
from queries.request_context import RequestContext
from queries.supervision.appraisal import appraised, measured, rules_of
from queries.tasks.task_lines import region_name, unit_name
from tasks import Appraisal, Appraised
from tasks.appraisal.appraisal import RateRule, ScoreRule

MONTHS = {"1": 1, "3": 3, "6": 6, "12": 12}


def layout(view: View, context: RequestContext, key: str) -> Screen:
    """Every rate and score of a unit or region. NoSuchScreen for one that has no tasks."""
    months, by_region = MONTHS.get(view.option("months"), 3), key.isdigit()
    rules = rules_of(context)
    found = appraised(context, rules, "region" if by_region else "unit", months)
    one = next((each for each in found if str(each.key) == key), None)
    if one is None:
        raise NoSuchScreen(key)
    name = region_name(view, context, int(key)) if by_region else unit_name(view, context, key)
    title = view.translate("appraisal.of", name=name, n=months)
    back = html.A(view.translate("menu.supervision"), href=view.href("/supervision"))
    return Screen(
        title,
        [
            html.Nav([back, " › ", name], className="crumbs", **{"aria-label": view.translate("task.crumbs")}),
            html.H1(title),
            panel(view.translate("appraisal.computed"), computed_table(view, title, computed(view, rules, one))),
        ],
    )


def computed(view: View, rules: Appraisal, one: Appraised) -> list[Computed]:
    """Rates from counts, scores from rates."""
    known = {each.name: each for each in measured(one, (*rules.rates, *rules.scores))}
    found = [
        Computed(known[name], view.localise(rule.name), rule.formula, _counts(rule.formula, one), _basis(view, rule))
        for name, rule in rules.rates.items()
    ]
    for name in rules.order:
        rule, score = rules.scores[name], one.scores[name]
        formula = " + ".join(f"{part} × {weight:g}" for part, weight in rule.parts.items())
        minus = "".join(f" − {count} × {points:g}" for count, points in rule.minus.items())
        parts = " + ".join(f"{digits(part.points)}" for part in score.parts)
        parts += "".join(f" − {digits(points)}" for points in score.minus.values())
        found.append(Computed(known[name], view.localise(rule.name), formula + minus, parts, _basis(view, rule)))
    return found


def _counts(formula: str, one: Appraised) -> str:
    named = dict.fromkeys(word for word in re.findall(r"[a-z_]+", formula) if word in one.counts)
    return " · ".join(f"{name} {one.counts[name]}" for name in named)


def _basis(view: View, rule: RateRule | ScoreRule) -> str:
    note = view.localise(rule.basis.note) if rule.basis.note else ""
    return " ".join(part for part in (rule.basis.ref or "", note) if part)


PAGE = Page("appraisal", "/supervision/appraisal/<key>", layout, frozenset({"months"}), kept=False)
