"""What the text of a head says: a measure, a region, a period, or which figure of them stands below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from data.pipeline.layouts.model import Names, Role
from data.pipeline.normalise import TOTALS, unit_in
from data.pipeline.refusal import RowRefused
from data.pipeline.values import canonical, name_key, period
from indicators.calendar.periods import Period

_GROWTH: Final = "同比|环比|增长|增速|增幅|增减|涨跌|比上|比去|较上|较去|±|growth|change|yoy|y/y|mom"
_OTHER: Final = (
    "占比|比重|份额|排名|位次|名次|进度|完成率|目标|计划|任务|预算|预计|预测|备注|说明|责任|rank|target|plan|note"
)
_WHOLE: Final[tuple[tuple[Role, str], ...]] = (  # what a head that says nothing else says
    (Role.YEAR_BEFORE, "(上年|去年).*|(同期|同月)(数|值|额|累计|实绩)?|yearbefore|lastyear"),
    (Role.CUMULATIVE, "(本年|今年|自年初|年初至今|1本月|1月至本月)?(累计|累计数|累计值|累计额|累计完成)"),
    (Role.CUMULATIVE, "1本月|1至本月|自年初累计|年初至今|自年初|ytd|cumulative|yeartodate"),
    (Role.MONTH, "(本月|当月|单月)(数|值|额|止?完成)?|thismonth|month|(期末|月末|本月末)(余额|数)?"),
    (Role.QUARTER, "本季|当季|本季度|当季度|单季|thisquarter|quarter"),
    (
        Role.VALUE,
        "数值|绝对[量值数]|总量|金额|完成[额数]|实绩|数量|数额|额|本期[值数]?|数据|实际|(年末)?余额|value|amount",
    ),
)
_WORDS: Final = (
    *((role, re.compile(rf"^(?:{words})$")) for role, words in _WHOLE),
    (Role.GROWTH, re.compile(_GROWTH)),
    (Role.OTHER, re.compile(_OTHER)),
)
_CORNERS: Final = (
    *(
        "地区",
        "区域",
        "区县",
        "区",
        "行政区",
        "行政区划",
        "指标",
        "指标名称",
        "项目",
        "名称",
        "单位",
        "计量单位",
        "时间",
    ),
    *(
        "时期",
        "年份",
        "月份",
        "序号",
        "编号",
        "行次",
        "代码",
        "各区",
        "镇街",
        "region",
        "indicator",
        "district",
        "area",
    ),
)
_CORNER: Final = frozenset(map(name_key, _CORNERS))
_OF_WHICH: Final = re.compile(r"^其\s*中")
_INDEXED: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、]\s*|#|\*|—+)\s*")


@dataclass(frozen=True)
class HeadMeaning:
    """What heads say together. Of two that say the same kind of thing the lower one stands."""

    role: Role = Role.VALUE
    measure: str = ""
    region: str = ""
    period: str = ""
    unit: str = ""
    unknown: str = ""


def heads_said(heads: tuple[str, ...], names: Names, year: int | None) -> HeadMeaning:
    """What the heads above a column say of its figures, from the uppermost to the lowest."""
    role, unknown = Role.VALUE, ""
    found: dict[str, str] = {}
    for head in heads:
        text, unit = unit_in(head)
        if unit:
            found["unit"] = unit
        for kind, said in parts_of(text, names, year):
            if kind in (Role.MEASURE, Role.REGION, Role.PERIOD):
                found[str(kind)] = said
                year = int(said) if kind is Role.PERIOD and len(said) == 4 else year  # months below 2025年
            elif kind is Role.UNKNOWN:
                unknown = f"{unknown} {said}".strip()
            elif kind is not Role.VALUE and role not in (Role.GROWTH, Role.YEAR_BEFORE, Role.OTHER):
                role = kind
    if unknown and role not in (Role.GROWTH, Role.YEAR_BEFORE, Role.OTHER, Role.OF_WHICH):
        role = Role.UNKNOWN
    return HeadMeaning(
        role, found.get("measure", ""), found.get("region", ""), found.get("period", ""), found.get("unit", ""), unknown
    )


def parts_of(text: str, names: Names, year: int | None) -> list[tuple[Role, str]]:
    """The parts of one head by their roles. A text that is a name stands as it is; else words and names are parted."""
    said = canonical(text)
    key = name_key(said)
    if not key or key in _CORNER:
        return []
    if key in names.ignored:
        return [(Role.OTHER, said)]
    if said in names.measures:
        return [(Role.MEASURE, said)]
    if said in names.regions:
        return [(Role.REGION, said)]
    if key in TOTALS:
        return [(Role.TOTAL, said)]
    if _OF_WHICH.match(said):
        return [(Role.OF_WHICH, said)]
    if (stem := _INDEXED.sub("", said)) != said:
        return parts_of(stem, names, year)
    for role, words in _WORDS:
        if role is not Role.GROWTH and role is not Role.OTHER and words.search(key):
            return [(role, said)]
    if (when := period_in_head(said, year)) is not None:
        return [(Role.PERIOD, when)]
    for role, words in _WORDS:
        if words.search(key):
            measure = _measure_at(key, names)
            return [(Role.MEASURE, measure[0]), (role, said)] if measure else [(role, said)]
    if measure := _measure_at(key, names):
        return [(Role.MEASURE, measure[0]), *parts_of(measure[1], names, year)]
    return [(Role.UNKNOWN, said)]


def period_in_head(text: str, year: int | None) -> str | None:
    """The id of the period that a head names; None for a text that is none, or only a number."""
    said = canonical(text).replace(" ", "")
    for before in ("本年", "今年"):
        said = said.removeprefix(before)
    if said.isdigit() and len(said) not in (4, 6):
        return None
    try:
        return period(said, year=year).id
    except RowRefused:
        return None


def _measure_at(key: str, names: Names) -> tuple[str, str] | None:
    """The longest name of a measure that begins or ends a text, with the rest of it; names of one letter count not."""
    for length in range(len(key) - 1, 3, -1):
        if key[:length] in names.measures:
            return key[:length], key[length:]
        if key[-length:] in names.measures:
            return key[-length:], key[:-length]
    return None


def measures_in(text: str, names: Names) -> list[str]:
    """The names of measures within a title, none of which lies within another."""
    key, found, start = name_key(text), [], 0
    while start < len(key):
        end = next((e for e in range(len(key), start + 3, -1) if key[start:e] in names.measures), None)
        if end is None:
            start += 1
        else:
            found.append(key[start:end])
            start = end
    return list(dict.fromkeys(found))


def is_growth(text: str) -> bool:
    """Whether a title speaks of growth or shares instead of levels."""
    return any(words.search(name_key(text)) for role, words in _WORDS if role in (Role.GROWTH, Role.OTHER))


_DIGIT: Final = "[0-9一二三四五六七八九十]"
_DAY: Final = re.compile(r"(?:19|20)\d\d\s*年\s*\d\d?\s*月\s*\d\d?\s*日|(?:19|20)\d\d([-./])\d\d?\1\d\d?(?!\d)")
_IN_TITLE: Final = re.compile(
    r"(?:(?:19|20)\d\d|[二一][〇零○一二三四五六七八九]{3}|(?<!\d)\d\d)\s*年度?\s*"
    rf"(?:{_DIGIT}{{1,3}}\s*月?\s*[-—–－~～至到]\s*{_DIGIT}{{1,3}}\s*月份?(?!\s*\d+\s*日)|第?[一二三四1-4]\s*季度|[上下]半年|前三季度"
    rf"|前{_DIGIT}{{1,2}}个月|{_DIGIT}{{1,3}}\s*月份?(?!\s*\d+\s*日))?(?:累计)?"
    r"|(?<!\d)(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])(?![-./\d])|(?<!\d)(?:19|20)\d\d[QHC]\d+"
)


def periods_in(text: str) -> list[Period]:
    """The periods within a title, each once; a day such as 2026年7月15日 is none."""
    said = canonical(text)
    said = _DAY.sub(" ", said)
    found: dict[Period, None] = {}
    for match in _IN_TITLE.finditer(said):
        try:
            found[period(match[0])] = None
        except RowRefused:
            continue
    return list(found)
