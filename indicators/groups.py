"""Scores of groups: functions, goals, topics, pillars, and the city as the sum of its functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.cells import is_stale
from indicators.cube import Codes, Floats, axis
from indicators.periods import Grain, Period
from indicators.results import GroupScore, Result, Series
from indicators.score import CAP, ENOUGH, Mix, mix
from indicators.status import Status

KINDS = ("function", "goal", "topic", "pillar")


@dataclass(frozen=True, eq=False)
class _Member:
    """An indicator's scores and status carried onto the months [regions × months], and where it is judged at all."""

    name: str
    weight: float
    veto: bool
    judged: NDArray[np.bool_]
    score: Floats
    status: Codes


def score_groups(results: Mapping[str, Result], catalogue: Catalogue, today: date) -> list[GroupScore]:
    """The scores of all groups in all regions, month by month, with the newest month taken apart.

    Yearly and quarterly members carry their last value on until it is stale. An indicator is no member where no
    target judges it (a city's count says nothing of a town).
    """
    months = axis(Grain.MONTH, today)
    members = {
        name: _member(result, catalogue, months, today)
        for name, result in results.items()
        if catalogue.indicators[name].better != "none"
    }
    scores: list[GroupScore] = []
    for kind in KINDS:
        for subject in subjects(catalogue, kind):
            inside = [m for name, m in members.items() if getattr(catalogue.indicators[name], kind) == subject]
            scores += _regions(kind, subject, inside, catalogue, months)
    return [*_city(scores, catalogue, months), *scores]


def subjects(catalogue: Catalogue, kind: str) -> Sequence[str]:
    """The groups of a kind, in the plan's order."""
    plan = catalogue.plan
    return {
        "function": [*plan.functions],
        "goal": [*plan.goals],
        "topic": [*plan.topics],
        "pillar": [*plan.pillars, *plan.supports],
    }[kind]


def _member(result: Result, catalogue: Catalogue, months: tuple[Period, ...], today: date) -> _Member:
    indicator = catalogue.indicators[result.indicator]
    native = result.series[Grain(indicator.grain)]
    source = _carried(native, months, indicator.fresh_days, today)
    known = source >= 0
    score = np.where(known, native.score[np.arange(len(native.regions))[:, None], source], np.nan)
    status = np.where(known, native.status[np.arange(len(native.regions))[:, None], source], 0)
    judged = np.asarray((~np.isnan(native.expected)).any(axis=1) | (indicator.band is not None), dtype=np.bool_)
    return _Member(result.indicator, indicator.weight, indicator.veto, judged, score, status.astype(np.uint8))


def _carried(native: Series, months: tuple[Period, ...], fresh_days: int, today: date) -> NDArray[np.int64]:
    """For each region and month the column of the newest value that is not stale by then; -1 for none."""
    known = ~np.isnan(native.value)
    newest = np.maximum.accumulate(np.where(known, np.arange(known.shape[1]), -1), axis=1)
    first = native.periods[0]
    ends = [Period.of(native.grain, month.last_day()) for month in months]
    at = np.array(
        [
            end.ordinal - first.ordinal - (0 if end.last_month == month.n else 1)
            for end, month in zip(ends, months, strict=True)
        ]
    )
    columns = np.where(at >= 0, newest[:, np.clip(at, 0, None)], -1)
    lag = np.array([min(month.last_day(), today).toordinal() for month in months])
    overdue = np.array([period.shift(1).last_day().toordinal() + fresh_days for period in native.periods])
    fresh = lag[None, :] <= overdue[np.clip(columns, 0, None)]
    return np.where(fresh, columns, -1)


def _regions(
    kind: str, subject: str, members: Sequence[_Member], catalogue: Catalogue, months: tuple[Period, ...]
) -> Iterable[GroupScore]:
    for row, region in enumerate(catalogue.regions.codes):
        reaching = [
            m
            for m in members
            if m.judged[row] and catalogue.regions.reaches(region, catalogue.indicators[m.name].level)
        ]
        if reaching:
            yield _group(kind, subject, region, [_row(m, row) for m in reaching], months)


def _row(member: _Member, row: int) -> _Member:
    return _Member(member.name, member.weight, member.veto, member.judged, member.score[row], member.status[row])


def _group(kind: str, subject: str, region: int, members: Sequence[_Member], months: tuple[Period, ...]) -> GroupScore:
    weights = np.array([m.weight for m in members])[:, None]
    scores = np.array([m.score for m in members])
    known = ~np.isnan(scores)
    heavy = (weights * known).sum(axis=0)
    mean = np.divide(
        (weights * np.where(known, scores, 0)).sum(axis=0),
        heavy,
        out=np.full(len(months), np.nan),
        where=heavy >= ENOUGH * weights.sum(),
    )
    vetoed = np.array([(m.status == Status.OFF_TRACK) & m.veto for m in members]).any(axis=0)
    series = np.round(np.where(vetoed, np.minimum(mean, CAP), mean), 1)
    made = _newest(members)
    counts = np.bincount([int(m.status[-1]) for m in members], minlength=4)
    series[-1] = np.nan if made.score is None else made.score
    return GroupScore(
        kind,
        subject,
        region,
        months,
        series,
        made.score,
        made.parts,
        made.coverage,
        made.vetoed_by,
        (int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3])),
    )


def _newest(members: Sequence[_Member]) -> Mix:
    vetoes = [m.name for m in members if m.veto and m.status[-1] == Status.OFF_TRACK]
    return mix([(m.name, m.weight, float(m.score[-1])) for m in members], vetoes)


def _city(scores: Sequence[GroupScore], catalogue: Catalogue, months: tuple[Period, ...]) -> Iterable[GroupScore]:
    """The overall score of each region: its functions in equal weight."""
    for region in catalogue.regions.codes:
        functions = [s for s in scores if s.kind == "function" and s.region == region]
        if not functions:
            continue
        known = np.array([s.score for s in functions])
        enough = (~np.isnan(known)).sum(axis=0) >= ENOUGH * len(functions)
        total = np.where(np.isnan(known), 0.0, known).sum(axis=0)
        count = np.maximum((~np.isnan(known)).sum(axis=0), 1)
        series: Floats = np.round(np.where(enough, total / count, np.nan), 1).astype(np.float64)
        made = mix([(s.subject, 1.0, s.latest) for s in functions])
        series[-1] = np.nan if made.score is None else made.score
        counts = np.sum([s.counts for s in functions], axis=0)
        yield GroupScore(
            "city",
            "city",
            region,
            months,
            series,
            made.score,
            made.parts,
            made.coverage,
            tuple(v for s in functions for v in s.vetoed_by),
            (int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3])),
        )


__all__ = ["KINDS", "is_stale", "score_groups", "subjects"]
