"""One indicator computed: its series, and its newest cell with all that a screen says about it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.compute.attention import rank_attention
from indicators.compute.groups import score_groups
from indicators.compute.indicator_values import compute, compute_all
from indicators.compute.results import IndicatorValue
from indicators.measures.facts import Basis
from indicators.scoring.status import Status
from tests.indicators.facts import Row, cube_of, monthly

CITY, EAST, WEST, TOWN = 440600, 440604, 440605, 440604001
JUNE = date(2025, 6, 30)
SMALL_CITY = Path(__file__).parent / "small_city"


def cell(
    catalogue: Catalogue, rows: list[Row], indicator: str = "PUNCTUAL", region: int = CITY, today: date = JUNE
) -> IndicatorValue:
    """The newest cell of one region."""
    found = compute(indicator, cube_of(catalogue, rows, today), catalogue).cells
    return next(one for one in found if one.region == region)


def punctual(shares: list[float], last: str = "2025-05", region: int = CITY) -> list[Row]:
    """A hundred items a month of which so many were on time, up to a month."""
    first = Period.parse(last).shift(1 - len(shares)).id
    return [*monthly("on_time", region, first, shares), *monthly("due", region, first, [100.0] * len(shares))]


def test_a_cell_says_value_numerator_denominator_and_basis(small_city: Catalogue) -> None:
    found = cell(small_city, punctual([91.0, 97.0]))
    assert (found.value, found.numerator, found.denominator) == (97, 97, 100)
    assert (found.period, found.grain, found.basis) == ("2025-05", Grain.MONTH, Basis.REPORTED)


def test_a_cell_compares_with_the_month_before_and_the_year_before(small_city: Catalogue) -> None:
    found = cell(small_city, punctual([90.0] + [95.0] * 11 + [96.0]))
    assert (found.yoy, found.mom) == (6, 1)
    assert found.yoy_rate == pytest.approx(100 * 6 / 90)


def test_the_year_so_far_and_twelve_months_are_ratios_of_sums(small_city: Catalogue) -> None:
    rows = monthly("on_time", CITY, "2024-06", [50.0] * 7 + [90.0] * 5)
    rows += monthly("due", CITY, "2024-06", [100.0] * 7 + [300.0] * 5)
    found = cell(small_city, rows)
    assert found.ytd == pytest.approx(100 * 450 / 1500)
    assert found.r12 == pytest.approx(100 * 800 / 2200)


def test_a_cell_stands_against_its_path(small_city: Catalogue) -> None:
    """The path runs from 90 at the end of 2020 to 98 at the end of 2025; 53 of 60 months have passed."""
    found = cell(small_city, punctual([96.0] * 6 + [94.0] * 6 + [95.0]))
    expected = 90 + 8 * 53 / 60
    assert found.expected == pytest.approx(expected)
    assert found.elapsed == pytest.approx(100 * 53 / 60)
    assert found.attainment == pytest.approx(100 * 5 / 8)
    assert found.needed_per_period == pytest.approx(3 / 7)
    assert found.projected == pytest.approx(95 - 1 * 7 / 12)
    assert found.gap == pytest.approx((95 - expected) / 2)
    assert found.score == pytest.approx(80 + 20 * (95 - expected) / 2)
    assert (found.target_value, found.target_period, found.target_kind, found.baseline) == (98, 2025, "demo", 90)
    assert (found.status, found.judgement.code, found.judgement.side) == (Status.OFF_TRACK, "short", "below")
    assert found.judgement.aim == found.expected
    assert found.judgement.short == pytest.approx(expected - 95)


def test_a_pace_leads_no_further_than_the_bounds(small_city: Catalogue) -> None:
    assert cell(small_city, punctual([60.0] + [90.0] * 11 + [99.0])).projected == 100
    assert cell(small_city, monthly("accidents", CITY, "2024-05", [9.0] * 12 + [2.0]), "ACCIDENTS").projected == 0


def test_a_met_target_needs_nothing_more(small_city: Catalogue) -> None:
    assert cell(small_city, punctual([99.0])).needed_per_period is None
    assert cell(small_city, monthly("dust", CITY, "2025-05", [15.0]), "DUST").needed_per_period is None


@pytest.mark.parametrize(("today", "stale"), [(date(2025, 8, 9), False), (date(2025, 8, 10), True)])
def test_a_value_is_stale_once_the_next_is_overdue(small_city: Catalogue, today: date, stale: bool) -> None:
    found = cell(small_city, punctual([99.0, 99.0]), today=today)
    assert found.stale == stale
    assert (found.status == Status.UNKNOWN) == stale
    assert (found.score is None) == stale
    assert (found.judgement.code == "stale") == stale


@pytest.mark.parametrize(("today", "stale"), [(date(2025, 5, 10), False), (date(2025, 5, 11), True)])
def test_january_and_february_as_one_are_not_called_silence(small_city: Catalogue, today: date, stale: bool) -> None:
    rows = punctual([99.0, 99.0], last="2024-12")
    rows += [("on_time", CITY, "2025C02", 180.0), ("due", CITY, "2025C02", 200.0)]
    found = cell(small_city, rows, today=today)
    assert (found.period, found.value) == ("2024-12", 99)
    assert found.stale == stale


@pytest.mark.parametrize(("others", "stale"), [(1, False), (2, True)])
def test_a_value_is_stale_once_half_of_the_regions_have_the_next(
    small_city: Catalogue, others: int, stale: bool
) -> None:
    """Six regions: the city and one district are two of them, with another district they are half."""
    rows = punctual([99.0, 99.0], region=TOWN)
    rows += [row for region in (EAST, WEST)[:others] for row in punctual([99.0, 99.0], last="2025-06", region=region)]
    rows += punctual([99.0, 99.0], last="2025-06")
    found = cell(small_city, rows, region=TOWN)
    assert (found.period, found.value, found.stale) == ("2025-05", 99, stale)
    assert (found.status == Status.UNKNOWN) == stale


def test_a_value_after_a_missing_month_has_to_last(small_city: Catalogue) -> None:
    rows = [row for row in punctual([99.0] * 4) if row[2] != "2025-04"]
    found = cell(small_city, rows)
    assert (found.status, found.judgement.code, found.judgement.gapped) == (Status.OFF_TRACK, "met", True)
    assert (found.judgement.left, found.judgement.needs_a_hand) == (1, False)
    lasting = cell(small_city, rows + punctual([99.0], last="2025-06"))
    assert (lasting.status, lasting.judgement.gapped) == (Status.ON_TRACK, False)


def test_months_told_as_one_are_no_missing_months(small_city: Catalogue) -> None:
    rows = punctual([99.0, 99.0], last="2024-12") + punctual([99.0], last="2025-03")
    assert cell(small_city, rows, today=date(2025, 4, 20)).status == Status.OFF_TRACK
    rows += [("on_time", CITY, "2025C02", 198.0), ("due", CITY, "2025C02", 200.0)]
    assert cell(small_city, rows, today=date(2025, 4, 20)).status == Status.ON_TRACK


@pytest.mark.parametrize("before", [0.0, -3.0, 1e-9, 0.0049])
def test_a_growth_from_next_to_nothing_is_no_value_and_says_why(small_city: Catalogue, before: float) -> None:
    rows: list[Row] = [("output", CITY, f"{year}Q1", 4.0) for year in (2022, 2023)]
    rows += [("output", CITY, "2024Q1", before), ("output", CITY, "2025Q1", 5.0)]
    found = cell(small_city, rows, "GROWTH")
    assert (found.period, found.value, found.status, found.judgement.code) == (
        "2025Q1",
        None,
        Status.UNKNOWN,
        "from_nothing",
    )


def test_a_growth_from_little_is_a_growth(small_city: Catalogue) -> None:
    rows: list[Row] = [("output", CITY, "2024Q1", 0.0051), ("output", CITY, "2025Q1", 5.0)]
    assert cell(small_city, rows, "GROWTH").value == pytest.approx(100 * (5 / 0.0051 - 1))


def test_nothing_delivered_is_missing_and_unknown(small_city: Catalogue) -> None:
    found = cell(small_city, [])
    assert (found.value, found.status, found.judgement.code) == (None, Status.UNKNOWN, "missing")


def test_without_a_direction_nothing_is_judged(small_city: Catalogue) -> None:
    found = cell(small_city, punctual([99.0]), "VOLUME")
    assert (found.value, found.status, found.judgement.code, found.score) == (100, Status.UNKNOWN, "not_judged", None)


def test_another_citys_target_never_judges(small_city: Catalogue) -> None:
    found = cell(small_city, monthly("noise", CITY, "2025-05", [90.0]), "NOISE")
    assert (found.status, found.judgement.code, found.target_value) == (Status.UNKNOWN, "no_target", None)


def test_a_denominator_of_zero_is_no_value(small_city: Catalogue) -> None:
    rows = [*punctual([90.0], "2025-04"), ("on_time", CITY, "2025-05", 0.0), ("due", CITY, "2025-05", 0.0)]
    assert cell(small_city, rows).period == "2025-04"


def test_a_month_without_accidents_is_the_best_there_is(small_city: Catalogue) -> None:
    found = cell(small_city, monthly("accidents", CITY, "2025-05", [0.0]), "ACCIDENTS")
    assert (found.value, found.score, found.status) == (0, 100, Status.ON_TRACK)


def test_a_count_for_the_city_judges_no_town_and_no_year(small_city: Catalogue) -> None:
    rows = [row for town in (TOWN, 440604002, 440605001) for row in monthly("accidents", town, "2024-01", [3.0] * 17)]
    result = compute("ACCIDENTS", cube_of(small_city, rows, JUNE), small_city)
    assert {one.region for one in result.cells if one.status != Status.UNKNOWN} == {CITY}
    assert not result.series[Grain.YEAR].status.any()


EXTRA = """
{name}:
  name: {{zh: 甲, en: A}}
  definition: {{zh: 甲, en: A}}
  unit: {{zh: 个, en: each}}
  formula: {formula}
  better: {better}
  grain: month
  level: town
  function: economy
  topic: safety
  responsible: bureau
  system: {{zh: 系统, en: System}}
  basis: {{kind: proposal}}
  fresh_days: 40
  tolerance: 1
