"""Air by the standard of its day, held against the standards' own tables typed here a second time."""

import math
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.definitions.faults import CatalogueError
from indicators.standards.air import aqi, sub_index, within_limits
from indicators.standards.loader import load_standards
from indicators.standards.model import AirIndex, AirLimits, Averaging, Pollutant, StandardError, breaks

Column = tuple[Pollutant, Averaging]
POLLUTANT, AVERAGING = TypeAdapter[Pollutant](Pollutant), TypeAdapter[Averaging](Averaging)
STANDARDS = load_standards(CATALOGUE / "standards")
INDEX, LIMITS = STANDARDS.of(AirIndex), STANDARDS.of(AirLimits)
OLD, NEW, FINAL = date(2026, 2, 28), date(2026, 3, 1), date(2031, 1, 1)

# HJ 633-2012 table 1 as printed: one line per index, a dash where the table has one.
PRINTED_2012 = """
IAQI SO2/24h SO2/1h NO2/24h NO2/1h PM10/24h CO/24h CO/1h O3/1h O3/8h PM2.5/24h
50   50      150    40      100    50       2      5     160   100   35
100  150     500    80      200    150      4      10    200   160   75
150  475     650    180     700    250      14     35    300   215   115
200  800     800    280     1200   350      24     60    400   265   150
300  1600    -      565     2340   420      36     90    800   800   250
400  2100    -      750     3090   500      48     120   1000  -     350
500  2620    -      940     3840   600      60     150   1200  -     500
"""


def column_of(name: str) -> Column:
    """The pollutant and the averaging time of a column's head."""
    pollutant, averaging = name.split("/")
    return POLLUTANT.validate_python(pollutant), AVERAGING.validate_python(averaging)


def printed(text: str) -> dict[Column, list[tuple[int, int]]]:
    """For every column of a printed table its points (index, concentration)."""
    head, *rows = (line.split() for line in text.strip().splitlines())
    return {
        column_of(column): [(int(row[0]), int(row[n])) for row in rows if row[n] != "-"]
        for n, column in enumerate(head)
        if n
    }


TABLE_2012 = printed(PRINTED_2012)
TABLE_2012 |= {("PM10", "1h"): TABLE_2012["PM10", "24h"], ("PM2.5", "1h"): TABLE_2012["PM2.5", "24h"]}  # as published
TABLE_2026 = TABLE_2012 | {  # table 3 of HJ 633-2026: two points differ, and PM has the same scale over one hour
    ("PM10", "24h"): [(50, 50), (100, 120), (150, 250), (200, 350), (300, 420), (400, 500), (500, 600)],
    ("PM2.5", "24h"): [(50, 35), (100, 60), (150, 115), (200, 150), (300, 250), (400, 350), (500, 500)],
}
TABLE_2026 |= {("PM10", "1h"): TABLE_2026["PM10", "24h"], ("PM2.5", "1h"): TABLE_2026["PM2.5", "24h"]}
POINTS = [
    (day, *column, index, concentration)
    for day, table in ((OLD, TABLE_2012), (NEW, TABLE_2026))
    for column, points in table.items()
    for index, concentration in points
]
COLUMNS = [(day, *column) for day, table in ((OLD, TABLE_2012), (NEW, TABLE_2026)) for column in table]
DAILY_2012 = {
    ("SO2", "24h"),
    ("NO2", "24h"),
    ("PM10", "24h"),
    ("CO", "24h"),
    ("O3", "1h"),
    ("O3", "8h"),
    ("PM2.5", "24h"),
}
CLEAN: dict[Any, float | None] = dict.fromkeys(DAILY_2012, 1.0)


def clean_but(**changes: float | None) -> dict[Any, float | None]:
    """A day of clean air with some readings changed, written as SO2_24h; PM25 is PM2.5."""
    named = {key.replace("PM25", "PM2.5"): value for key, value in changes.items()}
    return CLEAN | {tuple(key.split("_")): value for key, value in named.items()}


def test_every_printed_concentration_has_its_printed_index() -> None:
    """Walks all points of both editions' tables."""
    found = [
        (day, pollutant, averaging, sub_index(INDEX, pollutant, averaging, concentration, day), concentration)
        for day, pollutant, averaging, _, concentration in POINTS
    ]

    assert found == POINTS


