"""Rates that other bodies printed, computed by the engine from the counts they printed beside them."""

import math
from collections.abc import Callable

import pytest

Ask = Callable[..., float]
CITY, CHANCHENG, NANHAI, SHUNDE, SANSHUI, GAOMING = 440600, 440604, 440605, 440606, 440607, 440608


def test_tianmens_city_cases_of_december_2016_give_the_rates_it_printed(ask_of: Callable[..., Ask]) -> None:
    month = "2024-12"  # the cube begins in 2018: the counts of another city and year stand in for any month
    counts = {"accepted": 1054, "filed": 996, "due": 972, "closed": 911, "on_time": 737}
    ask = ask_of(*((f"city_cases_{name}", CITY, month, value) for name, value in counts.items()))
    assert round(ask("I150", month), 2) == 93.72
    assert round(ask("I151", month), 2) == 75.82
    assert round(ask("I152", month), 2) == 94.50


def test_guangdongs_reviews_of_july_2023_outnumber_its_cases(ask_of: Callable[..., Ask]) -> None:
    ask = ask_of(("service_reviews", CITY, "2023-07", 1387.936), ("service_cases", CITY, "2023-07", 1123.8))
    assert round(ask("I105", "2023-07"), 2) == 123.50
    assert ask("I105", "2023-07") == pytest.approx(13_879_360 / 112_380)


@pytest.mark.parametrize(
    ("period", "months", "printed"),
    [
        ("2018Q4", {"2018-10": (31, 27), "2018-11": (30, 27), "2018-12": (31, 25)}, 85.9),
        ("2019Q1", {"2019-01": (31, 28), "2019-02": (28, 28), "2019-03": (31, 30)}, 95.6),
        ("2022Q2", {"2022-04": (30, 25), "2022-05": (31, 28), "2022-06": (30, 25)}, 85.7),
        ("2023Q1", {"2023-01": (31, 25), "2023-02": (28, 24), "2023-03": (31, 28)}, 85.6),
        ("2023Q2", {"2023-04": (30, 27), "2023-05": (31, 27), "2023-06": (30, 26)}, 87.9),
    ],
)
def test_the_only_whole_number_of_good_days_gives_the_printed_share(
    ask_of: Callable[..., Ask], period: str, months: dict[str, tuple[int, int]], printed: float
) -> None:
    """How the days fall on the months is free; a mean of the months' shares would not give the printed share."""
    valid = [("valid_air_days", CITY, month, days) for month, (days, _) in months.items()]
    good = [("good_air_days", CITY, month, days) for month, (_, days) in months.items()]
    days, fine = sum(row[3] for row in valid), sum(row[3] for row in good)
    assert [n for n in range(days + 1) if round(100 * n / days, 1) == printed] == [fine]
    assert round(ask_of(*valid, *good)("I068", period), 1) == printed


def test_half_a_year_of_days_gives_the_printed_share(ask_of: Callable[..., Ask]) -> None:
    days = {"2020-01": 31, "2020-02": 29, "2020-03": 31, "2020-04": 30, "2020-05": 31, "2020-06": 30}
    good = {"2020-01": 31, "2020-02": 29, "2020-03": 30, "2020-04": 26, "2020-05": 28, "2020-06": 28}
    rows = [("valid_air_days", CITY, m, n) for m, n in days.items()]
    rows += [("good_air_days", CITY, m, n) for m, n in good.items()]
    assert (sum(good.values()), sum(days.values())) == (172, 182)
    assert round(ask_of(*rows)("I068", "2020C06"), 1) == 94.5


@pytest.mark.parametrize(
    ("measure", "indicator", "year", "by_district", "printed"),
    [
        ("resident_population", "S014", "2020", (133.03, 366.72, 322.91, 46.90, 80.32), 949.88),
        ("resident_population", "S014", "2021", (134.27, 371.93, 326.94, 47.2, 80.92), 961.26),
    ],
)
def test_the_districts_add_up_to_the_city_that_was_printed(
    ask_of: Callable[..., Ask],
    measure: str,
    indicator: str,
    year: str,
    by_district: tuple[float, ...],
    printed: float,
) -> None:
    districts = (CHANCHENG, NANHAI, SHUNDE, GAOMING, SANSHUI)
    rows = [(measure, code, year, value) for code, value in zip(districts, by_district, strict=True)]
    assert round(ask_of(*rows)(indicator, year), 2) == printed


def test_four_districts_are_not_the_city(ask_of: Callable[..., Ask]) -> None:
    rows = [("resident_population", code, "2021", 100.0) for code in (CHANCHENG, NANHAI, SHUNDE, GAOMING)]
    assert math.isnan(ask_of(*rows)("S014", "2021"))


def test_registered_and_resident_population_of_the_districts_give_the_citys_ratio(ask_of: Callable[..., Ask]) -> None:
    resident = {CHANCHENG: 134.27, NANHAI: 371.93, SHUNDE: 326.94, GAOMING: 47.2, SANSHUI: 80.92}
    registered = {CHANCHENG: 73.6, NANHAI: 170.04, SHUNDE: 158.91, GAOMING: 33.67, SANSHUI: 47.91}
    rows = [("resident_population", code, "2021", value) for code, value in resident.items()]
    rows += [("registered_population", code, "2021", value) for code, value in registered.items()]
    assert ask_of(*rows)("S016", "2021") == pytest.approx(484.13 / 961.26 * 100)
