"""Say which region a row of a city's file is: by its code, and only where it has none, by its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import shapely

from data.geography.importing.layer_files import LayerFeature
from data.geography.importing.layers import FINE
from data.geography.plane import Area
from data.geography.shape_files import SourceRegion
from data.pipeline.refusal import RowRefused
from indicators.definitions.model import Level

LENGTH: Final[dict[Level, int]] = {"city": 6, "district": 6, "town": 9}
DOUBLED: Final = 0.001  # share of a region that its own rows may claim twice


def official_code(text: str, level: Level) -> str:
    """The 6 or 9 digits of a code that may come with China's 156 before it, zeros behind it, or as 440604.0."""
    digits = re.sub(r"\.0+$", "", text)
    if re.fullmatch(r"156\d{6}", digits):
        digits = digits[3:]
    length = LENGTH[level]
    return digits[:length] if re.fullmatch(rf"\d{{{length}}}0*", digits) else digits


@dataclass(frozen=True)
class KnownRegions:
    """The regions of a level, by their codes and the forms of their names."""

    level: Level
    codes: frozenset[int]
    by_name: Mapping[str, int]

    @classmethod
    def of(cls, level: Level, places: Sequence[SourceRegion]) -> "KnownRegions":
        """The regions of a level among all places."""
        own = [place for place in places if place.level == level]
        by_name = {form: place.code for place in own for form in _forms(place)}
        return cls(level, frozenset(place.code for place in own), by_name)

    def region(self, row: LayerFeature) -> int:
        """The region that a row speaks of: by its code, and only where it has none, by its name. RowRefused."""
        code = official_code(row.code, self.level)
        if code:
            if code.isascii() and code.isdigit() and int(code) in self.codes:
                return int(code)
            raise RowRefused("unknown_code", text=row.code, level=self.level)
        for form in (row.name, _stem(row.name)):
            if form.lower() in self.by_name:
                return self.by_name[form.lower()]
        if row.name:
            raise RowRefused("unknown_name", text=row.name, level=self.level)
        raise RowRefused("no_name")


def _forms(place: SourceRegion) -> set[str]:
    return {place.name_zh, _stem(place.name_zh), place.name_en.lower()}


def _stem(name: str) -> str:
    """石湾镇街道办事处 and 佛山市禅城区石湾镇街道 both come to 石湾."""
    short = re.sub(r"^(广东省)?(佛山市)?((禅城|南海|顺德|三水|高明)区(?=.))?", "", name)
    return re.sub(r"(镇街道|街道|镇|区)(办事处|人民政府)?$", "", short)


def sound(row: LayerFeature) -> Area:
    """The outline of a row. RowRefused for what is wrong with it by itself."""
    outline, name = row.outline, row.code or row.name
    if outline is None or outline.is_empty:
        raise RowRefused("no_outline", text=name)
    if outline.geom_type not in ("Polygon", "MultiPolygon"):
        raise RowRefused("not_an_area", text=name, type=outline.geom_type)
    if not shapely.is_valid(outline):
        raise RowRefused("invalid_outline", text=name, why=shapely.is_valid_reason(outline))
    return outline


def doubled(outlines: Sequence[Area]) -> bool:
    """Whether outlines of one region claim the same ground."""
    total = float(sum(outline.area for outline in outlines))
    return total - float(union(outlines).area) > DOUBLED * total


def union(outlines: Sequence[Area]) -> Area:
    """Several outlines of one region as one."""
    return outlines[0] if len(outlines) == 1 else shapely.union_all(outlines, grid_size=FINE)