def test_the_catalogue_has_the_printed_columns_and_no_others() -> None:
    for day, table in ((OLD, TABLE_2012), (NEW, TABLE_2026)):
        scales = {(s.pollutant, a): s.points for s in INDEX.on(day).scales for a in s.averaging}
        assert scales == {column: (0, *(c for _, c in points)) for column, points in table.items()}


@pytest.mark.parametrize(
    ("pollutant", "averaging", "concentration", "before", "after"),
    [
        ("PM2.5", "24h", 70, 94, 110),  # 50 + 35 × 50/40 = 93.75; 100 + 10 × 50/55 = 109.09
        ("PM2.5", "24h", 60, 82, 100),  # 50 + 25 × 50/40 = 81.25
        ("PM2.5", "24h", 75, 100, 114),  # 100 + 15 × 50/55 = 113.64
        ("PM2.5", "24h", 36, 52, 52),  # 51.25; 50 + 1 × 50/25 = 52
        ("PM10", "24h", 121, 86, 101),  # 50 + 71/2 = 85.5; 100 + 1 × 50/130 = 100.38
        ("PM10", "24h", 120, 85, 100),
        ("SO2", "24h", 151, 101, 101),  # 100 + 1 × 50/325
        ("NO2", "24h", 81, 101, 101),
        ("CO", "24h", 4.1, 101, 101),  # 100 + 0.1 × 50/10 = 100.5
        ("O3", "8h", 161, 101, 101),  # 100 + 1 × 50/55
    ],
)
def test_the_edition_changes_with_march_2026(
    pollutant: Any, averaging: Any, concentration: float, before: int, after: int
) -> None:
    assert sub_index(INDEX, pollutant, averaging, concentration, OLD) == before
    assert sub_index(INDEX, pollutant, averaging, concentration, NEW) == after


def test_the_same_air_is_good_on_the_last_day_of_february_and_polluted_on_the_first_of_march() -> None:
    before, after = (aqi(INDEX, clean_but(PM25_24h=70), day) for day in (OLD, NEW))
    assert before.level is not None
    assert after.level is not None
    assert (before.edition.code, before.value, before.level.category.zh) == ("HJ 633-2012", 94, "良")
    assert (after.edition.code, after.value, after.level.category.zh) == ("HJ 633-2026", 110, "轻度污染")
    assert before.exceeding == ()
    assert after.exceeding == ("PM2.5",)


def test_sulphur_dioxide_over_a_day_has_its_own_row_not_that_of_one_hour() -> None:
    # a public library gives 24 hours the points 150, 500, 650, 800: 500 would be 100 there
    for day in (OLD, NEW):
        assert sub_index(INDEX, "SO2", "24h", 500, day) == 154  # 150 + 25 × 50/325 = 153.85
        assert sub_index(INDEX, "SO2", "24h", 150, day) == 100
        assert sub_index(INDEX, "SO2", "1h", 500, day) == 100


def test_above_800_the_old_edition_has_no_sub_index_and_the_new_one_stays() -> None:
    assert sub_index(INDEX, "SO2", "1h", 801, OLD) is None
    assert sub_index(INDEX, "SO2", "1h", 801, NEW) == 200
    assert sub_index(INDEX, "O3", "8h", 801, OLD) is None
    assert sub_index(INDEX, "O3", "8h", 801, NEW) == 300


def test_the_old_edition_uses_the_other_averaging_time_instead() -> None:
    ozone = aqi(INDEX, clean_but(O3_8h=900, O3_1h=1000), OLD)
    assert (ozone.value, ozone.missing) == (400, ())
    hour: dict[Column, float | None] = {("SO2", "1h"): 900.0, ("SO2", "24h"): 1600.0}
    assert aqi(INDEX, hour, OLD, "hourly").sub_indices["SO2"] == 300
    without = aqi(INDEX, {("SO2", "1h"): 900.0}, OLD, "hourly")
    assert ("SO2", "24h") in without.missing
    assert "SO2" not in without.sub_indices


def test_the_new_edition_rounds_concentrations_first() -> None:
    assert sub_index(INDEX, "PM2.5", "24h", 60.4, NEW) == 100
    assert sub_index(INDEX, "PM2.5", "24h", 60.5, NEW) == 100  # a half goes to the even number
    assert sub_index(INDEX, "PM2.5", "24h", 61.5, NEW) == sub_index(INDEX, "PM2.5", "24h", 62, NEW)
    assert sub_index(INDEX, "CO", "24h", 4.04, NEW) == 100
    assert sub_index(INDEX, "CO", "24h", 4.06, NEW) == 101
    assert sub_index(INDEX, "PM2.5", "24h", 75.4, OLD) == 101


