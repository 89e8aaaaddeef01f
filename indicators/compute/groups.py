"""Scores of groups: functions, goals, topics, pillars, and the city as the sum of its functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.membership import KINDS, GroupMember, member, subjects
from indicators.compute.results import GroupScore, IndicatorResult
from indicators.compute.score_history import caps_of, scored_history
from indicators.measures.axes import axis
from indicators.scoring.score import ENOUGH, WeightedMember, WeightedScore, reported, weighted_score
from indicators.statistics.arrays import Floats

Group = tuple[str, str]  # kind and subject
CITY: Group = ("city", "city")


@dataclass(frozen=True)
class ScoringRequest:
    """Which groups are to be scored, in which regions."""

    groups: frozenset[Group]
    regions: frozenset[int]


def score_groups(
    results: Mapping[str, IndicatorResult],
    catalogue: Catalogue,
    today: date,
    asked: ScoringRequest | None = None,
    standing: Iterable[GroupScore] = (),
) -> list[GroupScore]:
    """The scores of all groups in all regions, month by month, with the newest month taken apart.

    Yearly and quarterly members carry the value that is due through the months. A member that is silent counts as 0,
    and so does a function without a score in a region's overall score. Without a target an indicator cannot lower a
    score, but it counts among what is asked for: three of 84 indicators make no score.
    With `asked` only those groups in those regions, from the results of their members; `standing` are then the
    scores of the functions that are not asked for: a region's overall score needs them all.
    """
    months = axis(Grain.MONTH, today)
    wanted = asked or ScoringRequest(frozenset(every_group(catalogue)), frozenset(catalogue.regions.codes))
    names = [name for name in members_of(wanted.groups, catalogue) if name in results]
    members = {name: member(results[name], catalogue, today) for name in names}
    scores: list[GroupScore] = []
    for kind, subject in every_group(catalogue):
        if (kind, subject) in wanted.groups:
            inside = [m for name, m in members.items() if getattr(catalogue.indicators[name], kind) == subject]
            scores += _regions((kind, subject), inside, wanted.regions, catalogue, months)
    return [*_city([*scores, *standing], wanted.regions, catalogue, months), *scores]


def every_group(catalogue: Catalogue) -> list[Group]:
    """All groups but the city, in the plan's order."""
    return [(kind, subject) for kind in KINDS for subject in subjects(catalogue, kind)]


def groups_of(indicators: Collection[str], catalogue: Catalogue) -> frozenset[Group]:
    """The groups that some indicators count in."""
    blocks = [catalogue.indicators[name] for name in indicators]
    return frozenset((kind, getattr(block, kind)) for block in blocks if block.better != "none" for kind in KINDS)


def members_of(groups: Collection[Group], catalogue: Catalogue) -> list[str]:
    """The indicators that count in some groups, in the catalogue's order."""
    return [name for name in catalogue.indicators if not groups_of((name,), catalogue).isdisjoint(groups)]


def _regions(
    group: Group,
    members: Sequence[GroupMember],
    regions: Collection[int],
    catalogue: Catalogue,
    months: tuple[Period, ...],
) -> Iterable[GroupScore]:
    rows = [row for row, code in enumerate(catalogue.regions.codes) if code in regions]
    if not members or not rows:
        return
    history = scored_history(members, rows)
    for place, row in enumerate(rows):
        here = [m for m in members if m.asked[row]]
        if here:
            silent = [m.name for m in here if m.counts[row, -1] and np.isnan(m.score[row, -1])]
            made = weighted_score([_weighed(m, row) for m in here], [m.name for m in here if m.vetoes[row, -1]])
            yield GroupScore(
                *group,
                catalogue.regions.codes[row],
                made.score,
                made.parts,
                made.coverage,
                made.vetoed_by,
                _counts([int(m.status[row]) for m in here if m.judged[row].any()]),
                months,
                _ending_with(history.score[place], made),
                judged=sum(m.weight for m in here if m.judged[row, -1]) / sum(m.weight for m in here),
                silent=tuple(silent),
                reported=reported(made, silent),
                caps=tuple(caps_of(history, place, here, row, months)),
            )


def _weighed(one: GroupMember, row: int) -> WeightedMember:
    score = float(one.score[row, -1])
    return WeightedMember(one.name, one.weight, None if np.isnan(score) else score, bool(one.counts[row, -1]))


def _counts(status: Sequence[int]) -> tuple[int, int, int, int]:
    return status.count(0), status.count(1), status.count(2), status.count(3)


def _ending_with(series: Floats, made: WeightedScore) -> Floats:
    """A series whose newest month is the one whose parts add up."""
    series = series.copy()
    series[-1] = np.nan if made.score is None else made.score
    return series


def _city(
    scores: Iterable[GroupScore], regions: Collection[int], catalogue: Catalogue, months: tuple[Period, ...]
) -> Iterable[GroupScore]:
    """The overall score of each region: its functions in equal weight."""
    order = {subject: place for place, subject in enumerate(subjects(catalogue, "function"))}
    by_region: dict[int, list[GroupScore]] = {code: [] for code in catalogue.regions.codes if code in regions}
    for score in scores:
        if score.kind == "function" and score.region in by_region:
            by_region[score.region].append(score)
    for region, functions in by_region.items():
        if functions:
            yield _overall(region, sorted(functions, key=lambda s: order[s.subject]), months)


def _overall(region: int, functions: Sequence[GroupScore], months: tuple[Period, ...]) -> GroupScore:
    """The functions that targets judge, in equal weight; one of them without a score counts as 0."""
    judged = [s.judged >= ENOUGH for s in functions]
    made = weighted_score(
        [WeightedMember(s.subject, 1.0, s.latest, counts) for s, counts in zip(functions, judged, strict=True)]
    )
    scores = np.array([_on(months, s) for s in functions])[judged]
    known = ~np.isnan(scores)
    enough = (known.sum(axis=0) >= ENOUGH * len(functions)) & known.any(axis=0)
    mean: Floats = np.where(known, scores, 0.0).sum(axis=0) / max(len(scores), 1)
    series: Floats = np.round(np.where(enough, mean, np.nan), 1).astype(np.float64)
    return GroupScore(
        *CITY,
        region,
        made.score,
        made.parts,
        made.coverage,
        tuple(v for s in functions for v in s.vetoed_by),
        _summed(functions),
        months,
        _ending_with(series, made),
        judged=sum(judged) / len(functions),
        silent=tuple(name for s in functions for name in s.silent or ()),
        reported=_reported(functions),
        caps=tuple(replace(cap, function=s.subject) for s in functions for cap in s.caps),
    )


def _reported(functions: Sequence[GroupScore]) -> float | None:
    """What the functions come to by what has come of them; None where nothing is silent."""
    if not any(s.silent for s in functions):
        return None
    known = [s.latest if s.reported is None else s.reported for s in functions if s.judged >= ENOUGH]
    scores = [one for one in known if one is not None]
    return sum(scores) / len(scores) if scores else None


def _summed(functions: Sequence[GroupScore]) -> tuple[int, int, int, int]:
    unknown, on, watch, off = (sum(s.counts[n] for s in functions) for n in range(4))
    return unknown, on, watch, off


def _on(months: tuple[Period, ...], score: GroupScore) -> Floats:
    """A score's months on the whole axis: a stored one leaves out the first that hold nothing."""
    return np.concatenate([np.full(len(months) - len(score.score), np.nan), score.score])


__all__ = ["CITY", "KINDS", "ScoringRequest", "every_group", "groups_of", "members_of", "score_groups", "subjects"]
