"""Departments' own tables, each changed in the ways in which tables change: mapped right or stopped, never wrong.

The truth of each table is written down beside it and shares no code with what reads it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.ingest.load_measures import load_file
from data.pipeline.refusal import DeliveryRefused
from data.warehouse.connection import open_warehouse
from data.warehouse.facts import read_columns
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue

CLOCK = FixedClock(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
REGIONS = {"禅城区": 440604, "南海区": 440605, "顺德区": 440606, "高明区": 440608, "三水区": 440607}
CITY = 440600
Figures = dict[tuple[str, int, str], float]
Line = list[Any]


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The product's own catalogue."""
    return load_catalogue()


@dataclass
class Table:
    """A sheet as a department writes it, with what it says: measure, region and period of each figure."""

    lines: list[Line]
    truth: Figures
    merges: list[str] = field(default_factory=list)
    name: str = "2026年1-6月主要指标.xlsx"
    sheet: str = "Sheet1"
    before: list[Line] | None = None
    hidden: tuple[int, ...] = ()
    wholly: bool = True  # every figure is expected to land


def amounts(seed: int, count: int, size: float = 100.0) -> list[float]:
    chance = random.Random(seed)
    return [round(size * chance.uniform(0.8, 1.2), 1) for _ in range(count)]


def monthly(seed: int = 1, title: str = "佛山市2026年1—6月主要经济指标", unit: str = "单位：亿元、%") -> Table:
    """A statistical bureau's table: districts down, two measures across, this month, cumulative and growth of each."""
    lines: list[Line] = [[title], [unit]]
    lines.append(["地  区", "规模以上工业增加值", None, None, "社会消费品零售总额", None, None])
    lines.append([None, "本月", "累计", "同比增长", "本月", "累计", "同比增长"])
    truth: Figures = {}
    for place, (name, code) in enumerate(REGIONS.items()):
        values = amounts(seed * 10 + place, 6)
        lines.append([name, *values])
        for column, measure in ((0, "industrial_value_added"), (3, "retail_sales")):
            truth[measure, code, "2026-06"] = values[column]
            truth[measure, code, "2026C06"] = values[column + 1]
    lines.append(["注：1.本表为快报数。"])
    return Table(lines, truth, ["A1:G1", "A2:G2", "A3:A4", "B3:D3", "E3:G3", "A10:G10"])


def yearbook() -> Table:
    """Years across, districts down, the measure in the title."""
    lines: list[Line] = [["表3-1 各区地区生产总值（2021—2024年）"], ["单位：亿元"], ["地区", 2021, 2022, 2023, 2024]]
    truth: Figures = {}
    for place, (name, code) in enumerate(REGIONS.items()):
        values = amounts(place, 4, 1000)
        lines.append([name, *values])
        truth |= {("gdp", code, str(2021 + n)): value for n, value in enumerate(values)}
    return Table(lines, truth, name="统计年鉴.xlsx")


def months_across() -> Table:
    lines: list[Line] = [["2026年各区固定资产投资"], ["单位：万元"], ["区", "1月", "2月", "3月"]]
    truth: Figures = {}
    for place, (name, code) in enumerate(REGIONS.items()):
        values = amounts(place, 3, 300_000)
        lines.append([name, *values])
        truth |= {("fixed_investment", code, f"2026-0{n}"): value / 10_000 for n, value in enumerate(values, 1)}
    return Table(lines, truth, name="投资.xlsx")


def districts_across() -> Table:
    heads: Line = ["指标", "单位", *REGIONS]
    lines: list[Line] = [["2026年6月各区主要指标"], heads]
    truth: Figures = {}
    for measure, name, unit, factor in (
        ("fixed_investment", "固定资产投资", "亿元", 1.0),
        ("budget_revenue", "一般公共预算收入", "万元", 1e-4),
        ("new_urban_jobs", "城镇新增就业", "人", 1.0),
    ):
        values = amounts(len(name), 5, 100 / factor)
        lines.append([name, unit, *values])
        truth |= {(measure, code, "2026-06"): v * factor for code, v in zip(REGIONS.values(), values, strict=True)}
    return Table(lines, truth)


