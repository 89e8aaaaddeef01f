"""Where figures were published, the demonstration city has them. Written out by hand from plan/indicators.md §2, §5."""

import pytest

from demo.city.city import read_levels
from indicators.catalogue.catalogue import Catalogue

from .conftest import Standing

MONTHS = {year: tuple(f"{year}-{month:02d}" for month in range(1, 13)) for year in range(2019, 2026)}
QUARTERS = {year: tuple(f"{year}Q{quarter}" for quarter in range(1, 5)) for year in range(2019, 2026)}


@pytest.mark.parametrize(
    ("measure", "periods", "published"),
    [
        ("gdp", QUARTERS[2019], 10751.02),
        ("gdp", QUARTERS[2020], 10816.47),
        ("gdp", QUARTERS[2021], 12156.54),
        ("gdp", QUARTERS[2022], 12698.4),
        ("gdp", QUARTERS[2023], 13276.0),
        ("gdp", QUARTERS[2024], 13361.90),
        ("gdp", QUARTERS[2021][:2], 5474.12),
        ("gdp", QUARTERS[2023][:2], 6070.77),
        ("gdp", QUARTERS[2024][:1], 2872.65),
        ("gdp", QUARTERS[2024][:2], 6122.89),
        ("gdp", QUARTERS[2024][:3], 9335.48),
        ("gdp_primary", QUARTERS[2024][:3], 173.84),
        ("gdp_secondary", QUARTERS[2024][:3], 5087.02),
        ("gdp_tertiary", QUARTERS[2024][:3], 4074.62),
        ("gdp_primary", QUARTERS[2023], 229.0),
        ("gdp_secondary", QUARTERS[2023], 7514.0),
        ("industrial_value_added", MONTHS[2019], 4859.48),
        ("industrial_value_added", MONTHS[2022], 5761.8),
        ("industrial_value_added", MONTHS[2023], 6301.0),
        ("industrial_value_added", MONTHS[2024][:9], 4414.18),
        ("retail_sales", MONTHS[2020], 3289.09),
        ("retail_sales", MONTHS[2021][:6], 1774.63),
        ("retail_sales", MONTHS[2022], 3593.6),
        ("retail_sales", MONTHS[2023][:6], 1857.94),
        ("trade_total", MONTHS[2020], 5060.3),
        ("trade_total", MONTHS[2021][:6], 3117.9),
        ("trade_total", MONTHS[2022], 6637.8),
        ("budget_revenue", MONTHS[2020], 753.29),
        ("budget_revenue", MONTHS[2021], 808.1),
        ("budget_revenue", MONTHS[2022], 796.9),
        ("resident_population", ("2020-11",), 949.8863),
        ("resident_population", ("2021-12",), 961.26),
        ("registered_population", ("2021",), 484.13),
        ("land_area", ("2020",), 3797.72),
    ],
)
def test_amounts_add_up_to_what_was_published(
    standing: Standing, measure: str, periods: tuple[str, ...], published: float
) -> None:
    assert standing.city(measure, *periods) == pytest.approx(published, abs=0.01)


@pytest.mark.parametrize(
    ("measure", "periods", "published"),
    [
        ("base_stations_5g", ("2020-12",), 9242),
        ("base_stations_5g", ("2020-08",), 7472),
        ("grids", ("2020-12",), 5817),
        ("video_points", ("2020-12",), 75681),
        ("high_tech_firms", ("2019-12",), 4834),
        ("high_tech_firms", ("2020-12",), 5718),
        ("high_tech_firms", ("2021-12",), 7100),
        ("high_tech_firms", ("2023-12",), 10300),
        ("hotline_contacts", MONTHS[2025][:4], 1_782_600),
        ("new_urban_jobs", MONTHS[2022], 106_576),
        ("instant_approval_items", ("2020-12",), 47),
        ("cross_province_items", ("2020-12",), 402),
        ("open_datasets", ("2020-12",), 860),
        ("smart_libraries", ("2020Q4",), 258),
        ("office_users", ("2020-12",), 7350),
    ],
)
def test_counts_are_exactly_what_was_published(
    standing: Standing, measure: str, periods: tuple[str, ...], published: int
) -> None:
    assert standing.city(measure, *periods) == published


@pytest.mark.parametrize(
    ("periods", "published"),
    [
        (("2023-04", "2023-05", "2023-06"), 87.9),
        (("2023-01", "2023-02", "2023-03"), 85.6),
        (("2022-04", "2022-05", "2022-06"), 85.7),
        (tuple(f"2020-0{month}" for month in range(1, 7)), 94.5),
    ],
)
def test_the_share_of_good_air_days_is_as_published(
    standing: Standing, periods: tuple[str, ...], published: float
) -> None:
    share = standing.city("good_air_days", *periods) / standing.city("valid_air_days", *periods) * 100
    assert share == pytest.approx(published, abs=0.05)


@pytest.mark.parametrize(("quarter", "published"), [((4, 5, 6), 19.0), ((1, 2, 3), 29.0)])
def test_fine_dust_of_2023_is_as_published(standing: Standing, quarter: tuple[int, ...], published: float) -> None:
    values = [standing.values["pm25_mean"][(440600, 202300 + month)] for month in quarter]
    assert sum(values) / len(values) == pytest.approx(published, abs=0.1)


@pytest.mark.parametrize(
    ("measure", "split"),
    [
        ("base_stations_5g", {440604: 1294, 440605: 3568, 440606: 3142, 440608: 456, 440607: 782}),
        ("video_points", {440604: 10599, 440605: 29218, 440606: 25728, 440608: 3737, 440607: 6399}),
        ("grids", {440604: 815, 440605: 2246, 440606: 1977, 440608: 287, 440607: 492}),
    ],
)
def test_stocks_of_2020_are_split_by_the_census(standing: Standing, measure: str, split: dict[int, int]) -> None:
    assert {code: standing.district(measure, code, "2020-12") for code in split} == split


def test_the_people_of_the_districts_are_those_of_the_end_of_2021(standing: Standing) -> None:
    published = {440604: 134.27, 440605: 371.93, 440606: 326.94, 440608: 47.2, 440607: 80.92}
    made = {code: standing.district("resident_population", code, "2021-12") for code in published}
    assert made == pytest.approx(published, abs=0.001)


def test_what_was_published_of_nanhai_in_2023_holds(standing: Standing) -> None:
    assert standing.district("high_tech_firms", 440605, "2023-12") == pytest.approx(4150, abs=15)
    retail = sum(standing.district("retail_sales", 440605, month) for month in MONTHS[2023])
    assert retail == pytest.approx(1265, rel=0.01)


def test_town_weights_add_up_to_the_census_and_the_measured_areas(catalogue: Catalogue) -> None:
    district = read_levels(catalogue, 1).district
    people = dict(zip(district.codes.tolist(), district.weights["population"].tolist(), strict=True))
    area = dict(zip(district.codes.tolist(), district.weights["area"].tolist(), strict=True))
    assert people == pytest.approx({440604: 133.03, 440605: 366.72, 440606: 322.91, 440608: 46.90, 440607: 80.32})
    assert area == pytest.approx({440604: 153.95, 440605: 1071.82, 440606: 806.57, 440608: 937.81, 440607: 827.57})
    assert district.weights["gdp"].sum() == pytest.approx(100.0)
