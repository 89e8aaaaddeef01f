"""What must hold of every measure of the demonstration city."""

import csv
from pathlib import Path

import numpy as np
import pytest

from data.core.clock import DEMO_START
from demo.city.deliveries import FactDelivery
from demo.city.profiles import Profile, read_script
from indicators.catalogue.catalogue import Catalogue

from .conftest import Standing, rows_of

PUBLISHED = Path(__file__).parents[3] / "data" / "published"


def published() -> set[str]:
    """Measures with published figures."""
    names: set[str] = set()
    for file in PUBLISHED.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            names |= {row.get("measure", "") for row in csv.DictReader(lines)}
    return names


def test_every_measure_has_a_profile_or_is_counted_from_events_or_was_published(catalogue: Catalogue) -> None:
    made = set(read_script().measures)
    counted = {name for name, measure in catalogue.measures.items() if measure.events is not None or measure.tasks}
    assert set(catalogue.measures) - made - counted <= published()
    assert {m.events.kind for m in catalogue.measures.values() if m.events is not None} <= set(read_script().events)


def test_every_measure_that_an_indicator_needs_is_made(catalogue: Catalogue) -> None:
    needed = {measure for name in catalogue.indicators for measure in catalogue.measures_of(name)}
    counted = {name for name, measure in catalogue.measures.items() if measure.events is not None or measure.tasks}
    assert needed <= set(read_script().measures) | counted


def test_every_profile_belongs_to_a_measure_that_is_not_counted_from_events(catalogue: Catalogue) -> None:
    for name in read_script().measures:
        assert catalogue.measures[name].events is None


def test_every_event_flag_and_topic_of_the_catalogue_has_its_chances(catalogue: Catalogue) -> None:
    for kind, profile in read_script().events.items():
        assert set(profile.flags) == set(catalogue.events[kind].flags)
        assert set(profile.topics) == {topic.id for topic in catalogue.events[kind].topics}


def test_measures_reach_every_region_of_their_finest_level(catalogue: Catalogue, standing: Standing) -> None:
    for name in {*read_script().measures, "hotline_orders", "grid_events_closed"}:
        finest = set(catalogue.regions.at(catalogue.measures[name].level))
        assert finest <= {region for region, _ in standing.values[name]}, name


def test_a_part_is_never_more_than_its_whole(standing: Standing) -> None:
    for name, profile in read_script().measures.items():
        whole = standing.values.get(profile.share_of or "", {})
        for cell, value in standing.values[name].items():
            assert value <= whole.get(cell, np.inf) + 1e-9, (name, cell)


def test_counted_events_before_the_first_event_are_nested(standing: Standing) -> None:
    for part, whole in [
        ("hotline_orders_on_time", "hotline_orders_due"),
        ("hotline_orders_due", "hotline_orders"),
        ("hotline_orders_satisfied", "hotline_orders_rated"),
        ("business_orders_on_time", "business_orders_due"),
        ("grid_events_on_time", "grid_events_due"),
        ("city_cases_filed", "city_cases_accepted"),
        ("city_cases_on_time", "city_cases_due"),
    ]:
        assert all(value <= standing.values[whole][cell] for cell, value in standing.values[part].items()), part


def test_values_lie_within_what_the_loader_takes_for_possible(catalogue: Catalogue, standing: Standing) -> None:
    for name, cells in standing.values.items():
        values = np.array(list(cells.values()))
        low, high = catalogue.measures[name].minimum, catalogue.measures[name].maximum
        assert np.isfinite(values).all(), name
        assert low is None or values.min() >= low, name
        assert high is None or values.max() <= high, name


def test_counts_are_whole_numbers(catalogue: Catalogue, standing: Standing) -> None:
    for name, cells in standing.values.items():
        if catalogue.measures[name].unit.zh in {"件", "家", "个", "座", "栋", "宗", "起", "处", "台", "张"}:
            assert all(value == round(value) for value in cells.values()), name


def test_everything_is_marked_demo_and_arrives_in_order_before_the_clock_starts(
    fact_batches: tuple[FactDelivery, ...],
) -> None:
    moments = [batch.loaded_at for batch in fact_batches]
    assert moments == sorted(moments)
    assert moments[-1] < DEMO_START
    assert all((batch.facts.basis == 4).all() for batch in fact_batches)


def test_nothing_is_delivered_before_its_period_ends_save_the_month_to_date(
    fact_batches: tuple[FactDelivery, ...],
) -> None:
    for batch in fact_batches:
        months = batch.facts.period[batch.facts.period % 100 <= 12]
        loaded = batch.loaded_at.year * 100 + batch.loaded_at.month
        assert (months < loaded).all() or (loaded == 202506 and months.max() == 202506)


def test_departments_that_are_late_have_delivered_nothing_since(standing: Standing) -> None:
    assert max(period for _, period in standing.values["visitors"]) == 202503
    assert max(period for _, period in standing.values["racks_used"]) == 202502


def test_corrections_keep_the_first_value_and_the_later_one(fact_batches: tuple[FactDelivery, ...]) -> None:
    said = [
        value
        for batch in fact_batches
        for measure, region, period, value in rows_of(batch.facts)
        if (measure, region, period) == ("base_stations_5g", 440605124, 202501)
    ]
    assert len(said) == 2
    assert said[0] == pytest.approx(said[1] * 0.97, abs=0.51)


def test_spring_festival_empties_the_service_halls(standing: Standing) -> None:
    january, february, march = (standing.city("service_cases", f"2024-0{month}") for month in (1, 2, 3))
    assert february < 0.9 * min(january, march)


def test_the_flood_of_june_2022_fills_the_grids_of_sanshui(standing: Standing) -> None:
    may, june, july = (standing.district("grid_events", 440607, f"2022-0{month}") for month in (5, 6, 7))
    assert june > 1.4 * max(may, july)


def test_a_profile_says_in_exactly_one_way_what_a_measure_is() -> None:
    blocks: dict[str, dict[str, object]] = {
        "two": {"amount": {"2020": 1}, "level": {"2020": 1}},
        "none": {},
        "lost": {"share_of": "x"},
        "both": {"amount": {"2020": 1}, "path": {}},
    }
    for block in blocks.values():
        with pytest.raises(ValueError, match=r"form|path"):
            Profile.model_validate(block)
