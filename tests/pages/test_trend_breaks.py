"""The chart of a series that crosses a change of standard says so where it happens."""

from dataclasses import dataclass

import numpy as np
import pytest

from components.framework.view import View
from components.indicators.history import chart
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.statistics.arrays import Floats


@dataclass(frozen=True)
class Given:
    """A stored series with a value for every period."""

    indicator: str
    grain: str
    periods: tuple[str, ...]
    region: int = 440600

    @property
    def value(self) -> Floats:
        return np.linspace(80, 90, len(self.periods))

    expected = status = basis = property(lambda self: np.zeros(len(self.periods)))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def marks(catalogue: Catalogue, indicator: str, grain: str, first: str, last: str, lang: str = "zh") -> dict[str, str]:
    """The words of upright lines by the period they stand at, without those of the plan's stages."""
    start, end = Period.parse(first), Period.parse(last)
    periods = tuple(start.shift(n).id for n in range(end.ordinal - start.ordinal + 1))
    drawn = chart(View(lang="en" if lang == "en" else "zh"), catalogue, Given(indicator, grain, periods), False)
    assert drawn is not None
    return {drawn.trend.labels[at]: words for at, words in drawn.trend.marks if "633" in words}


@pytest.mark.parametrize(
    ("grain", "first", "last", "where"),
    [
        ("month", "2025-10", "2026-06", "2026-03"),
        ("quarter", "2025Q1", "2026Q4", "2026Q1"),
        ("year", "2024", "2027", "2026"),
    ],
)
def test_good_air_days_break_with_march_2026(
    catalogue: Catalogue, grain: str, first: str, last: str, where: str
) -> None:
    assert marks(catalogue, "I068", grain, first, last) == {where: "改按 HJ 633-2026"}
    assert marks(catalogue, "I068", grain, first, last, "en") == {where: "HJ 633-2026 from here"}


def test_before_and_after_there_is_no_break(catalogue: Catalogue) -> None:
    assert marks(catalogue, "I068", "month", "2025-01", "2026-02") == {}
    assert marks(catalogue, "I068", "month", "2026-03", "2026-12") == {}


def test_an_indicator_without_a_standard_has_none(catalogue: Catalogue) -> None:
    assert marks(catalogue, "I069", "month", "2025-10", "2026-06") == {}