"""
AIM = """
- {indicator: EXTRA, source_kind: demo, source: {zh: 演示, en: Demo}, value: 5, period: 2025}
"""


@pytest.mark.parametrize(
    ("formula", "better", "judged"),
    [
        ("accidents", "lower", {(CITY, Grain.MONTH)}),
        ("people", "higher", {(CITY, Grain.MONTH), (CITY, Grain.YEAR)}),
        ("per(accidents, people, 10)", "lower", {(CITY, Grain.MONTH), (TOWN, Grain.MONTH)}),
        ("share(accidents, due)", "lower", {(c, g) for c in (CITY, TOWN) for g in (Grain.MONTH, Grain.YEAR)}),
        ("accidents", "band\n  band: [1, 9]", {(CITY, Grain.MONTH)}),
        ("ratio(accidents, people)", "band\n  band: [1, 9]", {(CITY, Grain.MONTH), (TOWN, Grain.MONTH)}),
        ("accidents", "none", set()),
    ],
    ids=["events", "stock", "events per head", "share", "band of events", "band per head", "no direction"],
)
def test_a_citys_month_judges_only_what_can_be_compared_with_it(
    overlay: Callable[..., Path], formula: str, better: str, judged: set[tuple[int, Grain]]
) -> None:
    made = overlay(
        indicator=EXTRA.format(name="EXTRA", formula=formula, better=better), target="" if better == "none" else AIM
    )
    catalogue = load_catalogue(SMALL_CITY, made)
    towns = (TOWN, 440604002, 440605001)
    rows = [row for t in towns for m in ("accidents", "people", "due") for row in monthly(m, t, "2024-01", [3.0] * 17)]
    series = compute("EXTRA", cube_of(catalogue, rows, JUNE), catalogue).series
    regions = catalogue.regions.index
    assert judged == {
        (region, grain)
        for region in (CITY, TOWN)
        for grain in (Grain.MONTH, Grain.YEAR)
        if series[grain].status[regions[region]].any()
    }


def test_a_share_judges_every_region_by_the_citys_target(small_city: Catalogue) -> None:
    rows = [*punctual([97.5] * 3, region=TOWN), *punctual([80.0] * 3, region=440605001)]
    assert cell(small_city, rows, region=TOWN).status == Status.ON_TRACK
    assert cell(small_city, rows, region=WEST).status == Status.OFF_TRACK


@pytest.mark.parametrize(
    ("indicator", "measure", "values", "trend"),
    [
        ("DUST", "dust", [30, 30, 30, 20, 20, 20], 1),
        ("DUST", "dust", [20, 20, 20, 30, 30, 30], -1),
        ("DUST", "dust", [20, 20, 20, 20.5, 20, 20], 0),
        ("NOISE", "noise", [50, 50, 50, 60, 60, 60], -1),
    ],
)
def test_a_trend_is_better_or_worse_not_up_or_down(
    small_city: Catalogue, indicator: str, measure: str, values: list[float], trend: int
) -> None:
    assert cell(small_city, monthly(measure, CITY, "2024-12", values), indicator).trend == trend


def test_a_run_counts_how_long_the_status_lasts(small_city: Catalogue) -> None:
    assert cell(small_city, punctual([99.0] * 5 + [80.0] * 4)).judgement.run == 4


def test_few_cases_are_shown_and_not_judged(small_city: Catalogue) -> None:
    rows = [*monthly("on_time", CITY, "2024-06", [8.0] * 12), *monthly("due", CITY, "2024-06", [9.0] * 12)]
    found = cell(small_city, rows)
    assert (found.status, found.score, found.judgement.code) == (Status.UNKNOWN, None, "few")
    assert found.judgement.facts == {"part": 8, "cases": 9, "least": 20, "year_part": 96, "year_cases": 108}


def test_growth_is_reckoned_from_levels_and_a_published_rate_is_not_averaged(small_city: Catalogue) -> None:
    rows: list[Row] = []
    for district, levels in ((EAST, (100.0, 110.0)), (WEST, (300.0, 300.0))):
        rows += [("output", district, "2024Q1", levels[0]), ("output", district, "2025Q1", levels[1])]
        rows += [("output_growth", district, "2025Q1", 5.0)]
    assert cell(small_city, rows, "GROWTH").value == pytest.approx(2.5)
    assert cell(small_city, rows, "PUBLISHED").value is None
    assert cell(small_city, rows, "PUBLISHED", EAST).value == 5


def test_cells_stop_where_the_indicator_means_nothing(small_city: Catalogue) -> None:
    assert {one.region for one in compute("GROWTH", cube_of(small_city, [], JUNE), small_city).cells} == {
        CITY,
        EAST,
        WEST,
    }


def test_series_line_up_with_their_periods_and_regions(small_city: Catalogue) -> None:
    result = compute("PUNCTUAL", cube_of(small_city, punctual([90.0] * 30), JUNE), small_city)
    assert set(result.series) >= {Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.YTD, Grain.R12}
    for series in result.series.values():
        shape = (len(small_city.regions), len(series.periods))
        arrays = (series.value, series.numerator, series.denominator, series.expected, series.score, series.status)
        assert {array.shape for array in arrays} == {shape}
        assert (series.basis[np.isnan(series.value)] == Basis.UNKNOWN).all()
        assert (series.status[np.isnan(series.value)] == Status.UNKNOWN).all()


def test_an_indicator_written_in_yaml_only_computes(overlay: Callable[..., Path]) -> None:
    folder = overlay(
        measure="coal: {name: {zh: 煤, en: Coal}, unit: {zh: 吨, en: t}, kind: flow, grain: month, level: town}",
        indicator="""
