"""A sign's values over a day or a week, put together for a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import LevelMark
from components.vitals.sign_chart import SignCourse, sign_chart, sign_sparkline
from components.vitals.signs import level_name, sign_unit
from components.vitals.thresholds import limit_text
from indicators.vitals import Level, Sign

SLOT = 300  # seconds between two values
SPANS = {"24h": 1, "7d": 7}  # what an address calls a span, and its days


@dataclass(frozen=True)
class LabelledCourse:
    """A course, and what it shows in words."""

    course: SignCourse
    label: str


def course_of(view: View, now: datetime, sign: Sign, values: Sequence[float | None], days: int = 1) -> SignCourse:
    """Values by five minutes up to now as a course; of more days than one every sixth."""
    thin = 1 if days == 1 else 6
    kept = list(values)[::-1][::thin][::-1]
    step = timedelta(seconds=SLOT * thin)
    return SignCourse(kept, now, step, _limits(view, sign), sign.decimals, sign_unit(view, sign))


def day_label(view: View, sign: Sign, name: str, value: float | None) -> str:
    """What a picture of the last day shows, under the name of the sign or of the place."""
    return view.translate("sign.day", name=name, value=value_words(view, sign, value))


def value_words(view: View, sign: Sign, value: float | None) -> str:
    """A value with its unit, as sentences say it."""
    return digits(value, sign.decimals) + ("" if value is None else sign_unit(view, sign))


def course_sparkline(shown: LabelledCourse, width: int = 220, height: int = 48) -> RawHtml:
    """The course without axes."""
    return sign_sparkline(shown.course, shown.label, width, height)


def course_chart(shown: LabelledCourse) -> RawHtml:
    """The course with axes."""
    return sign_chart(shown.course, shown.label)


def _limits(view: View, sign: Sign) -> list[tuple[LevelMark, float, str]]:
    """The steps that can be drawn as lines beside the value: level, limit, and what stands at the line."""
    if not sign.ladder.plain:
        return []
    found: list[tuple[LevelMark, float, str]] = []
    for name, step in sign.steps.items():
        level = level_name(Level.called(name))
        found.append((level, step.limit, f"{view.translate(f'map.level.{level}')} {limit_text(sign, step.limit)}"))
    return found
