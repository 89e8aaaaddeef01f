"""Names and unified ids of the demonstration's devices.

A unified id (统一标识) is the official code of the region that a device stands in or speaks for, the code of its kind,
and a running number there: 440607103-PMP-0002 is the second pump station of 乐平镇.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from demo.fleet.noise import key_of, uniform
from indicators.definitions.model import LocalisedText
from indicators.definitions.regions import Region, Regions

ROADS = Path(__file__).parent / "roads.csv"
_ENDINGS = ("街道", "镇", "区")


def unified_id(region: int, code: str, number: int) -> str:
    """The id of a kind's device with a running number in a region."""
    return f"{region}-{code}-{number:04d}"


def roads_of(region: int, code: str) -> Iterator[LocalisedText]:
    """Names of roads for a kind's devices in a region, one after another, never the same twice."""
    order = np.argsort(
        uniform(np.full(len(_roads()), key_of("roads", region, code), np.uint64), np.arange(len(_roads())))
    )
    for around in range(1, 100):
        for place in order.tolist():
            zh, en = _roads()[place]
            yield (
                LocalisedText(zh=zh, en=en) if around == 1 else LocalisedText(zh=f"{zh}{around}号", en=f"{en} {around}")
            )


def named(pattern: LocalisedText, regions: Regions, region: int, roads: Iterator[LocalisedText]) -> LocalisedText:
    """A device's name in both languages; a road is taken from `roads` only where the pattern has one."""
    road = next(roads) if "{road}" in pattern.zh else None
    around = [regions[code] for code in regions.around(region)]
    zh = {str(region.level): _short(region) for region in around}
    en = {str(region.level): region.name.en for region in around}
    return LocalisedText(
        zh=pattern.zh.format_map({**zh, "road": road.zh if road else ""}),
        en=pattern.en.format_map({**en, "road": road.en if road else ""}),
    )


def _short(region: Region) -> str:
    """A region's Chinese name without what kind of region it is."""
    name = region.name.zh
    return next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)


@lru_cache(maxsize=1)
def _roads() -> Sequence[tuple[str, str]]:
    with ROADS.open(encoding="utf-8", newline="") as lines:
        return [(row["zh"], row["en"]) for row in csv.DictReader(lines)]