def test_what_floats_leave_behind_is_not_rounded_up() -> None:
    summed = math.nextafter(2, 3)
    assert summed > 2
    assert sub_index(INDEX, "CO", "24h", summed, OLD) == 50


@pytest.mark.parametrize(
    ("concentration", "value", "name", "zh", "en", "rgb"),
    [
        (50, 50, "一级", "优", "green", (0, 228, 0)),
        (51, 51, "二级", "良", "yellow", (255, 255, 0)),
        (150, 100, "二级", "良", "yellow", (255, 255, 0)),
        (152, 101, "三级", "轻度污染", "orange", (255, 126, 0)),
        (252, 151, "四级", "中度污染", "red", (255, 0, 0)),
        (350.5, 201, "五级", "重度污染", "purple", (153, 0, 76)),
        (420.5, 301, "六级", "严重污染", "maroon", (126, 0, 35)),
        (600, 500, "六级", "严重污染", "maroon", (126, 0, 35)),
    ],
)
def test_levels_begin_where_the_standard_says(
    concentration: float, value: int, name: str, zh: str, en: str, rgb: tuple[int, int, int]
) -> None:
    air = aqi(INDEX, clean_but(PM10_24h=concentration), OLD)
    assert air.level is not None
    assert (air.value, air.level.name.zh, air.level.category.zh) == (value, name, zh)
    assert (air.level.colour.en, air.level.rgb) == (en, rgb)


def test_pollutants_that_share_the_highest_index_are_named_together() -> None:
    air = aqi(INDEX, clean_but(PM25_24h=115, O3_8h=215, NO2_24h=80), OLD)
    assert (air.value, set(air.primary), set(air.exceeding)) == (150, {"PM2.5", "O3"}, {"PM2.5", "O3"})


def test_indices_that_meet_after_rounding_up_share_the_first_place() -> None:
    air = aqi(INDEX, clean_but(PM25_24h=36, PM10_24h=53), OLD)  # 51.25 and 51.5
    assert (air.value, set(air.primary)) == (52, {"PM2.5", "PM10"})


def test_no_primary_pollutant_is_named_up_to_50() -> None:
    assert aqi(INDEX, clean_but(PM25_24h=35), NEW).primary == ()
    assert aqi(INDEX, clean_but(PM25_24h=36), NEW).primary == ("PM2.5",)


def test_missing_pollutants_are_named_and_are_not_zero() -> None:
    air = aqi(INDEX, clean_but(PM25_24h=None, CO_24h=math.nan), OLD)
    assert set(air.missing) == {("PM2.5", "24h"), ("CO", "24h")}
    assert not air.complete
    assert not {"PM2.5", "CO"} & air.sub_indices.keys()
    nothing = aqi(INDEX, {}, OLD)
    assert (nothing.value, nothing.level, nothing.primary, set(nothing.missing)) == (None, None, (), DAILY_2012)


def test_a_daily_report_needs_ozone_over_one_hour_only_in_the_old_edition() -> None:
    without = clean_but(O3_1h=None)
    assert aqi(INDEX, without, OLD).missing == (("O3", "1h"),)
    assert aqi(INDEX, without, NEW).complete
    assert aqi(INDEX, clean_but(O3_1h=1200), NEW).value == 25  # CO decides: 1 × 50/2
    assert aqi(INDEX, clean_but(O3_1h=1200), OLD).value == 500


def test_above_the_end_of_a_scale_the_index_stays_and_says_so() -> None:
    air = aqi(INDEX, clean_but(PM25_24h=900), NEW)
    assert (air.value, air.beyond) == (500, ("PM2.5",))
    assert aqi(INDEX, clean_but(PM25_24h=500), NEW).beyond == ()


@pytest.mark.parametrize("concentration", [-1.0, math.inf, math.nan])
def test_what_is_no_concentration_is_refused(concentration: float) -> None:
    with pytest.raises(StandardError) as caught:
        sub_index(INDEX, "SO2", "24h", concentration, OLD)
    assert caught.value.code == "no-concentration"


