"""Appraising units and regions: published rates over counts, scores from weighted rates, ranks where that is fair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from indicators.definitions.model import Definition, DefinitionBasis, LocalisedText
from indicators.formula.scalar_evaluation import evaluate_scalar
from indicators.formula.tree import Node

COVERED = 0.5  # of a score's weight that must have a value
Points = Annotated[float, Field(gt=0, le=100)]


class RateRule(Definition):
    """A rate over counts. `volume` is the count that is shown beside it: how many cases it rests on."""

    name: LocalisedText
    formula: Annotated[str, Field(min_length=1)]
    volume: str
    better: Literal["higher", "lower"] = "higher"
    basis: DefinitionBasis


class ScoreRule(Definition):
    """A score: its parts by weight, and points taken off for each case of a count."""

    name: LocalisedText
    parts: Annotated[dict[str, Points], Field(min_length=1)]
    minus: dict[str, Points] = Field(default_factory=dict)
    basis: DefinitionBasis


@dataclass(frozen=True, eq=False)
class Appraisal:
    """The rules, checked. `order` lists scores so that each comes after those it is made of."""

    least: int
    rates: Mapping[str, RateRule]
    formulas: Mapping[str, Node]
    scores: Mapping[str, ScoreRule]
    order: tuple[str, ...]
    rank_by: str


@dataclass(frozen=True)
class AppraisalRate:
    """A rate in percent (None: nothing to divide by), and how many cases it rests on; few are said to be few."""

    value: float | None
    volume: int
    enough: bool


@dataclass(frozen=True)
class AppraisalPart:
    """What a part adds to a score: its weight among the parts that have a value, and its points."""

    name: str
    weight: float
    points: float


@dataclass(frozen=True)
class AppraisalScore:
    """A score from 0 to 100 (None: too little is known). The points of its parts less `minus` add up to it, unless they
    would fall below 0."""

    value: float | None
    parts: tuple[AppraisalPart, ...]
    minus: Mapping[str, float]
    coverage: float


@dataclass(frozen=True)
class Appraised:
    """A unit or region appraised. `rank` is None where there are too few closed cases (样本不足) or no score."""

    key: str | int
    counts: Mapping[str, int]
    rates: Mapping[str, AppraisalRate]
    scores: Mapping[str, AppraisalScore]
    enough: bool
    rank: int | None = None


def appraise(rules: Appraisal, counts: Mapping[str | int, Mapping[str, int]]) -> tuple[Appraised, ...]:
    """Everybody appraised: the ranked ones from the first to the last, then those with too few cases."""
    return ranked(rules, [appraise_one(rules, key, counted) for key, counted in counts.items()])


def appraise_one(rules: Appraisal, key: str | int, counts: Mapping[str, int]) -> Appraised:
    """One unit or region, without its rank."""
    rates = {name: _rate(rules, name, counts) for name in rules.rates}
    values: dict[str, float | None] = {name: rate.value for name, rate in rates.items()}
    scores: dict[str, AppraisalScore] = {}
    for name in rules.order:
        scores[name] = _score(rules.scores[name], values, counts)
        values[name] = scores[name].value
    return Appraised(key, dict(counts), rates, scores, counts["closed"] >= rules.least)


def ranked(rules: Appraisal, found: Iterable[Appraised]) -> tuple[Appraised, ...]:
    """With ranks by the rules' score; equals share a rank. Who has too few cases comes last and has none."""

    def points(one: Appraised) -> float | None:
        return one.scores[rules.rank_by].value if one.enough else None

    everybody = list(found)
    better = sorted((value for one in everybody if (value := points(one)) is not None), reverse=True)
    placed = [
        replace(one, rank=None if (value := points(one)) is None else better.index(value) + 1) for one in everybody
    ]
    return tuple(sorted(placed, key=lambda one: (one.rank is None, one.rank or 0, -one.counts["closed"], str(one.key))))


def _rate(rules: Appraisal, name: str, counts: Mapping[str, int]) -> AppraisalRate:
    volume = counts[rules.rates[name].volume]
    return AppraisalRate(evaluate_scalar(rules.formulas[name], counts), volume, volume >= rules.least)


def _score(rule: ScoreRule, values: Mapping[str, float | None], counts: Mapping[str, int]) -> AppraisalScore:
    known = {name: weight for name, weight in rule.parts.items() if values[name] is not None}
    whole = sum(known.values())
    coverage = whole / sum(rule.parts.values())
    if coverage < COVERED:
        return AppraisalScore(None, (), {}, coverage)
    parts = tuple(
        AppraisalPart(name, weight / whole, (values[name] or 0.0) * weight / whole) for name, weight in known.items()
    )
    minus = {name: points * counts[name] for name, points in rule.minus.items() if counts[name]}
    value = sum(part.points for part in parts) - sum(minus.values())
    return AppraisalScore(min(max(value, 0.0), 100.0), parts, minus, coverage)
