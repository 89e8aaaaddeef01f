"""About two thousand devices, the same from the same seed, where they belong, with names in both languages."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from shapely import Point
from shapely.geometry import shape

from data.core.scope import Scope
from data.geography.shapes import SHIPPED
from data.telemetry import open_readings
from data.telemetry.device_registry import devices, register, unsettled_clashes
from demo.city import SEED
from demo.fleet.device_kinds import read_kinds
from demo.fleet.plane import inside, outlines
from demo.simulator import SimulatedCity
from indicators.catalogue.catalogue import Catalogue
from monitoring.evaluation_points import points_of

OUTSIDE = {"upstream-gauge"}  # gauges of the cities upstream
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_are_about_two_thousand_devices_in_every_town_and_district(
    city: SimulatedCity, catalogue: Catalogue
) -> None:
    counts = Counter(device.region for device in city.fleet.devices)

    assert 1900 <= len(city.fleet.devices) <= 2100
    assert set(counts) == set(catalogue.regions.codes)
    assert min(counts[town] for town in catalogue.regions.at("town")) >= 25


def test_the_same_seed_makes_the_same_devices_and_another_seed_others(
    city: SimulatedCity, make_city: Callable[[int], SimulatedCity]
) -> None:
    again, other = make_city(SEED), make_city(SEED + 1)

    assert again.fleet.devices == city.fleet.devices
    assert {d.id for d in other.fleet.devices} == {d.id for d in city.fleet.devices}
    moved = sum((a.lon, a.lat) != (b.lon, b.lat) for a, b in zip(city.fleet.devices, other.fleet.devices, strict=True))
    assert moved > 1000


def test_ids_follow_one_scheme_and_are_given_once(city: SimulatedCity) -> None:
    ids = [device.id for device in city.fleet.devices]
    kinds = {kind.code for kind in city.fleet.kinds.values()}

    assert len(set(ids)) == len(ids)
    for device in city.fleet.devices:
        region, code, number = device.id.split("-")
        assert (int(region), len(number)) == (device.region, 4)
        assert code in kinds


def test_every_device_has_a_name_of_its_own_in_both_languages(city: SimulatedCity) -> None:
    zh, en = ([getattr(d, name) for d in city.fleet.devices] for name in ("name_zh", "name_en"))

    assert len(set(zh)) == len(zh)
    assert len(set(en)) == len(en)
    assert all(CHINESE.search(name) for name in zh)
    assert not any(CHINESE.search(name) or "{" in name for name in en)
    assert {"西江马口站", "北江三水站", "海丰村水尺"} <= set(zh)


def test_devices_stand_inside_their_district_and_systems_nowhere(city: SimulatedCity) -> None:
    file = SHIPPED / json.loads((SHIPPED / "shapes.json").read_text())["layers"]["district"]
    districts = {one["id"]: shape(one["geometry"]) for one in json.loads(file.read_text())["features"]}
    standing = [spot.device for spot in city.fleet.spots if spot.device.lon is not None and spot.kind not in OUTSIDE]

    astray = [d.id for d in standing if not districts[d.region // 1000].covers(Point(d.lon, d.lat))]

    assert astray == []
    assert len(standing) > 1500
    assert all(d.lon is None for d in city.fleet.devices if d.region < 1_000_000 and "(" not in d.name_en)


def test_the_ray_to_the_east_agrees_with_a_geometry_library(city: SimulatedCity) -> None:
    file = SHIPPED / json.loads((SHIPPED / "shapes.json").read_text())["layers"]["district"]
    features = {one["id"]: shape(one["geometry"]) for one in json.loads(file.read_text())["features"]}
    made = np.random.default_rng(1)
    for code, outline in features.items():
        west, south, east, north = outline.bounds
        for lon, lat in zip(made.uniform(west, east, 200), made.uniform(south, north, 200), strict=True):
            assert inside((lon, lat), outlines()[code]) == outline.contains(Point(lon, lat))


def test_every_sign_lives_and_most_of_them_in_every_district(
    city: SimulatedCity, catalogue: Catalogue, tmp_path: Path
) -> None:
    readings = open_readings(f"sqlite:///{tmp_path / 'readings.db'}")
    with readings.writing() as connection:
        register(connection, city.fleet.devices, 0)
        known = devices(Scope.everything(), connection)
    readings.dispose()

    points = points_of(catalogue.vitals, catalogue.regions, known, {})

    where: dict[str, set[int]] = {sign: set() for sign in catalogue.vitals.signs}
    for point in points:
        where[point.sign.id] |= set(point.chain)
    assert all(catalogue.regions.city.code in regions for regions in where.values())
    districts = set(catalogue.regions.at("district"))
    everywhere = sum(districts <= regions for regions in where.values())
    assert everywhere >= 45


def test_what_signs_must_know_of_a_place_is_among_its_facts(city: SimulatedCity, catalogue: Catalogue) -> None:
    for device in city.fleet.devices:
        facts = device.facts
        if "bridge_deflection" in device.quantities:
            assert 60 <= facts["limits"]["deflection_limit"] <= 380
        if "pit_displacement" in device.quantities:
            assert 25 <= facts["limits"]["displacement_alarm"] <= 45
        if "scenic_visitors" in device.quantities:
            assert facts["limits"]["capacity"] >= 1000
        if "noise_level" in device.quantities:
            assert facts["traits"]["noise_class"] in {"1", "2", "3", "4"}
        if "water_ph" in device.quantities:
            assert facts["limits"]["target_class"] == 3
        assert device.owner in catalogue.units
        assert device.basis == 4


def test_stocks_add_up_to_what_the_plan_and_the_documents_say(city: SimulatedCity) -> None:
    def total(kind: str, quantity: str, district: int | None = None) -> int:
        block = city.fleet.by_quantity[kind, quantity]
        codes = city.fleet.regions[block.devices]
        here = slice(None) if district is None else (codes == district) | (codes // 1000 == district)
        return int(block.amounts[here].sum())

    assert total("camera-platform", "cameras_total") == 75_681
    assert total("camera-platform", "cameras_total", 440605) == 29_218
    assert total("grid-register", "grids_total") == 5_817
    assert total("grid-register", "grids_total", 440608) == 287


def test_a_few_devices_are_silent_and_two_claim_an_id_that_is_taken(city: SimulatedCity, tmp_path: Path) -> None:
    readings = open_readings(f"sqlite:///{tmp_path / 'readings.db'}")

    with readings.writing() as connection:
        refused = register(connection, (*city.fleet.devices, *city.fleet.claims), 0)
        clashes = unsettled_clashes(connection)
        held = {one.device.id: one.device.name_zh for one in devices(Scope.everything(), connection)}
    readings.dispose()

    assert 5 <= int(city.fleet.silent.sum()) <= 20
    assert len(refused) == len(city.fleet.claims) == clashes == 2
    assert all(held[claim.id] != claim.name_zh for claim in city.fleet.claims)


def test_a_sign_is_sampled_at_least_as_often_as_it_says(city: SimulatedCity, catalogue: Catalogue) -> None:
    slow = [
        (spot.kind, name)
        for spot in city.fleet.spots
        for quantity in spot.device.quantities
        for name in catalogue.vitals.reading(quantity)
        if set(catalogue.vitals.signs[name].reads) <= set(spot.device.quantities)
        and spot.device.every > catalogue.vitals.signs[name].sampling.seconds
    ]

    assert slow == []


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("quantities: {}", "at least 1"),
        ("quantities: {x: {by: stock, each: [0, 0]}}\n  in_event: 7", "divides"),
        ("quantities: {x: {by: part, of: y, share: 1}}", "does not deliver"),
        ("quantities: {x: {by: guess}}", "by"),
    ],
)
def test_a_kind_that_cannot_be_is_refused(tmp_path: Path, block: str, reason: str) -> None:
    head = "thing:\n  code: THG\n  name: {zh: 物, en: thing}\n  owner: water-bureau\n  every: 60\n"
    (tmp_path / "one.yaml").write_text(f"{head}  where: {{each: city}}\n  {block}\n")

    with pytest.raises(ValueError, match=reason):
        read_kinds(tmp_path)