def measures_down() -> Table:
    lines: list[Line] = [["佛山市2026年1-6月主要经济指标"], ["指标", "计量单位", "本月", "累计", "同比增长(%)"]]
    truth: Figures = {}
    for measure, name in (("fixed_investment", "固定资产投资"), ("retail_sales", "社会消费品零售总额")):
        month, total, growth = amounts(len(measure), 3)
        lines.append([name, "亿元", month, total, growth])
        truth |= {(measure, CITY, "2026-06"): month, (measure, CITY, "2026C06"): total}
    lines.append(["  其中：民间投资", "亿元", 50.0, 300.0, 1.0])
    return Table(lines, truth)


def plain() -> Table:
    lines: list[Line] = [["指标", "地区", "时期", "数值"]]
    truth: Figures = {}
    for place, (name, code) in enumerate(REGIONS.items()):
        value = amounts(place, 1)[0]
        lines.append(["固定资产投资", name, "2026年6月", value])
        truth["fixed_investment", code, "2026-06"] = value
    return Table(lines, truth)


def one_figure_a_row() -> Table:
    lines: list[Line] = [["2026年各区社会消费品零售总额"], ["地区", "月份", "金额（亿元）"]]
    truth: Figures = {}
    for place, (name, code) in enumerate(REGIONS.items()):
        for month in (1, 2):
            value = amounts(place * 7 + month, 1)[0]
            lines.append([name, f"{month}月", value])
            truth["retail_sales", code, f"2026-0{month}"] = value
    return Table(lines, truth)


def numbered_measures() -> Table:
    """Measures with their numbers down, one of them with a part."""
    lines: list[Line] = [["佛山市2026年6月财政收支"], ["项目", "本月数", "累计数", "比上年同期增减%"]]
    lines += [["一、一般公共预算收入", 60.1, 339.1, 1.9], ["其中：税收收入", 40.0, 200.0, 1.0]]
    truth: Figures = {("budget_revenue", CITY, "2026-06"): 60.1, ("budget_revenue", CITY, "2026C06"): 339.1}
    return Table(lines, truth)


def years_below_months() -> Table:
    """A column of 2025年 below a title of 1—6月 may be the whole year: only that of the title's year is taken."""
    lines: list[Line] = [["2026年1-6月各区固定资产投资"], ["地区", "2026年", "2025年", "增长%"]]
    truth: Figures = {}
    for place, (name, code) in enumerate(REGIONS.items()):
        lines.append([name, 160.0 + place, 158.0, 1.2])
        truth["fixed_investment", code, "2026C06"] = 160.0 + place
    return Table(lines, truth)


def one_head_twice() -> Table:
    lines: list[Line] = [
        ["2026年6月"],
        ["地区", "固定资产投资", "固定资产投资"],
        ["禅城区", 100.0, 200.0],
        ["南海区", 1.0, 2.0],
    ]
    return Table(lines, {}, wholly=False)


def several_tables() -> Table:
    lines: list[Line] = []
    truth: Figures = {}
    for measure, name in (("fixed_investment", "固定资产投资"), ("retail_sales", "社会消费品零售总额")):
        lines += [[f"表 2026年6月{name}"], ["地区", "本月"]]
        for place, (region, code) in enumerate(REGIONS.items()):
            lines.append([region, 10.5 + place + len(name)])
            truth[measure, code, "2026-06"] = 10.5 + place + len(name)
    return Table(lines, truth)


def sections() -> Table:
    lines: list[Line] = [["2026年6月分区指标"], ["单位：亿元"], ["地区", "本月", "比上年同期增长%"]]
    truth: Figures = {}
    for measure, name in (("fixed_investment", "一、固定资产投资"), ("retail_sales", "二、社会消费品零售总额")):
        lines.append([name])
        for place, (region, code) in enumerate(REGIONS.items()):
            value = amounts(place + len(measure), 1)[0]
            lines.append([region, value, 1.5])
            truth[measure, code, "2026-06"] = value
    return Table(lines, truth)