def test_a_question_the_standard_does_not_answer_says_so() -> None:
    with pytest.raises(StandardError, match=r"no sub-index for PM2\.5 over 8h"):
        sub_index(INDEX, "PM2.5", "8h", 20, OLD)
    with pytest.raises(StandardError, match="2011-12-31"):
        sub_index(INDEX, "PM2.5", "24h", 20, date(2011, 12, 31))


@given(st.sampled_from(COLUMNS), st.floats(0, 5000), st.floats(0, 5000))
def test_more_of_a_pollutant_never_has_a_lower_index(column: Any, one: float, other: float) -> None:
    day, pollutant, averaging = column
    low, high = (sub_index(INDEX, pollutant, averaging, c, day) for c in sorted((one, other)))
    if low is not None and high is not None:
        assert 0 <= low <= high <= 500
    assert low is not None or high is None  # once there is none, there is none above


@given(st.sampled_from([c for c in COLUMNS if c[0] == OLD]), st.integers(0, 5_000_000))
def test_the_index_is_the_next_whole_number_above_the_line_between_two_printed_points(column: Any, milli: int) -> None:
    day, pollutant, averaging = column
    points = [(0, 0), *TABLE_2012[pollutant, averaging]]
    concentration = Fraction(milli, 1000) % points[-1][1]
    above = next(n for n, (_, c) in enumerate(points) if concentration < c)
    (i0, c0), (i1, c1) = points[above - 1], points[above]
    exact = i0 + Fraction(i1 - i0, c1 - c0) * (concentration - c0)
    found = sub_index(INDEX, pollutant, averaging, float(concentration), day)
    assert found is not None
    assert 0 <= found - exact < 1


@given(
    st.dictionaries(st.sampled_from(sorted(DAILY_2012)), st.none() | st.floats(0, 3000)),
    st.dates(date(2012, 3, 1), date(2040, 1, 1)),
)
def test_the_index_is_the_highest_sub_index_and_primary_are_those_that_have_it(readings: Any, day: date) -> None:
    air = aqi(INDEX, readings, day)
    assert air.value == max(air.sub_indices.values(), default=None)
    assert all(air.sub_indices[p] == air.value for p in air.primary)
    assert bool(air.primary) == (air.value is not None and air.value > 50)
    assert set(air.exceeding) == {p for p, index in air.sub_indices.items() if index > 100}
    missing = {p for p, _ in air.missing}
    assert missing | air.sub_indices.keys() == {"SO2", "NO2", "PM10", "CO", "O3", "PM2.5"}
    assert (air.level is None) == (air.value is None)


@pytest.mark.parametrize(
    ("pollutant", "averaging", "limits"),
    [
        ("PM2.5", "year", (35, 30, 25)),
        ("PM2.5", "24h", (75, 60, 50)),
        ("PM10", "year", (70, 60, 50)),
        ("PM10", "24h", (150, 120, 100)),
        ("SO2", "year", (60, 60, 20)),
        ("SO2", "24h", (150, 150, 50)),
        ("SO2", "1h", (500, 500, 150)),
        ("NO2", "year", (40, 40, 30)),
        ("NO2", "24h", (80, 80, 50)),
        ("NO2", "1h", (200, 200, 200)),
        ("CO", "24h", (4, 4, 4)),
        ("CO", "1h", (10, 10, 10)),
        ("O3", "8h", (160, 160, 160)),
        ("O3", "1h", (200, 200, 200)),
    ],
)
def test_limits_are_those_of_the_day(pollutant: Any, averaging: Any, limits: tuple[int, int, int]) -> None:
    spans = ((date(2012, 2, 29), OLD), (NEW, date(2030, 12, 31)), (FINAL, date(2099, 1, 1)))
    for span, limit in zip(spans, limits, strict=True):
        for day in span:
            kept = within_limits(LIMITS, pollutant, averaging, limit, day)
            assert (kept.limit, kept.within) == (limit, True)
            assert not within_limits(LIMITS, pollutant, averaging, limit + 0.1, day).within


def test_there_is_no_limit_for_ozone_over_a_year() -> None:
    with pytest.raises(StandardError, match="O3 over year"):
        within_limits(LIMITS, "O3", "year", 100, NEW)


