"""The class of a surface water section by the standard of its day: that of its worst single item (GB 3838)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indicators.definitions.model import LocalisedText
from indicators.standards.model import StandardError, WaterClasses, WaterEdition, WaterItem

Body = Literal["river", "lake"]
WaterReadings = Mapping[str, float | None]
"""Values by item of the standard, in its units. None, NaN and what is not there are missing."""

SATURATION = "oxygen_saturation"  # %: a reading beside the items; may stand in for the first class of dissolved oxygen
GOOD = 3  # classes Ⅰ to Ⅲ
WORSE = 6  # 劣Ⅴ


@dataclass(frozen=True)
class WaterQuality:
    """The class of a section: 1 to 5, 6 for what is worse than Ⅴ; None when nothing was measured.

    `worst` are the items that decide it, `grades` the class of each item measured. While something is `missing` the
    class is the best it can be. `left_out` are items of the standard that do not count for this kind of water.
    """

    edition: WaterEdition
    grade: int | None
    name: LocalisedText | None
    worst: tuple[str, ...]
    grades: Mapping[str, int]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def good(self) -> bool | None:
        """Whether it is of class Ⅰ to Ⅲ; None when nothing was measured."""
        return None if self.grade is None else self.grade <= GOOD


def section_class(standard: WaterClasses, readings: WaterReadings, day: date, body: Body = "river") -> WaterQuality:
    """The class of a section by its worst item.

    StandardError for a day without an edition, an item the edition does not know, or a value below 0.
    """
    edition = standard.on(day)
    if unknown := sorted(readings.keys() - edition.items.keys() - {SATURATION}):
        raise StandardError("unknown-item", f"{edition.code} has no item {', '.join(unknown)}")
    known = {name: value for name, value in readings.items() if value is not None and not math.isnan(value)}
    if wrong := sorted(name for name, value in known.items() if not 0 <= value < math.inf):
        raise StandardError("no-value", f"{known[wrong[0]]} is no possible value of {wrong[0]}")
    counting = {name: item for name, item in edition.items.items() if item.rivers or body == "lake"}
    saturation = known.get(SATURATION, 0.0)
    grades = {name: _grade(item, known[name], saturation, body) for name, item in counting.items() if name in known}
    grade = max(grades.values(), default=None)
    return WaterQuality(
        edition,
        grade,
        None if grade is None else edition.classes[grade - 1],
        tuple(name for name, own in grades.items() if own == grade),
        grades,
        tuple(name for name in counting if name not in known),
        tuple(name for name in edition.items if name not in counting),
    )


def _grade(item: WaterItem, value: float, saturation: float, body: Body) -> int:
    """The first class whose limit the value keeps."""
    if item.between is not None:
        return 1 if item.between[0] <= value <= item.between[1] else WORSE
    if item.at_least is not None:
        if item.saturation is not None and saturation >= item.saturation:
            return 1
        return next((n for n, limit in enumerate(item.at_least, 1) if value >= limit), WORSE)
    limits = item.lakes if body == "lake" and item.lakes else item.at_most or ()
    return next((n for n, limit in enumerate(limits, 1) if value <= limit), WORSE)
