"""The number behind a click: an indicator's value, a group's score, or a goal's progress, each with its parts."""

from __future__ import annotations

from dataclasses import dataclass

from components.formatting.display_values import basis_name, score_value, status_name, unit
from components.formatting.judgements import sentence
from components.formatting.numbers import DisplayValue
from components.formatting.qualifiers import qualifier_name
from components.framework.view import View
from components.indicators.provenance import ProgressDetail, ScoreDetail, ValueDetail
from indicators.calendar.periods import Period, PeriodError
from indicators.compute.results import GroupScore
from indicators.plan.progress import attained_share, goal_progress, time_passed
from indicators.scoring.score import score_status
from queries.indicator_values import score_names
from queries.request_context import RequestContext


class NoSuchNumber(LookupError):
    """Nothing here has that name, or none that the visitor may see."""


@dataclass(frozen=True)
class NumberQueries:
    """What a number is made of. NoSuchNumber for what is unknown or outside of the visitor's scope."""

    context: RequestContext

    def region(self, text: str) -> int:
        """The region with the code that a browser sent."""
        if not (text.isascii() and text.isdigit()) or int(text) not in self.context.catalogue.regions:
            raise NoSuchNumber(text)
        return int(text)

    def value(self, view: View, name: str, region: int, period_id: str) -> ValueDetail:
        """An indicator's value in a region and period, with the facts behind it."""
        context, period = self.context, _period(period_id)
        indicator = context.catalogue.indicators.get(name)
        if indicator is None or not context.scope.permits(region):
            raise NoSuchNumber(name)
        series = context.reader.series(context.scope, context.version, name, region, period.grain.value)
        if period.code not in series.codes:
            raise NoSuchNumber(period.id)
        at = series.codes.index(period.code)
        value = float(series.value[at])
        cell = context.reader.cell(context.scope, context.version, name, region)
        newest = cell if cell is not None and cell.period == period.id else None
        origin = context.reader.provenance(context.scope, context.version, name, region, period.id)
        figure = DisplayValue(
            name,
            region,
            period.id,
            None if value != value else value,
            unit(view, indicator),
            indicator.decimals,
            status_name(newest.status if newest is not None else int(series.status[at])),
            basis_name(int(series.basis[at])),
            qualifier_name(origin.wording),
        )
        reason = sentence(view, indicator, newest.value, newest.judgement) if newest is not None else ""
        return ValueDetail(context.catalogue, figure, self._place(view, region), reason, context.now.tzinfo, origin)

    def score(self, view: View, kind: str, subject: str, region: int) -> ScoreDetail:
        """A group's score in a region, with its parts."""
        found, place = self._score(kind, subject, region), self._place(view, region)
        if kind == "city":
            title = view.translate("sheet.score.name.city", place=place)
        else:
            name = self._group(view, kind, subject)
            title = view.translate("sheet.score.name.group", place=place, name=name)
        status = status_name(score_status(found.latest))
        period, demo = found.periods[-1].id, self.context.demo
        figure = score_value(kind, subject, region, period, found.latest, status, demo)
        href = view.href(f"/{kind}s/{subject}") if kind in {"function", "topic"} else None
        return ScoreDetail(title, figure, found, score_names(view, self.context.catalogue), href)

    def progress(self, view: View, goal: str) -> ProgressDetail:
        """How far a goal of the plan has come where the visitor begins, with its indicators."""
        context, catalogue = self.context, self.context.catalogue
        entry = catalogue.plan.goals.get(goal)
        if entry is None or context.topmost is None:
            raise NoSuchNumber(goal)
        home, today = context.home, context.today
        cells = context.reader.cells(context.scope, context.version, home)
        scores = context.reader.scores(context.scope, context.version, home, "goal")
        score = next((one.latest for one in scores if one.subject == goal), None)
        figure = DisplayValue(
            f"progress:goal:{goal}",
            home,
            f"{today:%Y-%m}",
            goal_progress(cells, catalogue)[goal],
            "%",
            0,
            status_name(score_status(score)),
            "demo" if context.demo else "reported",
        )
        members = [
            (
                view.localise(catalogue.indicators[c.indicator].name),
                view.href(f"/indicators/{c.indicator}"),
                way,
            )
            for c in cells
            if catalogue.indicators[c.indicator].goal == goal and (way := attained_share(c, catalogue)) is not None
        ]
        ordered = sorted(members, key=lambda member: member[2] or 0.0)
        return ProgressDetail(view.localise(entry.name), figure, time_passed(today), ordered)

    def _place(self, view: View, region: int) -> str:
        return view.localise(self.context.catalogue.regions[region].name)

    def _score(self, kind: str, subject: str, region: int) -> GroupScore:
        context = self.context
        if not context.scope.permits(region):
            raise NoSuchNumber(subject)
        for score in context.reader.scores(context.scope, context.version, region, kind):
            if score.subject == subject:
                return score
        raise NoSuchNumber(subject)

    def _group(self, view: View, kind: str, subject: str) -> str:
        plan = self.context.catalogue.plan
        groups = {
            "function": plan.functions,
            "goal": plan.goals,
            "topic": plan.topics,
            "pillar": plan.pillars | plan.supports,
        }
        entry = groups.get(kind, {}).get(subject)
        return view.localise(entry.name) if entry else subject


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError:
        raise NoSuchNumber(text) from None
