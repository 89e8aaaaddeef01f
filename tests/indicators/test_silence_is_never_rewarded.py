"""Whoever withholds facts gains nothing: no score of any month, no status and no rank is better than with them.

Catalogues are generated (weights, vetoes, promises, least cases), and so are facts, the day, and what is withheld.
What is expected is said here in plain numbers; nothing of the engine is used to judge it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.groups import score_groups
from indicators.compute.indicator_values import compute_all
from indicators.compute.results import GroupScore, IndicatorSeries, IndicatorValue
from indicators.definitions.model import Indicator
from tests.campaign import length
from tests.indicators.facts import Row, cube_of

CITY, DISTRICTS, TOWNS = 440600, (440604, 440605), (440604001, 440604002, 440605001)
ALONE = 440605001  # without it and its district, half of the regions still have what they have
RANGES = {"on_time": (60, 100), "due": (100, 120), "accidents": (0, 8), "dust": (5, 45), "people": (15, 25)}
MONTHS = [Period.parse("2024-11").shift(n) for n in range(8)]
QUARTERS = [Period.parse("2023Q3").shift(n) for n in range(8)]
Subject = tuple[str, str, int]
Scores = Mapping[Subject, GroupScore]
Cells = Mapping[tuple[str, int], "Newest"]
GOOD = {0: 0, 3: 1, 2: 2, 1: 3}  # unknown, off track, watch, on track


@dataclass(frozen=True)
class Trial:
    """A catalogue with its facts on a day, and which of them are withheld."""

    catalogue: Catalogue
    rows: tuple[Row, ...]
    today: date
    withheld: frozenset[int]


@dataclass(frozen=True)
class Newest:
    """The newest value of an indicator in a region, and the first period of which there is one."""

    cell: IndicatorValue
    first: str | None


@st.composite
def facts(draw: st.DrawFn) -> tuple[Row, ...]:
    """Months of every measure, delivered by all towns or by the city itself, and quarters by districts or the city."""
    found: list[Row] = []
    monthly = draw(st.sampled_from([TOWNS, (CITY,)]))
    for measure, (low, high) in RANGES.items():
        for region in monthly:
            drawn = draw(st.lists(st.integers(low, high), min_size=len(MONTHS), max_size=len(MONTHS)))
            found += [(measure, region, month.id, float(v)) for month, v in zip(MONTHS, drawn, strict=True)]
    for measure, low, high in (("output", 90, 110), ("output_growth", 0, 9)):
        for region in draw(st.sampled_from([DISTRICTS, (CITY,)])):
            drawn = draw(st.lists(st.integers(low, high), min_size=len(QUARTERS), max_size=len(QUARTERS)))
            found += [(measure, region, quarter.id, float(v)) for quarter, v in zip(QUARTERS, drawn, strict=True)]
    return tuple(found)


@st.composite
def trials(draw: st.DrawFn, base: Catalogue) -> Trial:
    """A generated catalogue and its facts; withheld is any share of them, of measures, of regions, of periods."""
    promise = draw(st.sampled_from([10, 25, 40]))
    changed = {
        name: replace_model(
            indicator,
            weight=float(draw(st.integers(1, 5))),
            veto=draw(st.integers(0, 3)) == 0,
            fresh_days=promise if indicator.grain == "month" else 60,
            least=draw(st.sampled_from([None, None, 110])) if indicator.formula.startswith("share") else None,
        )
        for name, indicator in base.indicators.items()
    }
    catalogue, rows = replace(base, indicators=changed), draw(facts())
    today = date(2025, 6, 1) + timedelta(days=draw(st.integers(0, 75)))
    early = [n for n, row in enumerate(rows) if not promised(row, promise, today)]
    measures = draw(st.sets(st.sampled_from(sorted({row[0] for row in rows})), min_size=1))
    regions = draw(st.sets(st.sampled_from([CITY, *DISTRICTS, *TOWNS]), min_size=1))
    since = draw(st.sampled_from([row[2] for row in rows]))
    share = draw(st.sampled_from([0.1, 0.5, 1.0]))
    chosen = draw(st.randoms(use_true_random=False))
    withheld = {
        n
        for n, row in enumerate(rows)
        if row[0] in measures and row[1] in regions and row[2] >= since and chosen.random() <= share
    }
    return Trial(catalogue, rows, today, frozenset(n for n in withheld if n not in early or rows[n][1] == ALONE))


def replace_model(indicator: Indicator, **changes: object) -> Indicator:
    """A definition with some of its fields changed."""
    return indicator.model_copy(update=changes)


def promised(row: Row, promise: int, today: date) -> bool:
    """Whether a fact had to be there: its period ended so many days ago.

    Until then silence is none, unless half of the regions have spoken: one alone may then withhold what it likes.
    """
    period = Period.parse(row[2])
    used = period.shift(4) if row[0] == "output" else period  # a growth needs the year before, too
    return today > used.last_day() + timedelta(days=promise if period.grain == "month" else 60)


def computed(trial: Trial, rows: list[Row]) -> tuple[Scores, Cells]:
    """The scores of all groups, and the newest value of each indicator, in each region."""
    results = compute_all(cube_of(trial.catalogue, rows, trial.today), trial.catalogue)
    found = score_groups(results, trial.catalogue, trial.today)
    scores = {(one.kind, one.subject, one.region): one for one in found}
    return scores, {
        (cell.indicator, cell.region): Newest(cell, first_told(one.series[cell.grain], cell.region))
        for one in results.values()
        for cell in one.cells
    }


def first_told(series: IndicatorSeries, region: int) -> str | None:
    """The first period of which a region has a value."""
    values = series.value[series.regions.index(region)]
    return next((one.id for one, value in zip(series.periods, values, strict=True) if not math.isnan(value)), None)


def status(score: float) -> int:
    """3 on track, 2 watch, 1 off track, 0 none."""
    return 0 if math.isnan(score) else 3 if score >= 80 else 2 if score >= 60 else 1


def raised(whole: Scores, fewer: Scores) -> list[tuple[Subject, str, float, float]]:
    """Every month of every group whose score or status is better with fewer facts; a score where there was none."""
    found = []
    for subject, before in whole.items():
        for period, then, now in zip(before.periods, before.score, fewer[subject].score, strict=True):
            if now > then or (math.isnan(then) and not math.isnan(now)) or status(now) > status(then):
                found.append((subject, period.id, float(then), float(now)))
    return found


def greener(whole: Cells, fewer: Cells) -> list[tuple[tuple[str, int], str, int, int]]:
    """Indicators whose own newest status is better with fewer facts than with all.

    Where nothing is left from before the newest value there is nothing that it could be held against.
    """
    return [
        (place, now.cell.period, int(then.cell.status), int(now.cell.status))
        for place, now in fewer.items()
        if (then := whole[place]).first == now.first and GOOD[now.cell.status] > GOOD[then.cell.status]
    ]


def overtaken(whole: Scores, fewer: Scores) -> list[tuple[Subject, int]]:
    """Groups that come to stand before the same group of another region that has lost nothing."""
    found = []
    for (kind, subject, region), now in fewer.items():
        for other in (CITY, *DISTRICTS, *TOWNS):
            theirs, before = fewer.get((kind, subject, other)), whole[kind, subject, region]
            then = whole.get((kind, subject, other))
            if theirs is None or then is None or theirs.latest != then.latest or theirs.latest is None:
                continue
            if (now.latest or -1.0) > theirs.latest and not (before.latest or -1.0) > theirs.latest:
                found.append(((kind, subject, region), other))
    return found


@settings(max_examples=length(60, 1000))
@given(data=st.data())
def test_nothing_is_better_with_fewer_facts(small_city: Catalogue, data: st.DataObject) -> None:
    trial = data.draw(trials(small_city))
    whole, before_cells = computed(trial, list(trial.rows))
    fewer, after_cells = computed(trial, [row for n, row in enumerate(trial.rows) if n not in trial.withheld])
    assert whole.keys() == fewer.keys()
    assert raised(whole, fewer) == []
    assert greener(before_cells, after_cells) == []
    assert overtaken(whole, fewer) == []
    for subject, before in whole.items():
        after = fewer[subject]
        assert after.coverage <= before.coverage
        assert set(before.silent or ()) <= set(after.silent or ()) or after.kind == "city"
        if before.latest is not None and before.vetoed_by:
            assert set(before.vetoed_by) <= set(after.vetoed_by) or after.latest is None
