"""One period, number, region, measure or moment in the many ways in which people and spreadsheets write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.pipeline.refusal import RowRefused
from data.pipeline.values import MeasureNames, RegionNames, figure, moment, number, period, quantity
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue

SPELLINGS = {
    "2026-05": "2026-05 2026/5 2026.05 2026.5 202605 2026年5月 2026年05月份 ２０２６-０５ 2026\u200b-05 2026/5/1 "
    "2026-05-01 2026-05-31 2026-05-01T00:00:00 20260501 20260531 May-26 May2026 二〇二六年五月 二○二六年五月 26年5月 "
    "5/2026 31/05/2026 05/31/2026 2026年5月末 5月 五月 5月份",
    "2026C05": "2026C05 2026c05 2026年1-5月 2026年1—5月 2026年1－5月份 2026年1月至5月 2026年5月累计 2026年前5个月 "
    "1-5月 1—5月累计 一至五月 2026-01—2026-05 2026年1~5月",
    "2026C09": "2026年前三季度 2026年1-3季度 2026C09",
    "2026Q1": "2026Q1 2026q1 2026年一季度 2026年第1季度 2026年第一季度 2026-Q1 Q12026 1Q2026 一季度 第一季度",
    "2026Q2": "2026年4-6月 4-6月 2026年二季度",
    "2026H1": "2026H1 2026年上半年 上半年 2026h1 H12026",
    "2026": "2026 2026年 2026年度 2026年全年 二〇二六年 全年",
}
REFUSED = {
    "ambiguous_period": "05/06/2026 26-05-06 26-05 2026.1 26-May 5-6-26",
    "day_not_period": "2026-05-15 2026年5月15日 2026-01-05",
    "bad_period": "2026-13 2026Q5 2026年2-5月 last-year 46143 2454-09-16 5 2026-02-30 2026年0月",
}


@pytest.mark.parametrize(("meant", "written"), [(id, one) for id, all_ in SPELLINGS.items() for one in all_.split()])
def test_a_period_is_known_in_every_unambiguous_spelling(meant: str, written: str) -> None:
    assert period(written, year=2026).id == meant


@pytest.mark.parametrize("written", ["2026 年 5 月", "May 2026", "May, 2026", " 2026-05 ", "2026-05-01 00:00:00"])
def test_blanks_inside_a_period_do_not_matter(written: str) -> None:
    assert period(written).id == "2026-05"


@pytest.mark.parametrize(("code", "written"), [(code, one) for code, all_ in REFUSED.items() for one in all_.split()])
def test_a_period_that_may_be_another_has_its_own_reason(code: str, written: str) -> None:
    with pytest.raises(RowRefused) as refused:
        period(written, year=2025)
    assert refused.value.code == code


def test_a_month_alone_needs_the_year_of_a_title() -> None:
    with pytest.raises(RowRefused):
        period("5月")


@given(st.integers(1950, 2150), st.sampled_from(list(Grain)), st.integers(1, 12))
def test_every_id_means_itself(year: int, grain: Grain, n: int) -> None:
    of = {Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}.get(grain, 12)
    one = Period(grain, year, (n - 1) % of + 1)
    assert period(one.id) == one


NUMBERS = [
    ("1,234.5", 1234.5),
    (" 1234.5 ", 1234.5),
    ("１２３４．５", 1234.5),
    ("\u200b1234.5", 1234.5),
    ("1，234.5", 1234.5),
    ("12,345,678", 12345678.0),
    ("+3.2", 3.2),
    ("−3.5", -3.5),
    ("–3.5", -3.5),
    ("(3.5)", -3.5),
    ("（1,003.5）", -1003.5),
    ("1234.5亿元", 1234.5),
    ("265000万元", 26.5),
    ("3500万", 0.35),
]
NO_FIGURE = ["", "－", "—", "——", "–", "…", "……", "/", "空", "空白", "无", "-", "n.a.", " ", "\u3000"]
WRONG_NUMBERS = {
    "not_a_number": ["12.50.1", "1,23", "1.234,5", "1_000", "nan", "inf", "持平", "约10", "1,2345", "٣", "10-12"],
    "error_cell": ["#N/A", "#DIV/0!"],
    "other_unit": ["4.6%", "3万户"],
    "impossible_value": ["1e400"],
}


@pytest.mark.parametrize(("written", "meant"), NUMBERS)
def test_a_number_is_known_in_every_unambiguous_spelling(written: str, meant: float) -> None:
    assert figure(written, "value", quantity("亿元")) == meant


@pytest.mark.parametrize("written", NO_FIGURE)
def test_what_says_that_there_is_no_figure_is_no_fault(written: str) -> None:
    assert figure(written, "value", quantity("亿元")) is None


@pytest.mark.parametrize(("code", "written"), [(code, one) for code, all_ in WRONG_NUMBERS.items() for one in all_])
def test_any_other_text_is_refused_with_its_reason(code: str, written: str) -> None:
    with pytest.raises(RowRefused) as refused:
        figure(written, "value", quantity("亿元"))
    assert refused.value.code == code


UNITS = [
    ("4.6%", "%", None, 4.6),
    ("5‰", "%", None, 0.5),
    ("1.2万", "人", None, 12_000.0),
    ("1.2万", "万人", None, 1.2),
    ("265000", "亿元", "万元", 26.5),
    ("265000", "CNY 100m", "单位：万元", 26.5),
    ("1", "万元", "亿元", 10_000.0),
    ("90", "小时", "分钟", 1.5),
    ("150", "km²", "公顷", 1.5),
    ("5", "家", "户", 5.0),
]


@pytest.mark.parametrize(("written", "unit", "given_unit", "meant"), UNITS)
def test_units_of_one_dimension_convert(written: str, unit: str, given_unit: str | None, meant: float) -> None:
    said = quantity(given_unit) if given_unit else None
    assert figure(written, "value", quantity(unit), said) == pytest.approx(meant, rel=1e-12)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_a_program_means_itself(value: float) -> None:
    assert number(value, "value") == value
    assert number(repr(value), "value") == value


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The product's own catalogue."""
    return load_catalogue()


