"""The plan: its time, its ten goals with every indicator against its path, its pillars, and its own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.charts.counts import counts_bar, counts_line
from components.charts.time_line import time_line
from components.formatting.display_values import points, score_figure, status_name
from components.formatting.numbers import DisplayValue, digits
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.indicator_row import Line
from components.leadership.plan_goals import Goal, Pillar, goals, others, pillars
from components.leadership.plan_tables import Stated, coverage_table, stated_table
from components.tables.accessible_table import twin
from data.ingest.plan_figures import PlanFigure, plan_figures
from indicators.compute.peers import step
from indicators.compute.results import GroupScore, IndicatorValue
from indicators.definitions.model import Entry
from indicators.plan.plan_coverage import by_goal, counts, coverage, of_the_plan
from indicators.plan.progress import goal_progress, time_passed
from indicators.scoring.score import score_status
from queries.indicator_values import recent_values
from queries.request_context import RequestContext

MONTHS = 24
Scores = Mapping[tuple[str, str], GroupScore]


def layout(view: View, context: RequestContext) -> Screen:
    """The whole plan at a glance, and unfolded as far as one likes."""
    scores = {(s.kind, s.subject): s for s in context.reader.scores(context.scope, context.version, context.home)}
    cells = context.reader.cells(context.scope, context.version, context.home)
    passed = time_passed(context.today)
    plan = context.catalogue.plan
    return Screen(
        view.translate("plan.title"),
        [
            html.H1(view.translate("plan.heading")),
            _glance(view, context, of_the_plan(cells, context.catalogue), passed),
            html.Div(
                className="panel-head plan-head",
                children=[
                    html.H2(view.translate("plan.goals")),
                    html.Div(view.translate("overview.goals.mark", share=round(passed)), className="aside"),
                ],
            ),
            _goals(view, context, cells, scores, passed),
            html.Div(
                className="plan-pillars",
                children=[
                    _pillars(view, context, "plan.pillars", plan.pillars, scores),
                    _pillars(view, context, "plan.supports", plan.supports, scores),
                ],
            ),
            _figures(view, context),
            _coverage(view, context, cells),
        ],
    )


def _glance(view: View, context: RequestContext, cells: Sequence[IndicatorValue], passed: float) -> Component:
    found = counts(cells)
    return panel(
        view.translate("plan.time"),
        html.P(
            view.translate("plan.lead", share=round(passed), all=len(cells), on=found[1], watch=found[2], off=found[3]),
            className="lead",
        ),
        counts_bar(view, found),
        time_line(view, context.catalogue.plan.stages, passed, f"{context.today:%Y-%m-%d}"),
        aside=counts_line(view, found),
        className="plan-glance",
    )


def _score(view: View, context: RequestContext, kind: str, subject: str, score: GroupScore | None) -> DisplayValue:
    latest = score.latest if score else None
    period = score.periods[-1].id if score else f"{context.today:%Y-%m}"
    return score_figure(kind, subject, context.home, period, latest, status_name(score_status(latest)), context.demo)


def _pillars(
    view: View, context: RequestContext, title: str, entries: Mapping[str, Entry], scores: Scores
) -> Component:
    shown = []
    for key, entry in entries.items():
        score = scores.get(("pillar", key))
        figure = _score(view, context, "pillar", key, score)
        shown.append(Pillar(key, view.localise(entry.name), figure, score.counts if score else (0, 0, 0, 0)))
    return panel(view.translate(title), pillars(view, shown), aside=view.translate("group.line"))


def _goals(
    view: View, context: RequestContext, cells: Sequence[IndicatorValue], scores: Scores, passed: float
) -> Component:
    done = goal_progress(cells, context.catalogue)
    members = by_goal(cells, context.catalogue)
    recent = (
        recent_values(context, [c.indicator for found in members.values() for c in found], cells[0].region)
        if cells
        else {}
    )

    def lines(found: Sequence[IndicatorValue]) -> list[Line]:
        return [Line(c, context.catalogue.indicators[c.indicator], recent[c.indicator].tolist()) for c in found]

    shown = []
    for order, (goal, entry) in enumerate(context.catalogue.plan.goals.items(), 1):
        known = scores.get(("goal", goal))
        score = _score(view, context, "goal", goal, known)
        series = points(known.score) if known else []
        way = DisplayValue(
            f"progress:goal:{goal}",
            context.home,
            f"{context.today:%Y-%m}",
            done[goal],
            "%",
            0,
            score.status,
            "demo" if context.demo else "reported",
        )
        found = members[goal]
        shown.append(
            Goal(
                goal,
                order,
                view.localise(entry.name),
                score,
                way,
                passed,
                counts(found),
                lines(found),
                series[-MONTHS:],
                step(series, 12),
            )
        )
    rest = members.get(None, [])
    return html.Div(
        [goals(view, shown), others(view, view.translate("plan.others"), counts(rest), lines(rest)) if rest else None]
    )


def _figures(view: View, context: RequestContext) -> Component:
    found = [figure for figure in plan_figures() if context.scope.permits(figure.region)]
    targets = [_stated(view, context, figure) for figure in found if figure.target]
    baselines = [_stated(view, context, figure) for figure in found if not figure.target]
    return panel(
        view.translate("plan.figures"),
        html.P(view.translate("plan.figures.table1"), className="lead"),
        html.P(html.Code("flask --app app load-targets FILE"), className="command"),
        html.H3(view.translate("plan.figures.targets", count=len(targets))),
        stated_table(view, view.translate("plan.figures.targets", count=len(targets)), targets),
        twin(
            view.translate("plan.figures.baselines", count=len(baselines)),
            stated_table(view, view.translate("plan.figures.baselines", count=len(baselines)), baselines),
        ),
        aside=view.translate("plan.figures.aside"),
        className="plan-figures",
    )


def _stated(view: View, context: RequestContext, stated: PlanFigure) -> Stated:
    measure = context.catalogue.measures[stated.measure]
    text = view.localise(measure.unit)
    unit = text if text in {"%", "‰"} else f" {text}"
    figure = DisplayValue(
        stated.measure, stated.region, stated.period, stated.value, unit, stated.decimals, basis="plan"
    )
    name = view.localise(measure.name)
    regions = context.catalogue.regions
    if stated.region != regions.city.code:
        name = view.translate("plan.of_region", name=name, region=view.localise(regions[stated.region].name))
    return Stated(stated.id, name, figure, stated.qualifier, stated.section)


def _coverage(view: View, context: RequestContext, cells: Sequence[IndicatorValue]) -> Component:
    plan = context.catalogue.plan
    covered = coverage(context.catalogue)
    with_some = sum(bool(item.indicators) for item in covered)
    names = {key: view.localise(entry.name) for key, entry in {**plan.pillars, **plan.supports}.items()}
    caption = view.translate("plan.coverage.caption", count=len(covered))
    return panel(
        view.translate("plan.coverage"),
        html.P(view.translate("plan.coverage.lead", all=len(covered), some=with_some), className="lead"),
        twin(
            caption,
            coverage_table(
                view, caption, covered, names, context.catalogue.indicators, {cell.indicator: cell for cell in cells}
            ),
        ),
        aside=view.translate("plan.coverage.share", share=digits(with_some / len(covered) * 100, 0)),
        className="plan-coverage",
    )


PAGE = Page("plan", "/plan", layout)
