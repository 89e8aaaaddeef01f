"""Periods as people and spreadsheets write them: every unambiguous spelling is one, any other has its own reason.

A spelling is first made canonical (full width, Chinese numerals, dashes, no blanks), then tried against the forms of
the table FORMS, each of which knows one way to write a period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from typing import Final

from data.pipeline.refusal import RowRefused
from data.pipeline.values.texts import canonical, shown
from indicators.calendar.periods import Grain, Period, PeriodError

_DIGITS: Final = {sign: str(n) for n, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "Ｏ": "0"}
_NUMERAL: Final = re.compile("[零〇○一二三四五六七八九十]+")
_DASHES: Final = re.compile(r"[—–−‐‑―~～至到]+|--+")
_ENGLISH: Final = (
    *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august"),
    *("sep sept september", "oct october", "nov november", "dec december"),
)
_MONTHS: Final = {name: n for n, names in enumerate(_ENGLISH, start=1) for name in names.split()}
_NAMED: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_Y: Final = r"((?:19|20|21)\d\d)"
_NO_YEAR: Final = re.compile(
    r"(?:\d\d?月|第?[1-4]季|[1-4]q|q[1-4]|h[12]|[上下]半年|前\d|全年|\d\d?-\d\d?(?:月|季|个月)).*"
)
_MIDNIGHT: Final = r"(?:t?0?0:00(?::00(?:\.0+)?)?)?"
Found = re.Match[str]


class _Unclear(Exception):
    """The spelling may mean several periods."""


class _InsideMonth(Exception):
    """The spelling is a day that neither begins nor ends a month."""


def period(text: str, column: str = "period", *, year: int | None = None) -> Period:
    """The period that a text names; `year` is that of the title, for texts such as 5月 that tell none.

    RowRefused: `bad_period`, `ambiguous_period` (05/06/2026, 26-05-06), `day_not_period` (a day inside a month).
    """
    try:
        return Period.parse(text)
    except PeriodError:
        pass
    said = _plain(text)
    if year is not None and _NO_YEAR.fullmatch(said) and not re.search(_Y, said):
        said = f"{year}年{said}"
    try:
        for form, made in FORMS:
            if match := re.fullmatch(form, said):
                return made(match)
    except PeriodError:
        pass
    except _Unclear:
        raise RowRefused("ambiguous_period", column, text=shown(text)) from None
    except _InsideMonth:
        raise RowRefused("day_not_period", column, text=shown(text)) from None
    raise RowRefused("bad_period", column, text=shown(text))


def _plain(text: str) -> str:
    said = canonical(text[:80]).casefold().replace(" ", "").replace(",", "").replace("'", "")
    said = _DASHES.sub("-", _NUMERAL.sub(lambda found: _arabic(found[0]), said))
    said = re.sub(r"^(\d\d)年(?!\d{4})", r"20\1年", said.removeprefix("截至").removeprefix("截止"))
    return re.sub(r"\((累计|当月|本月|当季)\)$", r"\1", said).removesuffix("数")


def _arabic(numeral: str) -> str:
    """二〇二六 is 2026, 十二 is 12, 五 is 5."""
    if "十" not in numeral:
        return "".join(_DIGITS[sign] for sign in numeral)
    tens, _, ones = numeral.partition("十")
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def _of(grain: Grain) -> Callable[[Found], Period]:
    return lambda found: Period(grain, int(found[1]), int(found[2]))


def _turned(grain: Grain) -> Callable[[Found], Period]:
    return lambda found: Period(grain, int(found[2]), int(found[1]))


def _year(found: Found) -> Period:
    return Period(Grain.YEAR, int(found[1]))


def _half(found: Found) -> Period:
    return Period(Grain.HALF, int(found[1]), 1 if found[2] == "上" else 2)


def _quarters(found: Found) -> Period:
    return Period(Grain.YTD, int(found[1]), 3 * int(found[2]))


def _span(found: Found) -> Period:
    """From a month to a month: cumulative from January, else a quarter or a half."""
    year, first, last = int(found[1]), int(found[2]), int(found["last"])
    if first == 1 and last > 1:
        return Period(Grain.YTD, year, last)
    for grain, length in ((Grain.QUARTER, 3), (Grain.HALF, 6)):
        if last - first + 1 == length and last % length == 0:
            return Period(grain, year, last // length)
    raise PeriodError("no span that is delivered")


def _named(found: Found) -> Period:
    year, month = found["year"], _MONTHS[found["month"]]
    return Period(Grain.MONTH, int(year) if len(year) == 4 else 2000 + int(year), month)


def _day(found: Found) -> Period:
    return _of_day(int(found[1]), int(found[2]), int(found[3]))


def _of_day(year: int, month: int, day: int) -> Period:
    """A month by its first or last day, as spreadsheets keep it."""
    found = Period(Grain.MONTH, year, month)
    if day not in (1, monthrange(year, month)[1]):
        if 1 < day < monthrange(year, month)[1]:
            raise _InsideMonth
        raise PeriodError("no such day")
    return found


def _day_or_month_first(found: Found) -> Period:
    one, other, year = int(found[1]), int(found[2]), int(found[3])
    if one > 12 >= other:
        return _of_day(year, other, one)
    if other > 12 >= one:
        return _of_day(year, one, other)
    raise _Unclear


def _unclear(found: Found) -> Period:
    raise _Unclear


FORMS: Final[tuple[tuple[str, Callable[[Found], Period]], ...]] = (
    (rf"{_Y}(?:年度?)?(?:全年|末|底|年末|年底)?(?:累计)?", _year),
    (rf"{_Y}\.1", _unclear),  # January, or October of which a spreadsheet dropped the nought
    (rf"{_Y}[-/.年](\d\d?)月?份?(?:末|底|止|当月|本月|单月)?", _of(Grain.MONTH)),
    (rf"{_Y}[-/.年]?(\d\d)", _of(Grain.MONTH)),
    (rf"{_Y}年?[-/.]?(?:第?([1-4])季度?|q([1-4])季?度?|第?([1-4])q)(?:当季|本季)?", lambda f: _quarter(f)),
    (rf"(?:q([1-4])|([1-4])q)[-/.]?{_Y}年?", lambda f: Period(Grain.QUARTER, int(f[3]), int(f[1] or f[2]))),
    (rf"{_Y}年?(?:前|1-)([2-4])个?季度?(?:累计)?", _quarters),
    (rf"{_Y}年?第?([1-4])季度?累计", _quarters),
    (rf"{_Y}年?[-/.]?h([12])", _of(Grain.HALF)),
    (rf"h([12])[-/.]?{_Y}", _turned(Grain.HALF)),
    (rf"{_Y}年?(上|下)半年度?(?:累计)?", _half),
    (rf"{_Y}c(\d\d?)", _of(Grain.YTD)),
    (rf"{_Y}[-/.年](\d\d?)月?份?(?:累计|止累计|末累计|底累计)", _of(Grain.YTD)),
    (rf"{_Y}年?(?:前|1-)(\d\d?)个月(?:累计)?", _of(Grain.YTD)),
    (rf"{_Y}年(\d\d?)月?份?-(?P<last>\d\d?)月?份?(?:累计)?", _span),
    (rf"{_Y}[/.](\d\d?)-(?P<last>\d\d?)月?份?(?:累计)?", _span),
    (rf"{_Y}-(\d\d?)-(?P<last>\d\d?)(?:月份?(?:累计)?|累计)", _span),
    (rf"{_Y}([-/.年])(?P<a>\d\d?)月?-\1\2(?P<last>\d\d?)月?(?:累计)?", lambda f: _span_of_ids(f)),
    (rf"(\d\d?)月?[-/.]{_Y}", _turned(Grain.MONTH)),
    (rf"(\d\d?)月{_Y}年?", _turned(Grain.MONTH)),
    (rf"(?P<month>{_NAMED})\.?[-/.]?(?P<year>(?:19|20|21)\d\d|\d\d)", _named),
    (rf"(?P<year>(?:19|20|21)\d\d)[-/.]?(?P<month>{_NAMED})\.?", _named),
    (rf"\d\d?[-/.]?(?:{_NAMED})", _unclear),
    (rf"{_Y}[-/.年](\d\d?)[-/.月](\d\d?)日?{_MIDNIGHT}", _day),
    (rf"{_Y}(\d\d)(\d\d)", _day),
    (rf"(\d\d?)[-/.](\d\d?)[-/.]{_Y}{_MIDNIGHT}", _day_or_month_first),
    (rf"\d\d[-/.]\d\d?(?:[-/.]\d\d?)?{_MIDNIGHT}", _unclear),
    (rf"\d\d?[-/.]\d\d?[-/.]\d\d{_MIDNIGHT}", _unclear),
)
"""Ways to write a period: the whole canonical text as a pattern, and the period that it makes."""


def _quarter(found: Found) -> Period:
    return Period(Grain.QUARTER, int(found[1]), int(found[2] or found[3] or found[4]))


def _span_of_ids(found: Found) -> Period:
    year, first, last = int(found[1]), int(found["a"]), int(found["last"])
    if first == 1 and last > 1:
        return Period(Grain.YTD, year, last)
    raise PeriodError("no span that is delivered")