@pytest.fixture(scope="module")
def regions(whole: Catalogue) -> RegionNames:
    """Every way to write its regions."""
    return RegionNames.of(whole)


PLACES = {
    440600: "全市 佛山 佛山市 广东省佛山市 Foshan FoshanCity 440600 440600000000",
    440606: "顺德区 顺德 佛山市顺德区 佛山顺德 广东省佛山市顺德区 ShundeDistrict shunde shundequ SHUNDE 440606 "
    "440606.0 156440606 440606000000 顺德市 440681 ４４０６０６",
    440605: "南海市 440682 南海县",
    440606005: "大良街道办事处 大良 大良街道 顺德区大良街道 佛山市顺德区大良街道 440606005 440606005000 daliang",
    440604010: "石湾 石湾镇 石湾镇街道 石湾街道",
    440606106: "Jun'an junan 均安",
}


@pytest.mark.parametrize(("code", "written"), [(code, one) for code, all_ in PLACES.items() for one in all_.split()])
def test_a_region_is_known_by_its_codes_and_names_of_today_and_before(
    regions: RegionNames, code: int, written: str
) -> None:
    assert regions.find(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *((text, "unknown_region") for text in ("顺德区（不含龙江）", "广州", "合计", "", "区", "1")),
        *((text, "former_region") for text in ("石湾区", "440602")),
    ],
)
def test_what_is_no_region_or_covered_other_ground_is_refused(regions: RegionNames, written: str, code: str) -> None:
    with pytest.raises(RowRefused) as refused:
        regions.find(written)
    assert refused.value.code == code


@pytest.mark.parametrize("written", ["全  市", "全\u3000市", " 顺 德 区 ", "容桂街道\u00a0"])
def test_blanks_inside_a_name_do_not_matter(regions: RegionNames, written: str) -> None:
    assert regions.find(written) in (440600, 440606, 440606006)


def test_every_region_of_the_catalogue_is_found_by_code_and_both_names(regions: RegionNames, whole: Catalogue) -> None:
    for one in whole.regions:
        assert {regions.find(text) for text in (str(one.code), one.name.zh, one.name.en)} == {one.code}


def test_a_measure_is_known_by_id_names_and_aliases_but_not_by_one_that_two_share(whole: Catalogue) -> None:
    names = MeasureNames.of(whole)
    for written in ("fixed_investment", "固定资产投资", "固定 资产投资", "Fixed-asset investment", "固定资产投资额"):
        assert names.find(written) == "fixed_investment"
    shared = [key for key, ids in names.measures.items() if len(ids) > 1]
    assert shared
    with pytest.raises(RowRefused) as refused:
        names.find(shared[0])
    assert refused.value.code == "ambiguous_measure"


MOMENTS = "2026/6/5 9:05|2026-06-05 09:05|2026年6月5日 09:05|2026年06月05日09时05分|2026-06-05T09:05:00|20260605090500|"
MOMENTS += "2026-06-05T01:05:00Z|2026-06-05T09:05:00+08:00|2026.6.5 9:05|2026/6/5 上午9:05|2026-6-5 9:05 AM|1780621500|"
MOMENTS += "1780621500000|２０２６-０６-０５ ０９：０５|2026-06-05 09:05:00.000"


@pytest.mark.parametrize("written", MOMENTS.split("|"))
def test_a_moment_is_known_in_every_unambiguous_spelling(written: str) -> None:
    assert moment(written, "at", epoch=True) == datetime(2026, 6, 5, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *((text, "ambiguous_time") for text in ("05/06/2026 9:05", "26-6-5")),
        *((text, "bad_time") for text in ("2026-02-30", "2026-06-05 25:00", "soon", "", "1780621500")),
    ],
)
def test_a_moment_that_may_be_another_is_refused(written: str, code: str) -> None:
    with pytest.raises(RowRefused) as refused:
        moment(written, "at")
    assert refused.value.code == code