COAL:
  name: {zh: 人均用煤, en: Coal per head}
  definition: {zh: 用煤除以人口。, en: Coal over people.}
  unit: {zh: 吨, en: t}
  formula: coal / people
  better: lower
  grain: month
  level: town
  function: economy
  topic: safety
  responsible: bureau
  system: {zh: 系统, en: System}
  basis: {kind: proposal}
  fresh_days: 40
""",
        target="""
- indicator: COAL
  source_kind: demo
  source: {zh: 演示目标, en: Demonstration target}
  value: 2
  period: 2025
""",
    )
    catalogue = load_catalogue(SMALL_CITY, folder)
    rows: list[Row] = [("coal", CITY, "2025-05", 12.0), ("people", CITY, "2025-05", 4.0)]
    found = cell(catalogue, rows, "COAL")
    assert (found.value, found.expected, found.status) == (3, 2, Status.OFF_TRACK)


@pytest.mark.parametrize(
    ("share", "side"), [(319.7, "above"), (100.0002, "above"), (-3.0, "below"), (100.0, ""), (100.00001, "")]
)
def test_a_value_that_cannot_be_is_shown_and_never_judged(small_city: Catalogue, share: float, side: str) -> None:
    """Shares lie between 0 and 100; they are shown with one decimal and compared with four."""
    found = cell(small_city, punctual([99.0, 99.0, share]))
    assert found.value == pytest.approx(share)
    assert found.impossible == bool(side)
    assert (found.status == Status.UNKNOWN) == bool(side)
    assert (found.score is None) == bool(side)
    if side:
        limit = {"above": 100.0, "below": 0.0}[side]
        assert found.judgement.facts == {"side": side, "limit": limit}
        assert rank_attention([found], small_city)[0].reason.code == "impossible"


def test_after_a_value_that_cannot_be_the_next_has_to_last(small_city: Catalogue) -> None:
    assert cell(small_city, punctual([99.0, 319.7, 99.0])).status == Status.OFF_TRACK
    assert cell(small_city, punctual([99.0, 319.7, 99.0, 99.0])).status == Status.ON_TRACK


def test_a_score_counts_what_cannot_be_as_silent(small_city: Catalogue) -> None:
    today = date(2025, 7, 20)  # May is due
    rows = [*punctual([99.0, 99.0]), *monthly("accidents", CITY, "2025-04", [0.0, 0.0])]
    rows += [*monthly("dust", CITY, "2025-04", [20.0, 20.0]), *monthly("people", CITY, "2025-04", [2.0, 2.0])]
    wrong = [(*row[:3], 319.7) if row[:3] == ("on_time", CITY, "2025-05") else row for row in rows]
    made = compute_all(cube_of(small_city, wrong, today), small_city)
    found = {(one.kind, one.subject, one.region): one for one in score_groups(made, small_city, today)}
    assert "PUNCTUAL" in (found["function", "services", CITY].silent or ())


@pytest.mark.parametrize("share", [99.0, 319.7])
def test_the_target_of_a_year_that_is_over_still_says_what_it_is(small_city: Catalogue, share: float) -> None:
    """The path is due at the end of 2025 and holds from then on."""
    found = cell(small_city, punctual([share], last="2027-02"), today=date(2027, 3, 10))
    assert (found.expected, found.target_value, found.target_period) == (98, 98, 2025)