def test_a_limit_is_where_the_index_passes_100() -> None:
    for day in (OLD, NEW):
        for pollutant, averaging in (("PM2.5", "24h"), ("PM10", "24h"), ("SO2", "24h"), ("CO", "24h"), ("O3", "8h")):
            limit = within_limits(LIMITS, pollutant, averaging, 0, day).limit  # type: ignore[arg-type]
            assert sub_index(INDEX, pollutant, averaging, limit, day) == 100  # type: ignore[arg-type]


def test_a_series_breaks_where_it_crosses_a_change_and_nowhere_else() -> None:
    assert [b.day for b in breaks(INDEX, date(2021, 1, 1), date(2026, 12, 31))] == [NEW]
    assert [b.day for b in breaks(LIMITS, date(2021, 1, 1), date(2040, 1, 1))] == [NEW, FINAL]
    assert breaks(INDEX, date(2021, 1, 1), OLD) == ()
    assert breaks(INDEX, NEW, date(2040, 1, 1)) == ()
    assert len(breaks(INDEX, OLD, NEW)) == 1
    found = breaks(LIMITS, date(2030, 1, 1), FINAL)[0]
    assert (found.before.title.zh, found.after.title.en) == ("GB 3095-2026（过渡阶段）", "GB 3095-2026 (final)")


def test_every_day_since_the_first_edition_has_exactly_one() -> None:
    for standard in (INDEX, LIMITS):
        day = standard.editions[0].valid_from
        while day < date(2032, 1, 1):
            assert sum(edition.in_force(day) for edition in standard.editions) == 1
            day += timedelta(days=1)


def test_good_air_days_say_which_standard_judges_them() -> None:
    catalogue = load_catalogue()
    assert catalogue.indicators["I068"].standard == "air-index"
    sources = {e.ref for s in catalogue.standards.by_name().values() for e in s.editions}
    assert sources <= catalogue.sources.keys()


CODE = (CATALOGUE / "standards" / "air_index.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('valid_to: "2026-02-28"', 'valid_to: "2026-02-27"', "edition-gap", "2026-03-01"),
        ('valid_to: "2026-02-28"', 'valid_to: "2026-03-01"', "edition-overlap", 'valid_from: "2026-03-01"'),
        ("      ref: R37", "      author: R37", "extra-forbidden", "author: R37"),
        ("[0, 2, 4, 14", "[0, 2, 2, 14", "value-error", "[0, 2, 2, 14"),
        ("averaging: [8h], points: [0, 100", "averaging: [8min], points: [0, 100", "literal-error", "8min"),
        ("air-index:", "air_index:", "extra-forbidden", "air_index:"),
        ("O3: [8h]", "O3: [8h, 24h]", "value-error", "code: HJ 633-2026"),
    ],
)
def test_a_fault_names_the_line_it_stands_on(tmp_path: Path, old: str, new: str, code: str, line: str) -> None:
    text = CODE.replace(old, new, 1)
    assert text != CODE
    (tmp_path / "air.yaml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_standards(tmp_path)
    fault = next(f for f in caught.value.faults if f.code == code)
    assert line in text.splitlines()[fault.line - 1]
    assert fault.file.name == "air.yaml"


def test_a_standard_given_in_two_files_is_a_fault(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(CODE, "utf-8")
    with pytest.raises(CatalogueError, match="duplicate-standard"):
        load_standards(tmp_path)


def test_an_indicator_cannot_name_a_standard_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    text = (CATALOGUE / "indicators" / "d4_city.yaml").read_text("utf-8")
    block = text[text.index("I068:") :].split("\nI069:")[0]
    changed = block.replace("I068:", "X068:").replace("standard: air-index", "standard: noise")
    (folder / "more.yaml").write_text(changed + "\n", "utf-8")
    with pytest.raises(CatalogueError, match="there is no standard 'noise'"):
        load_catalogue(CATALOGUE, tmp_path)


def test_an_hour_of_particles_is_judged_by_that_hour_and_not_by_the_day_before() -> None:
    hour: dict[Column, float | None] = {("PM2.5", "1h"): 160.0, ("PM2.5", "24h"): 28.0}

    found = aqi(INDEX, hour, OLD, "hourly")

    assert found.sub_indices["PM2.5"] == 210  # 200 + 10 × 100/100
    assert ("PM10", "1h") in found.missing