ORDERS: list[Line] = [
    ["12345热线工单导出（2026年6月）"],
    ["工单编号", "来电时间", "所属镇街", "诉求类别", "办结时间", "满意度"],
    ["FS20260601001", "2026/6/1 9:05", "祖庙街道", "噪声扰民", "2026/6/2 10:00", 5],
    ["FS20260601002", "2026/6/1 9:15", "桂城街道", "教育", "2026/6/3 10:00", 4],
]
CASES: list[Line] = [
    ["城市管理案件明细"],
    ["序号", "案件号", "大类", "小类", "所属区", "上报时间", "处置时限(小时)"],
    [1, "CG001", "市容环境", "暴露垃圾", "禅城区", "2026-06-01 08:00", 4],
    [2, "CG002", "街面秩序", "占道经营", "南海区", "2026-06-01 09:00", 2],
]

Change = Callable[[Table], Table]


def changed(**of: Any) -> Change:
    def change(table: Table) -> Table:
        for name, value in of.items():
            setattr(table, name, value)
        return table

    return change


def on_lines(work: Callable[[list[Line]], list[Line]], wholly: bool = True) -> Change:
    def change(table: Table) -> Table:
        table.lines, table.merges, table.wholly = work(table.lines), [], table.wholly and wholly
        return table

    return change


def _texts(lines: list[Line]) -> list[Line]:
    """Numbers as full-width texts with thousands separators."""
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    return [[f"{v:,.1f}".translate(wide) if isinstance(v, float) else v for v in line] for line in lines]


def _prefixed(lines: list[Line]) -> list[Line]:
    return [[f"佛山市{v}" if v in REGIONS else v for v in line] for line in lines]


def _short(lines: list[Line]) -> list[Line]:
    return [[f" {v[0]} {v[1]} " if v in REGIONS else v for v in line] for line in lines]


def _offset(lines: list[Line]) -> list[Line]:
    return [[], [], *([None, None, *line] for line in lines)]


def _total(lines: list[Line]) -> list[Line]:
    figures = [line for line in lines if line and line[0] in REGIONS]
    sums = [round(sum(line[n] for line in figures), 1) for n in range(1, len(figures[0]))]
    place = lines.index(figures[-1]) + 1
    return [*lines[:place], ["合 计", *sums], *lines[place:]]


def _numbered(lines: list[Line]) -> list[Line]:
    number = iter(range(1, 100))
    head = next(n for n, line in enumerate(lines) if line and str(line[0]).replace(" ", "") in ("地区", "区"))
    return [
        line if n < head else ["序号", *line] if n == head else [next(number) if line[0] in REGIONS else None, *line]
        for n, line in enumerate(lines)
    ]


def _unknown_region(lines: list[Line]) -> list[Line]:
    return [["高新区" if v == "三水区" else v for v in line] for line in lines]


def _unknown_measure(lines: list[Line]) -> list[Line]:
    return [
        [v.replace("规模以上工业增加值", "高端装备产值") if isinstance(v, str) else v for v in line] for line in lines
    ]


def _no_period(lines: list[Line]) -> list[Line]:
    return [
        [v.replace("2026年1—6月", "").replace("2026年", "") if isinstance(v, str) else v for v in line]
        for line in lines
    ]


def _reordered(lines: list[Line]) -> list[Line]:
    head = [*lines[:2], [lines[2][0], *lines[2][4:7], *lines[2][1:4]], [None, *lines[3][4:7], *lines[3][1:4]]]
    return [*head, *([one[0], *one[4:7], *one[1:4]] if len(one) > 6 else one for one in lines[4:])]


def _year_before(lines: list[Line]) -> list[Line]:
    return [
        [*line, "去年同期"] if "同比增长" in line else [*line, 77.7] if line and line[0] in REGIONS else line
        for line in lines
    ]


def _words_for_growth(word: str) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [[word if v == "同比增长" else v for v in line] for line in lines]


