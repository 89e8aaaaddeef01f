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


def layout(view: View, desk: RequestContext) -> Screen:
    """The whole plan at a glance, and unfolded as far as one likes."""
    scores = {(s.kind, s.subject): s for s in desk.reader.scores(desk.scope, desk.version, desk.home)}
    cells = desk.reader.cells(desk.scope, desk.version, desk.home)
    passed = time_passed(desk.today)
    plan = desk.catalogue.plan
    return Screen(
        view.t("plan.title"),
        [
            html.H1(view.t("plan.heading")),
            _glance(view, desk, of_the_plan(cells, desk.catalogue), passed),
            html.Div(
                className="panel-head plan-head",
                children=[
                    html.H2(view.t("plan.goals")),
                    html.Div(view.t("overview.goals.mark", share=round(passed)), className="aside"),
                ],
            ),
            _goals(view, desk, cells, scores, passed),
            html.Div(
                className="plan-pillars",
                children=[
                    _pillars(view, desk, "plan.pillars", plan.pillars, scores),
                    _pillars(view, desk, "plan.supports", plan.supports, scores),
                ],
            ),
            _figures(view, desk),
            _coverage(view, desk, cells),
        ],
    )


def _glance(view: View, desk: RequestContext, cells: Sequence[IndicatorValue], passed: float) -> Component:
    found = counts(cells)
    return panel(
        view.t("plan.time"),
        html.P(
            view.t("plan.lead", share=round(passed), all=len(cells), on=found[1], watch=found[2], off=found[3]),
            className="lead",
        ),
        counts_bar(view, found),
        time_line(view, desk.catalogue.plan.stages, passed, f"{desk.today:%Y-%m-%d}"),
        aside=counts_line(view, found),
        className="plan-glance",
    )


def _score(view: View, desk: RequestContext, kind: str, subject: str, score: GroupScore | None) -> DisplayValue:
    latest = score.latest if score else None
    period = score.periods[-1].id if score else f"{desk.today:%Y-%m}"
    return score_figure(kind, subject, desk.home, period, latest, status_name(score_status(latest)), desk.demo)


def _pillars(view: View, desk: RequestContext, title: str, entries: Mapping[str, Entry], scores: Scores) -> Component:
    shown = []
    for key, entry in entries.items():
        score = scores.get(("pillar", key))
        figure = _score(view, desk, "pillar", key, score)
        shown.append(Pillar(key, view.say(entry.name), figure, score.counts if score else (0, 0, 0, 0)))
    return panel(view.t(title), pillars(view, shown), aside=view.t("group.line"))


def _goals(
    view: View, desk: RequestContext, cells: Sequence[IndicatorValue], scores: Scores, passed: float
) -> Component:
    done = goal_progress(cells, desk.catalogue)
    members = by_goal(cells, desk.catalogue)
    recent = (
        recent_values(desk, [c.indicator for found in members.values() for c in found], cells[0].region)
        if cells
        else {}
    )

    def lines(found: Sequence[IndicatorValue]) -> list[Line]:
        return [Line(c, desk.catalogue.indicators[c.indicator], recent[c.indicator].tolist()) for c in found]

    shown = []
    for order, (goal, entry) in enumerate(desk.catalogue.plan.goals.items(), 1):
        known = scores.get(("goal", goal))
        score = _score(view, desk, "goal", goal, known)
        series = points(known.score) if known else []
        way = DisplayValue(
            f"progress:goal:{goal}",
            desk.home,
            f"{desk.today:%Y-%m}",
            done[goal],
            "%",
            0,
            score.status,
            "demo" if desk.demo else "reported",
        )
        found = members[goal]
        shown.append(
            Goal(
                goal,
                order,
                view.say(entry.name),
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
        [goals(view, shown), others(view, view.t("plan.others"), counts(rest), lines(rest)) if rest else None]
    )


def _figures(view: View, desk: RequestContext) -> Component:
    found = [figure for figure in plan_figures() if desk.scope.permits(figure.region)]
    targets = [_stated(view, desk, figure) for figure in found if figure.target]
    baselines = [_stated(view, desk, figure) for figure in found if not figure.target]
    return panel(
        view.t("plan.figures"),
        html.P(view.t("plan.figures.table1"), className="lead"),
        html.P(html.Code("flask --app app load-targets FILE"), className="command"),
        html.H3(view.t("plan.figures.targets", count=len(targets))),
        stated_table(view, view.t("plan.figures.targets", count=len(targets)), targets),
        twin(
            view.t("plan.figures.baselines", count=len(baselines)),
            stated_table(view, view.t("plan.figures.baselines", count=len(baselines)), baselines),
        ),
        aside=view.t("plan.figures.aside"),
        className="plan-figures",
    )


def _stated(view: View, desk: RequestContext, stated: PlanFigure) -> Stated:
    measure = desk.catalogue.measures[stated.measure]
    text = view.say(measure.unit)
    unit = text if text in {"%", "‰"} else f" {text}"
    figure = DisplayValue(
        stated.measure, stated.region, stated.period, stated.value, unit, stated.decimals, basis="plan"
    )
    name = view.say(measure.name)
    regions = desk.catalogue.regions
    if stated.region != regions.city.code:
        name = view.t("plan.of_region", name=name, region=view.say(regions[stated.region].name))
    return Stated(stated.id, name, figure, stated.qualifier, stated.section)


def _coverage(view: View, desk: RequestContext, cells: Sequence[IndicatorValue]) -> Component:
    plan = desk.catalogue.plan
    covered = coverage(desk.catalogue)
    with_some = sum(bool(item.indicators) for item in covered)
    names = {key: view.say(entry.name) for key, entry in {**plan.pillars, **plan.supports}.items()}
    caption = view.t("plan.coverage.caption", count=len(covered))
    return panel(
        view.t("plan.coverage"),
        html.P(view.t("plan.coverage.lead", all=len(covered), some=with_some), className="lead"),
        twin(
            caption,
            coverage_table(
                view, caption, covered, names, desk.catalogue.indicators, {cell.indicator: cell for cell in cells}
            ),
        ),
        aside=view.t("plan.coverage.share", share=digits(with_some / len(covered) * 100, 0)),
        className="plan-coverage",
    )


PAGE = Page("plan", "/plan", layout)
