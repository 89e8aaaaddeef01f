"""Where a number came from: the newest deliveries first, the rest counted, limits said as their source says them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from components.formatting.numbers import DisplayValue
from components.formatting.qualifiers import qualifier_name
from components.framework.markup import to_html
from components.framework.view import View
from components.indicators.origin import SHOWN, caution, origin_list
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue

CITY = load_catalogue(CATALOGUE)
MEASURE = next(iter(CITY.measures))
MORE_THAN = next(number for number in range(1, 6) if qualifier_name(number) == "more_than")
ABOUT = next(number for number in range(1, 6) if qualifier_name(number) == "about")
FIGURE = DisplayValue("I108", 440600, "2025-05", 90.0, "%", 1, wording="more_than")


@dataclass(frozen=True)
class Delivered:
    """A delivered file."""

    batch: int
    file_name: str
    loaded_at: datetime
    source_zh: str = "数据局"
    source_en: str = "Data bureau"
    file_hash: str = "ab12"


@dataclass(frozen=True)
class Found:
    """A measure behind a value."""

    measure: str = MEASURE
    period: str = "2025-05"
    way: str = "direct"
    told: str = "2025-05"
    facts: int = 3
    basis: int = 3
    value: float = 1200.0
    wording: int = 0
    batches: tuple[Delivered, ...] = ()


def delivered(count: int) -> tuple[Delivered, ...]:
    begin = datetime(2025, 6, 1, tzinfo=UTC)
    return tuple(Delivered(n, f"file-{n}.csv", begin + timedelta(days=n)) for n in range(count))


@pytest.mark.parametrize("count", [0, 1, SHOWN, SHOWN + 1, SHOWN + 7])
def test_the_newest_deliveries_are_named_and_the_others_counted(count: int) -> None:
    drawn = to_html(origin_list(View(), CITY, [Found(batches=delivered(count))], "2025-05", UTC))

    newest = [f"file-{n}.csv" for n in reversed(range(count))][:SHOWN]
    assert re.findall(r"file-\d+\.csv", drawn) == newest
    more = View().translate("origin.more", count=max(count - SHOWN, 1))
    assert (more in drawn) == (count > SHOWN)


def test_every_measure_is_named_in_the_language_that_is_read() -> None:
    one = CITY.measures[MEASURE].name

    assert one.zh in to_html(origin_list(View(), CITY, [Found()], "2025-05", UTC))
    assert one.en in to_html(origin_list(View(lang="en"), CITY, [Found(batches=delivered(1))], "2025-05", UTC))
    assert "Data bureau" in to_html(origin_list(View(lang="en"), CITY, [Found(batches=delivered(1))], "2025-05", UTC))


def test_an_exact_or_missing_value_needs_no_caution() -> None:
    assert caution(View(), CITY, DisplayValue("I108", 440600, "2025-05", 90.0), [Found()]) is None
    assert caution(View(), CITY, DisplayValue("I108", 440600, "2025-05", None, wording="about"), [Found()]) is None


def test_a_fact_that_is_itself_the_limit_is_told_apart_from_a_value_that_rests_on_one() -> None:
    itself = to_html(caution(View(), CITY, FIGURE, [Found(wording=MORE_THAN)]))
    rests = to_html(caution(View(), CITY, FIGURE, [Found(wording=MORE_THAN), Found(wording=ABOUT)]))
    other = to_html(caution(View(), CITY, FIGURE, [Found(wording=ABOUT)]))

    assert CITY.measures[MEASURE].name.zh not in itself
    assert rests.count(CITY.measures[MEASURE].name.zh) == 2
    assert "；" in rests
    assert CITY.measures[MEASURE].name.zh in other


def test_a_limit_that_comes_from_the_year_before_is_said_so() -> None:
    said = to_html(caution(View(), CITY, FIGURE, [Found()]))

    assert View().translate("wording.year_before") in said