def _one_level(lines: list[Line]) -> list[Line]:
    """Heads of one level: 规模以上工业增加值本月, …"""
    upper = [lines[2][1 + 3 * (n // 3)] for n in range(6)]
    return [*lines[:2], ["地区", *(f"{a}{b}" for a, b in zip(upper, lines[3][1:], strict=True))], *lines[4:]]


def _period_in_heads(lines: list[Line]) -> list[Line]:
    words = {"本月": "6月", "累计": "1-6月累计"}
    return [[words.get(v, v) if isinstance(v, str) else v for v in line] for line in lines]


def _explicit_units(lines: list[Line]) -> list[Line]:
    """Yuan in tens of thousands behind the heads, instead of the unit line."""
    heads = [f"{v}（万元）" if v and v != lines[2][0] else v for v in lines[2]]
    scaled = [[v * 10_000 if isinstance(v, float) and n % 3 else v for n, v in enumerate(line)] for line in lines[4:]]
    return [lines[0], heads, lines[3], *scaled]


def _twice(lines: list[Line]) -> list[Line]:
    """The same region twice with another figure."""
    place = next(n for n, line in enumerate(lines) if line and line[0] == "禅城区")
    return [*lines[: place + 1], ["禅城区", *[v + 1000 for v in lines[place][1:]]], *lines[place + 1 :]]


def _full_year_period(table: Table) -> Table:
    table.truth = {(m, r, p.replace("2026", "2025")): v for (m, r, p), v in table.truth.items()}
    table.lines = [[v.replace("2026", "2025") if isinstance(v, str) else v for v in line] for line in table.lines]
    table.name = "指标.xlsx"
    return table


def _in_sheet_name(table: Table) -> Table:
    table.lines, table.sheet, table.name = _no_period(table.lines), "2026年1-6月", "报表.xlsx"
    return table


def _in_file_name(table: Table) -> Table:
    table.lines, table.name = _no_period(table.lines), "佛山市2026年1-6月主要指标.xlsx"
    return table


def _nowhere(table: Table) -> Table:
    table.lines, table.name, table.wholly = _no_period(table.lines), "报表.xlsx", False
    return table


def _stale_title(table: Table) -> Table:
    table.name, table.wholly = "佛山市2026年1-7月主要指标.xlsx", False
    return table


def _as_csv(table: Table) -> Table:
    table.name = table.name.replace(".xlsx", ".csv")
    return table


TABLES: dict[str, tuple[Callable[[], Table], tuple[Change, ...]]] = {
    "as it is": (monthly, ()),
    "csv": (monthly, (_as_csv,)),
    "no merged cells": (monthly, (changed(merges=[]),)),
    "full-width texts": (monthly, (on_lines(_texts),)),
    "city before names": (monthly, (on_lines(_prefixed),)),
    "short names": (monthly, (on_lines(_short),)),
    "begins in C3": (monthly, (on_lines(_offset),)),
    "a total": (monthly, (on_lines(_total),)),
    "numbered": (monthly, (on_lines(_numbered),)),
    "an unknown region": (monthly, (on_lines(_unknown_region, wholly=False),)),
    "an unknown measure": (monthly, (on_lines(_unknown_measure, wholly=False),)),
    "columns in another order": (monthly, (on_lines(_reordered),)),
    "the year before": (monthly, (on_lines(_year_before),)),
    "增速": (monthly, (on_lines(_words_for_growth("增速（%）")),)),
    "比上年同期±%": (monthly, (on_lines(_words_for_growth("比上年同期±%")),)),
    "占全市比重": (monthly, (on_lines(_words_for_growth("占全市比重")),)),
    "计划": (monthly, (on_lines(_words_for_growth("全年计划")),)),
    "a growth nobody knows": (monthly, (on_lines(_words_for_growth("差额"), wholly=False),)),
    "heads of one level": (monthly, (on_lines(_one_level),)),
    "months in heads": (monthly, (on_lines(_period_in_heads),)),
    "units in heads": (monthly, (on_lines(_explicit_units),)),
    "a region twice": (monthly, (on_lines(_twice),)),
    "another year": (monthly, (_full_year_period,)),
    "period in the sheet's name": (monthly, (_in_sheet_name,)),
    "period in the file's name": (monthly, (_in_file_name,)),
    "no period": (monthly, (_nowhere,)),
    "a title of the month before": (monthly, (_stale_title,)),
    "a page of instructions": (monthly, (changed(before=[["填报说明"], ["请于每月10日前报送"]]),)),
    "hidden rows": (monthly, (changed(hidden=(6,)),)),
    "yearbook": (yearbook, ()),
    "yearbook as csv": (yearbook, (_as_csv,)),
    "yearbook with a total": (yearbook, (on_lines(_total),)),
    "months across": (months_across, ()),
    "months across, numbered": (months_across, (on_lines(_numbered),)),
    "months across, texts": (months_across, (on_lines(_texts),)),
    "districts across": (districts_across, ()),
    "districts across as csv": (districts_across, (_as_csv,)),
    "measures down": (measures_down, ()),
    "measures down, offset": (measures_down, (on_lines(_offset),)),
    "names of columns": (plain, ()),
    "names of columns, offset": (plain, (on_lines(_offset),)),
    "a row a figure": (one_figure_a_row, ()),
    "a row a figure, city before names": (one_figure_a_row, (on_lines(_prefixed),)),
    "sections": (sections, ()),
    "numbered measures": (numbered_measures, ()),
    "years below months": (years_below_months, ()),
    "one head twice": (one_head_twice, ()),
    "several tables": (several_tables, ()),
    "orders of the hotline": (lambda: Table([list(line) for line in ORDERS], {}, name="热线.xlsx"), ()),
    "cases of city management": (lambda: Table([list(line) for line in CASES], {}, name="城管.xlsx"), ()),
}


def written(table: Table, folder: Path) -> Path:
    path = folder / table.name
    if path.suffix == ".csv":
        text = "\n".join(",".join("" if v is None else str(v) for v in line) for line in table.lines)
        path.write_text(text, encoding="gb18030")
        return path
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if table.before is not None:
        sheet.title = "填报说明"
        for line in table.before:
            sheet.append(line)
        sheet = book.create_sheet()
    sheet.title = table.sheet
    for line in table.lines:
        sheet.append(line)
    for merge in table.merges:
        sheet.merge_cells(merge)
    for row in table.hidden:
        sheet.row_dimensions[row].hidden = True
    book.save(path)
    return path


def landed(engine: Engine, catalogue: Catalogue) -> Figures:
    with engine.connect() as connection:
        found = read_columns(connection, catalogue)
    columns = zip(
        found.measure.tolist(), found.region.tolist(), found.period.tolist(), found.value.tolist(), strict=True
    )
    return {(found.measures[m], r, Period.from_code(p).id): v for m, r, p, v in columns}


@dataclass(frozen=True)
class Outcome:
    """What became of a table."""

    name: str
    wrong: Figures
    mapped: int
    of: int
    stopped: bool
    wholly: bool


def outcomes(catalogue: Catalogue, folder: Path) -> Iterator[Outcome]:
    for number, (name, (make, changes)) in enumerate(TABLES.items()):
        table = make()
        for change in changes:
            table = change(table)
        place = folder / str(number)
        place.mkdir()
        engine = open_warehouse(f"sqlite:///{place / 'w.db'}")
        try:
            report = load_file(engine, catalogue, written(table, place), CLOCK)
            stopped = bool(report.refused)
        except DeliveryRefused:
            stopped = True
        there = landed(engine, catalogue)
        engine.dispose()
        right = {key for key, value in there.items() if table.truth.get(key) == pytest.approx(value, rel=1e-9)}
        wrong = {key: value for key, value in there.items() if key not in right}
        yield Outcome(name, wrong, len(right), len(table.truth), stopped, table.wholly)


def test_a_table_is_mapped_right_or_stopped_with_a_reason_and_never_wrong(whole: Catalogue, tmp_path: Path) -> None:
    found = list(outcomes(whole, tmp_path))

    mapped = [one for one in found if one.of and one.mapped == one.of and not one.wrong]
    print(f"\n{len(mapped)} of {len(found)} tables mapped wholly, {sum(one.stopped for one in found)} told a reason")
    assert len(found) >= 30
    assert [(one.name, one.wrong) for one in found if one.wrong] == []
    assert [(one.name, one.mapped, one.of) for one in found if one.wholly and one.mapped < one.of] == []
    assert [one.name for one in found if one.mapped < max(one.of, 1) and not one.stopped] == []
