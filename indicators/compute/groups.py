"""Scores of groups: functions, goals, topics, pillars, and the city as the sum of its functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.membership import KINDS, Member, member, subjects
from indicators.compute.results import GroupScore, Result
from indicators.measures.axes import axis
from indicators.measures.facts import Codes
from indicators.scoring.score import CAP, ENOUGH, Mix, mix
from indicators.scoring.status import Status
from indicators.statistics.arrays import Floats

Group = tuple[str, str]  # kind and subject
CITY: Group = ("city", "city")


@dataclass(frozen=True)
class Asked:
    """Which groups are to be scored, in which regions."""

    groups: frozenset[Group]
    regions: frozenset[int]


def score_groups(
    results: Mapping[str, Result],
    catalogue: Catalogue,
    today: date,
    asked: Asked | None = None,
    standing: Iterable[GroupScore] = (),
) -> list[GroupScore]:
    """The scores of all groups in all regions, month by month, with the newest month taken apart.

    Yearly and quarterly members carry their last value on until it is stale. An indicator is no member where no
    target judges it (a city's count says nothing of a town).
    With `asked` only those groups in those regions, from the results of their members; `standing` are then the
    scores of the functions that are not asked for: a region's overall score needs them all.
    """
    months = axis(Grain.MONTH, today)
    wanted = asked or Asked(frozenset(every_group(catalogue)), frozenset(catalogue.regions.codes))
    names = [name for name in members_of(wanted.groups, catalogue) if name in results]
    members = {name: member(results[name], catalogue, today) for name in names}
    scores: list[GroupScore] = []
    for kind, subject in every_group(catalogue):
        if (kind, subject) in wanted.groups:
            inside = [m for name, m in members.items() if getattr(catalogue.indicators[name], kind) == subject]
            scores += _regions(kind, subject, inside, wanted.regions, catalogue, months)
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
    kind: str,
    subject: str,
    members: Sequence[Member],
    regions: Collection[int],
    catalogue: Catalogue,
    months: tuple[Period, ...],
) -> Iterable[GroupScore]:
    rows = [row for row, code in enumerate(catalogue.regions.codes) if code in regions]
    if not members or not rows:
        return
    inside = np.array([m.inside[rows] for m in members])
    score, status = np.array([m.score[rows] for m in members]), np.array([m.status[rows] for m in members])
    series = _history(members, inside[:, :, None], score, status)
    for place, row in enumerate(rows):
        here = np.flatnonzero(inside[:, place]).tolist()
        if here:
            newest = _newest([members[n] for n in here], score[here, place, -1], status[here, place, -1])
            counts = np.bincount(status[here, place, -1], minlength=4).tolist()
            yield _whole((kind, subject), catalogue.regions.codes[row], months, series[place], newest, counts)


def _history(members: Sequence[Member], inside: Codes, score: Floats, status: Codes) -> Floats:
    """The weighted mean, capped by vetoes [regions × months], of arrays [members × regions × months]."""
    weights = np.array([m.weight for m in members])[:, None, None] * inside
    veto = np.array([m.veto for m in members])[:, None, None] & inside
    known = ~np.isnan(score)
    heavy, whole = (weights * known).sum(axis=0), weights.sum(axis=0)
    total = (weights * np.where(known, score, 0)).sum(axis=0)
    enough = (heavy >= ENOUGH * whole) & (heavy > 0)
    mean = np.divide(total, heavy, out=np.full(total.shape, np.nan), where=enough)
    vetoed = ((status == Status.OFF_TRACK) & veto).any(axis=0)
    series: Floats = np.round(np.where(vetoed, np.minimum(mean, CAP), mean), 1)
    return series


def _newest(members: Sequence[Member], score: Floats, status: Codes) -> Mix:
    vetoes = [m.name for m, at in zip(members, status.tolist(), strict=True) if m.veto and at == Status.OFF_TRACK]
    return mix([(m.name, m.weight, value) for m, value in zip(members, score.tolist(), strict=True)], vetoes)


def _whole(
    group: Group, region: int, months: tuple[Period, ...], series: Floats, made: Mix, counts: Sequence[int]
) -> GroupScore:
    """A score of one region; its newest month is the one whose parts add up."""
    series = series.copy()
    series[-1] = np.nan if made.score is None else made.score
    by_status = (int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3]))
    return GroupScore(*group, region, made.score, made.parts, made.coverage, made.vetoed_by, by_status, months, series)


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
    scores = np.array([_on(months, s) for s in functions])
    known = ~np.isnan(scores)
    count = known.sum(axis=0)
    total = np.where(known, scores, 0.0).sum(axis=0)
    series: Floats = np.round(
        np.where(count >= ENOUGH * len(functions), total / np.maximum(count, 1), np.nan), 1
    ).astype(np.float64)
    made = mix([(s.subject, 1.0, s.latest) for s in functions])
    made = Mix(made.score, made.parts, made.coverage, tuple(v for s in functions for v in s.vetoed_by))
    return _whole(CITY, region, months, series, made, [sum(s.counts[n] for s in functions) for n in range(4)])


def _on(months: tuple[Period, ...], score: GroupScore) -> Floats:
    """A score's months on the whole axis: a stored one leaves out the first that hold nothing."""
    return np.concatenate([np.full(len(months) - len(score.score), np.nan), score.score])


__all__ = ["CITY", "KINDS", "Asked", "every_group", "groups_of", "members_of", "score_groups", "subjects"]
