"""Numbers that are known by their digits alone: identity cards, bank cards, telephones, however they are spaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from indicators.privacy.folded_text import NUMERALS, FoldedText
from indicators.privacy.rules import MaskingRule, Span

_RUN = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \-._/·,、:~|*\\+=;。]{0,3}|\)[ \-]{0,2}|[ \-]?\([ \-]?")
_LISTED = re.compile("[、,:]")  # stands more often between numbers than in one
_MOST_RUNS = 6  # of digits in one number, unless each digit stands alone
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_MOBILE = re.compile(r"(?:1[3-9][0-9]{9}){1,3}|(?:00)?861[3-9][0-9]{9}")
_LINE = re.compile(r"(?:0|86|0086|00860)(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")
_CODED = re.compile(r"(?:00)?(?:852|853)[2-9][0-9]{7}|(?:00)?8869[0-9]{8}")
_GROUPED = frozenset({(3, 4, 4), (4, 4, 3), (3, 8), (3, 3, 5), (4, 4), (4, 7), (5, 6), (7, 4)})
_UNIT = re.compile(r" {0,2}(?:[元万亿件吨度平立户人次米方]|千瓦|公里|m)")
_ORDER = re.compile(
    r"(?:工单|订单|单号|运单|受理|流水|案件|案|发票|设备|网格|项目|批|备案|许可|文)(?:编号|号码|号|码)?(?:为|"
    r"是|:)? ?[A-Z]{0,4}$"
)
_ACCOUNT = re.compile(
    r"(?:卡号|银行卡|账号|帐号|账户|帐户|存折|工资卡|储蓄卡|信用卡|户头)(?:号码|号)?(?:为|是|:)? {0,2}$"
)
_CALL = re.compile(
    r"(?:电话|座机|固话|号码|致电|拨打|回电|来电|传真|联系方式|联系|打|tel)(?:号码|号)?(?:为|是|:)? {0,2}$", re.I
)
_COUNTRY = re.compile(r"\(?\+?(?:00)?86[)\- ]{0,2}$|\+$|\($")
_EXTENSION = re.compile(r" ?(?:转|分机|-|ext\.?|#)(?:转|分机|:| )?(?:号|:| )?[0-9]{1,5}(?![0-9])", re.I)


@dataclass(frozen=True)
class DigitGroup:
    """Neighbouring runs of digits read as one number, with what stands before and after it."""

    digits: str
    sizes: tuple[int, ...]
    gaps: tuple[str, ...]
    before: str
    after: str
    last: int  # the index of its last run

    @property
    def one_by_one(self) -> bool:
        """Each digit stands alone."""
        return 3 < len(self.sizes) == len(self.digits)

    @property
    def even(self) -> bool:
        """The gaps are of one kind, so that a list of other numbers is not read as one."""
        if self.one_by_one or not self.gaps:
            return True
        if _LISTED.search("".join(self.gaps)):
            return self.sizes in _GROUPED
        return len(self.sizes) <= 3 or (len(set(self.gaps)) == 1 and len(self.sizes) <= _MOST_RUNS)

    @property
    def decimal(self) -> bool:
        """A fraction, an amount or a count: a unit follows it, or it begins with a lone 0 and a point."""
        return bool(_UNIT.match(self.after)) or (self.sizes[0] == 1 and self.gaps[:1] == (".",) and not self.one_by_one)


def _is_birthday(digits: str) -> bool:
    year, month, day = digits[:-4], int(digits[-4:-2]), int(digits[-2:])
    return (len(year) == 2 or year[:2] in {"19", "20"}) and 1 <= month <= 12 and 1 <= day <= 31


def _checked(digits: str) -> bool:
    """The check digit of GB 11643-1999."""
    total = sum(int(digit) * (1 << 17 - place) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17]


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 * (n > 9) for n in doubled) % 10 == 0


def _identity(group: DigitGroup) -> bool:
    """A province, a birthday and eighteen signs, or fifteen of the old kind. A number of an order needs its check."""
    digits = group.digits
    if group.after[:2].strip(" -")[:1] in {"x", "X"} and len(digits) == 17:
        digits += "X"
    born = {18: digits[6:14], 15: digits[6:12]}.get(len(digits))
    if born is None or not group.even or not _PROVINCES.match(digits) or not _is_birthday(born):
        return False
    return not _ORDER.search(group.before) or (len(digits) == 18 and _checked(digits))


def _account(group: DigitGroup) -> bool:
    return group.even and not group.decimal and bool(_ACCOUNT.search(group.before))


def _card(group: DigitGroup) -> bool:
    """Of UnionPay's range, or of another issuer's and true to Luhn's check."""
    known = group.even and not group.decimal and (group.digits[:2] == "62" or _luhn(group.digits))
    return known and not _ORDER.search(group.before)


def _mobile(group: DigitGroup) -> bool:
    return bool(_MOBILE.fullmatch(group.digits)) and group.even and not group.decimal


def _line(group: DigitGroup) -> bool:
    """A landline with its area, or a number of Hong Kong, Macau or Taiwan."""
    known = _LINE.fullmatch(group.digits) or _CODED.fullmatch(group.digits)
    return bool(known) and group.even and not group.decimal


def _local(group: DigitGroup) -> bool:
    """Eight digits where a call is spoken of, or of a range of Foshan that no order has."""
    if group.sizes not in {(8,), (4, 4), (1,) * 8} or group.decimal or not group.even:
        return False
    return bool(_CALL.search(group.before)) or (group.digits[0] == "8" and not _ORDER.search(group.before))


