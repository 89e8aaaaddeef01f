"""Regions as departments write them: by code or name, long or short, in both languages, of today or of before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.pipeline.refusal import RowRefused
from data.pipeline.values.texts import name_key, shown
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Alias
from indicators.definitions.regions import Region

_CODE: Final = re.compile(r"(?:156)?(\d{6}|\d{9})(?:0{3}|0{6})?(?:\.0+)?", re.ASCII)
_ENDINGS: Final = {
    "city": ("市",),
    "district": ("区",),
    "town": ("镇街道", "街道", "镇"),
}
_OFFICES: Final = ("", "办事处", "人民政府", "政府", "办")
_ENGLISH: Final = {
    "city": ("", "city", "shi"),
    "district": ("", "district", "qu"),
    "town": ("", "town", "zhen", "subdistrict", "street", "jiedao"),
}
_WHOLE_CITY: Final = ("全市", "本市", "全市合计", "wholecity", "citywide", "thecity")


@dataclass(frozen=True)
class Former:
    """A region that is no more: its name of then, its last day, and what it is now.

    `same` is false where the region of today covers other ground, so that a figure of then is not one of today's.
    """

    name: str
    until: date
    region: int
    same: bool


@dataclass(frozen=True)
class RegionNames:
    """Every way to write a region. A spelling that several regions share is ambiguous and names none."""

    regions: Mapping[str, frozenset[int]]
    former: Mapping[str, Former] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, more: Mapping[str, int] | None = None) -> RegionNames:
        """The names in a catalogue with its aliases, and `more` names that were mapped to a region's code."""
        found: dict[str, set[int]] = {}
        for region in catalogue.regions:
            for form in _forms(catalogue, region):
                found.setdefault(name_key(form), set()).add(region.code)
        former: dict[str, Former] = {}
        for alias in catalogue.aliases.values():
            if alias.region is not None and alias.until is None:
                found |= {name_key(text): {alias.region} for text in _written(alias)}
            elif alias.region is not None and alias.until is not None:
                one = Former(alias.names[0], alias.until, alias.region, alias.same)
                former |= {name_key(text): one for text in _written(alias)}
        found |= {name_key(name): {code} for name, code in (more or {}).items()}
        return cls({name: frozenset(codes) for name, codes in found.items()}, former)

    def find(self, text: str, column: str = "region") -> int:
        """The region that a text names.

        RowRefused: `unknown_region`, `ambiguous_region`, `former_region` (dissolved into one that covers more).
        """
        key = self._key(text)
        codes = self.regions.get(key, frozenset())
        if len(codes) > 1:
            raise RowRefused("ambiguous_region", column, text=shown(text), known=", ".join(map(str, sorted(codes))))
        if codes:
            return next(iter(codes))
        if (former := self.former.get(key)) is None:
            raise RowRefused("unknown_region", column, text=shown(text))
        if not former.same:
            facts = {"text": shown(text), "until": former.until.isoformat(), "known": str(former.region)}
            raise RowRefused("former_region", column, **facts)
        return former.region

    def former_name(self, text: str) -> Former | None:
        """What a text names that is no more; None for a name of today."""
        key = self._key(text)
        return None if key in self.regions else self.former.get(key)

    def __contains__(self, text: str) -> bool:
        key = self._key(text)
        return len(self.regions.get(key, ())) == 1 or key in self.former

    @staticmethod
    def _key(text: str) -> str:
        key = name_key(text)
        code = _CODE.fullmatch(text.strip()) or _CODE.fullmatch(key)
        return code[1] if code else key


def region_names(catalogue: Catalogue) -> RegionNames:
    """Every way to write a region of a catalogue."""
    return RegionNames.of(catalogue)


def region(text: str, names: RegionNames, column: str = "region") -> int:
    """The region that a text names. RowRefused: `unknown_region`, `ambiguous_region`, `former_region`."""
    return names.find(text, column)


def _written(alias: Alias) -> Iterable[str]:
    return (*alias.names, *(str(code) for code in alias.codes))


def _forms(catalogue: Catalogue, one: Region) -> Iterator[str]:
    """石湾镇街道 is also 石湾, 石湾镇 and 禅城区石湾镇街道办事处; Shunde also Shunde District and shundequ."""
    yield str(one.code)
    yield from (one.name.en + ending for ending in _ENGLISH[one.level])
    names = {one.name.zh, *_short(one)}
    around = [catalogue.regions[code] for code in catalogue.regions.around(one.code)[1:]]
    outer = [""]
    for level in around:  # the nearest first: 顺德区, then 佛山市顺德区
        outer += [f"{name}{last}" for name in (level.name.zh, *_short(level)) for last in list(outer)]
    if around:
        outer += [f"{top}{near}" for top in _city_forms(around[-1]) for near in outer if not near.startswith(top)]
    else:
        outer = ["", "广东省", "广东"]
        yield from _WHOLE_CITY
    for name in names:
        for before in outer:
            yield from (f"{before}{name}{office}" for office in _OFFICES)


def _city_forms(city: Region) -> Iterator[str]:
    for name in (city.name.zh, *_short(city)):
        yield from (f"{province}{name}" for province in ("", "广东省"))


def _short(one: Region) -> set[str]:
    """A name without what kind of region it is: at least two characters remain."""
    for ending in _ENDINGS[one.level]:
        stem = one.name.zh.removesuffix(ending)
        if stem != one.name.zh and len(stem) >= 2:
            kinds = ("镇", "街道", "街") if one.level == "town" else ()
            return {stem, *(stem + kind for kind in kinds)}
    return set()
