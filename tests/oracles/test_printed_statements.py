"""What documents say about their own figures, beside what the engine makes of these figures.

The indicators in capitals stand in definitions/: none of them needed a line of code.
"""

import math
from collections.abc import Callable

import pytest

Ask = Callable[..., float]
CITY, CHANCHENG, NANHAI, SHUNDE, SANSHUI, GAOMING = 440600, 440604, 440605, 440606, 440607, 440608


@pytest.mark.parametrize(
    ("period", "printed", "rounding"),
    [("2023", 13276, 1.5), ("2024Q1", 2872.65, 0.015), ("2024C06", 6122.89, 0.015), ("2024C09", 9335.48, 0.015)],
)
def test_the_three_sectors_add_up_to_the_printed_gdp(ask: Ask, period: str, printed: float, rounding: float) -> None:
    assert abs(ask("SECTORS_TOGETHER", period) - printed) <= rounding


def test_shundes_printed_growth_leads_back_to_the_level_of_2020(ask: Ask) -> None:
    """4,469 is 24.3 % more than at the end of 2020. The growth is at comparable prices: this is no level as printed."""
    assert round(ask("GDP_BEFORE_GROWTH", "2025", SHUNDE), 1) == 3595.3
    assert math.isnan(ask("GDP_BEFORE_GROWTH", "2025", NANHAI))


def test_the_census_before_counted_as_many_people_as_it_printed(ask: Ask) -> None:
    """7,194,311 in 2010, from the count of 2020 and the printed change."""
    assert round(ask("POPULATION_BEFORE", "2020"), 4) == 719.4311


@pytest.mark.parametrize(("region", "printed"), [(CITY, 32.03), (NANHAI, 41.66), (SHUNDE, 31.17), (GAOMING, 11.66)])
def test_people_and_their_printed_change_give_the_printed_rate(ask: Ask, region: int, printed: float) -> None:
    """Gaoming's 4.90 of 42.00 are 11.67 %: its people were rounded before they were printed."""
    assert ask("POPULATION_GAIN", "2020", region) == pytest.approx(printed, abs=0.012)


def test_all_ages_make_a_hundred(ask: Ask) -> None:
    assert round(ask("ALL_AGES", "2020"), 2) == 100.00


def test_the_printed_areas_leave_so_much_for_the_two_districts_without_one(ask: Ask) -> None:
    printed = ask("AREA", "2018", CHANCHENG) + ask("AREA", "2020", NANHAI) + ask("AREA", "2020", GAOMING)
    assert round(ask("AREA", "2020") - printed, 2) == 1634.14
    assert math.isnan(ask("AREA", "2020", SHUNDE))
    assert math.isnan(ask("AREA", "2020", SANSHUI))


def test_areas_of_some_districts_are_not_the_area_of_the_city(ask_of: Callable[..., Ask]) -> None:
    three = [
        ("land_area", code, "2020", km2) for code, km2 in ((CHANCHENG, 153.95), (NANHAI, 1071.82), (GAOMING, 937.81))
    ]
    assert math.isnan(ask_of(*three)("AREA", "2020"))


def test_however_the_rest_is_parted_the_five_districts_make_the_printed_area(ask_of: Callable[..., Ask]) -> None:
    five = {CHANCHENG: 153.95, NANHAI: 1071.82, GAOMING: 937.81, SHUNDE: 634.14, SANSHUI: 1000}
    ask = ask_of(*(("land_area", code, "2020", km2) for code, km2 in five.items()))
    assert round(ask("AREA", "2020"), 2) == 3797.72


def test_four_months_of_contacts_are_as_many_a_day_as_stated(ask: Ask) -> None:
    """1,782,600 in the 120 days of January to April: about 14,900 a day."""
    assert round(ask("CONTACTS_PER_DAY", "2025C04")) == 14855
    assert round(ask("CONTACTS_PER_DAY", "2025C04"), -2) == 14900


def test_what_is_not_answered_on_the_call_becomes_an_order(ask_of: Callable[..., Ask]) -> None:
    """Xuzhou, one year: 3,582,700 contacts, 952,300 orders, 73.42 % answered on the call, as it printed."""
    ask = ask_of(("hotline_contacts", CITY, "2024", 3_582_700), ("hotline_orders", CITY, "2024", 952_300))
    assert round(ask("ANSWERED_AT_ONCE", "2024"), 2) == 73.42


def test_the_three_rates_weigh_30_35_35_after_the_towns_are_added_up(ask_of: Callable[..., Ask]) -> None:
    """Weights as Jungar Banner published them; 88.0, 60.0 and 75.0 % by hand. The towns' mean would be 71.375."""
    towns = (440604010, 440604011, 440604012, 440604100)
    counts = {
        "hotline_orders": (100, 200, 300, 400),
        "hotline_orders_contacted": (100, 150, 270, 360),
        "hotline_orders_rated": (50, 60, 70, 20),
        "hotline_orders_resolved": (50, 30, 35, 5),
        "hotline_orders_satisfied": (45, 45, 50, 10),
    }
    ask = ask_of(
        *((name, town, "2025-05", n) for name, row in counts.items() for town, n in zip(towns, row, strict=True))
    )
    assert ask("THREE_RATES", "2025-05", CHANCHENG) == pytest.approx(0.30 * 88 + 0.35 * 60 + 0.35 * 75)
    by_town = [ask("THREE_RATES", "2025-05", town) for town in towns]
    assert by_town == pytest.approx([96.5, 66.25, 69.5, 53.25])
    assert sum(by_town) / 4 == pytest.approx(71.375)
