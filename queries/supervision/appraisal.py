"""Appraising units and regions: the rules with the weights that hold, counts of a stretch, how a rate came about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from components.formatting.numbers import digits
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.supervision.appraisal_view import (
    AppraisalTable,
    AppraisedRow,
    AppraisedValue,
    ComputedTable,
    RateComputation,
    ScoreWeights,
)
from data.core.clock import BUSINESS_ZONE, to_epoch
from data.operations.supervision.weight_store import weights
from data.operations.tasks.rates import By, RateWindow, counted
from indicators.calendar.periods import Grain, Period
from queries.local_time import local
from queries.tasks.names import TaskNames
from tasks import Appraisal, Appraised, appraise, open_appraisal
from tasks.appraisal.appraisal import RateRule, ScoreRule
from tasks.appraisal.weights import weighted

RATES = (
    "done_on_time_rate", "closed_on_time_rate", "accepted_on_time_rate", "return_rate", "redo_rate", "response_rate",
    "resolution_rate", "satisfaction_rate",
)  # fmt: skip
SCORES = ("three_rates", "task_score", "overall")
MEASURED = (*RATES, *SCORES)


@dataclass(frozen=True)
class Appraisals(TaskNames):
    """How units and regions are appraised."""

    def rules(self) -> Appraisal:
        """The rules with the weights that hold now."""
        context = self.context
        with context.operations.reading() as connection:
            held = weights(connection, context.scope)
            return weighted(open_appraisal(context.catalogue, context.definitions), held)

    def appraisal(self, view: View, by: By, months: int) -> AppraisalTable:
        """Everybody with a task in the last so many months, ranked ones first, and the weights of the scores."""
        rules = self.rules()
        changes = self.context.actor.may("task.supervise") and self.context.scope.whole
        with self.context.operations.reading() as connection:
            history = weights(connection, self.context.scope)
        return AppraisalTable(
            months,
            [rule_name(view, rules, name) for name in MEASURED],
            [self._row(view, one, months) for one in self._appraised(rules, by, months)],
            rules.least,
            list(_weights(view, rules)),
            [f"{local(one.at):%Y-%m-%d %H:%M} {one.name} · {one.reason}" for one in history],
            changes,
        )

    def computed(self, view: View, key: str, months: int) -> ComputedTable:
        """Every rate and score of a unit or region. NoSuchScreen for one that has no tasks."""
        by: By = "region" if key.isdigit() else "unit"
        rules = self.rules()
        one = next((each for each in self._appraised(rules, by, months) if str(each.key) == key), None)
        if one is None:
            raise NoSuchScreen(key)
        rows = [*_rates(view, rules, one), *_scores(view, rules, one)]
        return ComputedTable(self._key_name(view, one.key), months, rows)

    def _appraised(self, rules: Appraisal, by: By, months: int) -> tuple[Appraised, ...]:
        """Everybody with a task in the last so many months, this one included."""
        context = self.context
        month = Period.of(Grain.MONTH, context.today).shift(1 - months).first_day()
        start = to_epoch(datetime.combine(month, time(0), BUSINESS_ZONE))
        now = to_epoch(context.now)
        with context.operations.reading() as connection:
            counts = counted(connection, context.scope, RateWindow(start, now + 1, now), by)
        return appraise(rules, counts)

    def _row(self, view: View, one: Appraised, months: int) -> AppraisedRow:
        href = view.href(f"/supervision/appraisal/{one.key}", months=str(months))
        return AppraisedRow(self._key_name(view, one.key), href, one.rank, one.enough, measured(one))

    def _key_name(self, view: View, key: str | int) -> str:
        return self.unit_name(view, key) if isinstance(key, str) else self.region_name(view, key)


def measured(one: Appraised, names: tuple[str, ...] = MEASURED) -> tuple[AppraisedValue, ...]:
    """Rates with their volume, scores without one; what the rules do not know is left out."""
    rates = {name: AppraisedValue(name, rate.value, rate.volume, rate.enough) for name, rate in one.rates.items()}
    scores = {name: AppraisedValue(name, score.value, None, one.enough) for name, score in one.scores.items()}
    known = rates | scores
    return tuple(known[name] for name in names if name in known)


def rule_name(view: View, rules: Appraisal, name: str) -> str:
    """The name of a rate or score."""
    return view.localise(rules.rates[name].name if name in rules.rates else rules.scores[name].name)


def _weights(view: View, rules: Appraisal) -> Iterator[ScoreWeights]:
    for name, score in rules.scores.items():
        parts = [(part, rule_name(view, rules, part), weight) for part, weight in score.parts.items()]
        yield ScoreWeights(name, view.localise(score.name), parts)


def _rates(view: View, rules: Appraisal, one: Appraised) -> Iterator[RateComputation]:
    """Rates from counts."""
    known = {each.name: each for each in measured(one, (*rules.rates,))}
    for name, rule in rules.rates.items():
        counts = _counts(rule.formula, one)
        yield RateComputation(known[name], view.localise(rule.name), rule.formula, counts, _basis(view, rule))


def _scores(view: View, rules: Appraisal, one: Appraised) -> Iterator[RateComputation]:
    """Scores from rates."""
    known = {each.name: each for each in measured(one, (*rules.scores,))}
    for name in rules.order:
        rule, score = rules.scores[name], one.scores[name]
        formula = " + ".join(f"{part} × {weight:g}" for part, weight in rule.parts.items())
        minus = "".join(f" − {count} × {points:g}" for count, points in rule.minus.items())
        parts = " + ".join(f"{digits(part.points)}" for part in score.parts)
        parts += "".join(f" − {digits(points)}" for points in score.minus.values())
        yield RateComputation(known[name], view.localise(rule.name), formula + minus, parts, _basis(view, rule))


def _counts(formula: str, one: Appraised) -> str:
    named = dict.fromkeys(word for word in re.findall(r"[a-z_]+", formula) if word in one.counts)
    return " · ".join(f"{name} {one.counts[name]}" for name in named)


def _basis(view: View, rule: RateRule | ScoreRule) -> str:
    note = view.localise(rule.basis.note) if rule.basis.note else ""
    return " ".join(part for part in (rule.basis.ref or "", note) if part)