@dataclass(frozen=True)
class NumberShape:
    """A kind of number: its lengths (ascending) and first digits narrow down what `holds` has to look at."""

    code: str
    mask: str
    reason: str
    lengths: tuple[int, ...]
    begins: str
    holds: Callable[[DigitGroup], bool]
    behind: re.Pattern[str] | None = None


_MONEY, _ONE, _HOUSE = "leads to somebody's money", "reaches one person", "reaches one household or desk"
SHAPES: tuple[NumberShape, ...] = (
    NumberShape("identity-number", "〔身份证号〕", "names one citizen for life", (15, 17, 18), r"[1-68]", _identity),
    NumberShape("bank-card", "〔银行卡号〕", _MONEY, tuple(range(8, 24)), r"", _account, _ACCOUNT),
    NumberShape("bank-card", "〔银行卡号〕", _MONEY, (15, 16, 17, 18, 19), r"[3-6]", _card),
    NumberShape("mobile", "〔电话〕", _ONE, (11, 13, 15, 22, 33), r"1[3-9]|86|00", _mobile),
    NumberShape("telephone", "〔电话〕", _HOUSE, tuple(range(10, 17)), r"0|8[568]", _line),
    NumberShape("telephone", "〔电话〕", _HOUSE, (8,), r"[2-8]", _local),
)


def _runs(text: FoldedText) -> list[Span]:
    """Runs of digits, parted where digits and numerals meet: 13800138000一直 is a number and a word."""
    runs: list[Span] = []
    for found in _RUN.finditer(text.digits):
        start = found.start()
        for place in range(start + 1, found.end()):
            if (text.text[place] in NUMERALS) != (text.text[place - 1] in NUMERALS):
                runs.append((start, place))
                start = place
        runs.append((start, found.end()))
    return runs


@dataclass(frozen=True)
class DigitLine:
    """The runs of digits of a text, the digits without gaps, and what lies before each run if it can be a gap."""

    text: str
    runs: list[Span]
    widths: list[int]
    places: list[int]  # of each run in `digits`
    digits: str
    gaps: list[str | None]

    def group(self, first: int, last: int) -> DigitGroup:
        """The runs from the first to the last as one number."""
        start, end = self.runs[first][0], self.runs[last][1]
        digits = self.digits[self.places[first] : self.places[last] + self.widths[last]]
        gaps = tuple(gap or "" for gap in self.gaps[first + 1 : last + 1]) if last > first else ()
        around = self.text[max(0, start - 14) : start], self.text[end : end + 4]
        return DigitGroup(digits, tuple(self.widths[first : last + 1]), gaps, *around, last)

    def groups(self, first: int, lengths: tuple[int, ...]) -> Iterator[DigitGroup]:
        """The readings as one number that begin at a run and have one of the lengths (ascending), longest first."""
        length, singles, ends = 0, True, []
        for run in range(first, len(self.runs)):
            length, singles = length + self.widths[run], singles and self.widths[run] == 1
            if length > lengths[-1] or (run > first and self.gaps[run] is None):
                break
            if run - first >= _MOST_RUNS and not singles:
                break
            if length in lengths:
                ends.append(run)
        return (self.group(first, last) for last in reversed(ends))

    def may_begin(self, kind: NumberShape, first: int) -> bool:
        """Whether the first two digits, and what stands before them, allow a number of the kind."""
        place, start = self.places[first], self.runs[first][0]
        if not re.match(kind.begins, self.digits[place : place + 2]):
            return False
        return kind.behind is None or bool(kind.behind.search(self.text[max(0, start - 14) : start]))


def _line_of(text: FoldedText) -> DigitLine:
    runs = _runs(text)
    widths = [end - start for start, end in runs]
    between = [text.digits[a[1] : b[0]] if b[0] - a[1] < 4 else None for a, b in pairwise(runs)]
    gaps = [None, *(gap if gap is not None and _GAP.fullmatch(gap) else None for gap in between)]
    places = [0, *accumulate(widths)][:-1]
    return DigitLine(text.digits, runs, widths, places, "".join(text.digits[a:b] for a, b in runs), gaps)


def _find(text: FoldedText, kind: NumberShape) -> Iterator[Span]:
    line, first = _line_of(text), 0
    while first < len(line.runs):
        found = None
        if line.may_begin(kind, first):
            found = next((group for group in line.groups(first, kind.lengths) if kind.holds(group)), None)
        if found is not None:
            yield _stretched(line.text, line.runs[first][0], line.runs[found.last][1])
            first = found.last
        first += 1


def _stretched(digits: str, start: int, end: int) -> Span:
    """A number with its country before it, and its check letter or extension behind it."""
    if country := _COUNTRY.search(digits[max(0, start - 8) : start]):
        start -= len(country.group())
    if check := re.match(r"[ \-]?[xX](?![A-Za-z0-9])", digits[end : end + 3]):
        return start, end + check.end()
    if extension := _EXTENSION.match(digits[end : end + 14]):
        end += extension.end()
    return start, end


def _rule(kind: NumberShape) -> MaskingRule:
    return MaskingRule(kind.code, kind.mask, kind.reason, lambda text: _find(text, kind))


NUMBERS: tuple[MaskingRule, ...] = tuple(_rule(shape) for shape in SHAPES)
