"""What the engine makes of Foshan's published figures, beside numbers worked out by hand from the printed ones.

Hand arithmetic stands as literals: the printed figures typed anew, no code shared with the engine or the files.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

Ask = Callable[..., float]
CHANCHENG, NANHAI, SHUNDE, SANSHUI, GAOMING = 440604, 440605, 440606, 440607, 440608


@pytest.mark.parametrize(
    ("period", "whole", "parts"),
    [
        ("2023", 13276, (229, 7514, 5534)),
        ("2024Q1", 2872.65, (47.56, 1500.65, 1324.44)),
        ("2024C06", 6122.89, (101.97, 3356.91, 2664.01)),
        ("2024C09", 9335.48, (173.84, 5087.02, 4074.62)),
    ],
)
def test_sector_shares_follow_from_the_printed_levels(
    ask: Ask, period: str, whole: float, parts: tuple[float, float, float]
) -> None:
    for indicator, part in zip(("S001", "S002", "S003"), parts, strict=True):
        assert ask(indicator, period) == pytest.approx(100 * part / whole, abs=1e-9)


def test_sector_shares_round_to_what_is_known(ask: Ask) -> None:
    assert [round(ask(name, "2023"), 1) for name in ("S001", "S002", "S003")] == [1.7, 56.6, 41.7]
    assert [round(ask(name, "2024C06"), 2) for name in ("S001", "S002", "S003")] == [1.67, 54.83, 43.51]
    assert [round(ask(name, "2024C09"), 2) for name in ("S001", "S002", "S003")] == [1.86, 54.49, 43.65]


@pytest.mark.parametrize("period", ["2023", "2024Q1", "2024C06", "2024C09"])
def test_the_three_shares_make_a_hundred_but_for_rounding(ask: Ask, period: str) -> None:
    assert sum(ask(name, period) for name in ("S001", "S002", "S003")) == pytest.approx(100, abs=0.02)


@pytest.mark.parametrize(
    ("indicator", "year", "now", "before"),
    [
        ("S004", "2020", 10816.47, 10751.02),
        ("S004", "2021", 12156.54, 10816.47),
        ("S004", "2022", 12698.4, 12156.54),
        ("S004", "2023", 13276, 12698.4),
        ("S004", "2024", 13361.90, 13276),
        ("I013", "2020", 4924.88, 4859.48),
        ("I013", "2023", 6301, 5761.8),
        ("I167", "2021", 808.1, 753.29),
        ("I167", "2022", 796.9, 808.1),
    ],
)
def test_growth_follows_from_the_printed_levels_of_two_years(
    ask: Ask, indicator: str, year: str, now: float, before: float
) -> None:
    assert ask(indicator, year) == pytest.approx((now - before) / before * 100, abs=1e-9)


def test_growth_from_levels_is_not_the_printed_growth_at_comparable_prices(ask: Ask) -> None:
    assert round(ask("S004", "2023"), 2) == 4.55
    assert ask("S005", "2023") == 5.0
    assert round(ask("S004", "2024"), 2) == 0.65
    assert ask("S005", "2024") == 1.3
    assert round(ask("I167", "2022"), 2) == -1.39  # printed as +2.3 on the same scope


def test_no_growth_is_made_up_where_the_year_before_was_not_printed(ask: Ask) -> None:
    for indicator, period in (("S004", "2019"), ("I024", "2022"), ("S009", "2022"), ("S004", "2023C06")):
        assert ask(indicator, period) != ask(indicator, period)  # NaN


def test_density_follows_from_census_and_area(ask: Ask) -> None:
    assert round(ask("S015", "2020")) == 2501
    assert ask("S015", "2020", NANHAI) == pytest.approx(3_667_200 / 1071.82)
    assert ask("S015", "2020", GAOMING) == pytest.approx(469_000 / 937.81)


def test_no_density_where_area_and_population_are_of_different_years(ask: Ask) -> None:
    value = ask("S015", "2020", CHANCHENG)
    assert value != value


def test_the_districts_share_the_census_population_as_printed(ask: Ask) -> None:
    printed = {CHANCHENG: 14.00, NANHAI: 38.61, SHUNDE: 33.99, GAOMING: 4.94, SANSHUI: 8.46}
    city = ask("S014", "2020")
    assert {code: round(100 * ask("S014", "2020", code) / city, 2) for code in printed} == printed


def test_the_census_counts_as_many_more_people_as_printed(ask: Ask) -> None:
    now, then = ask("S014", "2020"), ask("S014", "2010")
    assert round(now - then, 4) == 230.4552
    assert round((now - then) / then * 100, 2) == 32.03


def test_ratios_of_two_published_levels(ask: Ask) -> None:
    assert ask("S006", "2020") == pytest.approx(1_081_647_000_000 / 9_498_863)
    assert ask("S006", "2021") == pytest.approx(1_215_654_000_000 / 9_612_600)
    assert ask("S007", "2023") == pytest.approx(6301 / 132.76)
    assert ask("S008", "2020") == pytest.approx(5060.3 / 108.1647)
    assert ask("S008", "2022") == pytest.approx(6637.8 / 126.984)
    assert ask("S010", "2021") == pytest.approx(808.1 / 121.5654)
    assert ask("S011", "2023") == pytest.approx(19981 / 275.24)
    assert ask("S016", "2021") == pytest.approx(484.13 / 9.6126)
    assert ask("S017", "2020") == pytest.approx(328_909_000_000 / 9_498_863)
    assert ask("I007", "2020") == pytest.approx(9242 / 949.8863)


SHARE_BY_SQL = """
SELECT part.region, part.period, 100.0 * part.value / whole.value
FROM fact_current AS part
JOIN fact_current AS whole ON whole.region = part.region AND whole.period = part.period
WHERE part.measure = (SELECT no FROM measure_key WHERE id = ?)
  AND whole.measure = (SELECT no FROM measure_key WHERE id = ?)
"""


@pytest.mark.parametrize(
    ("indicator", "part", "whole", "at_least"),
    [
        ("S002", "gdp_secondary", "gdp", 4),
        ("S007", "industrial_value_added", "gdp", 6),
        ("S008", "trade_total", "gdp", 4),
        ("S016", "registered_population", "resident_population", 7),
    ],
)
def test_shares_agree_with_hand_written_sql(
    ask: Ask, published_warehouse: Path, indicator: str, part: str, whole: str, at_least: int
) -> None:
    connection = sqlite3.connect(published_warehouse)
    rows = connection.execute(SHARE_BY_SQL, (part, whole)).fetchall()
    connection.close()
    assert len(rows) >= at_least
    for region, code, share in rows:
        year, rest = divmod(code, 100)
        name = {40: f"{year}", 21: f"{year}Q1", 31: f"{year}C06", 59: f"{year}C09"}[rest]
        assert ask(indicator, name, region) == pytest.approx(share, rel=1e-12), (region, name)
