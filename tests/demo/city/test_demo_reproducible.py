"""The same seed makes the same city to the byte; another seed makes another."""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np

from demo.city import SEED, deliveries
from demo.city.build import Delivered
from demo.city.city import read_levels
from demo.city.deliveries import FactDelivery
from demo.city.measures import MeasureGenerator
from demo.city.profiles import DemoScript, read_script
from demo.city.streams import stream
from indicators.catalogue.catalogue import Catalogue

_FACTS = ("measure", "region", "period", "value", "state", "basis")
_EVENTS = ("day", "region", "id", "at", "topic", "flags", "hours")


def digest(batches: Iterable[Delivered]) -> str:
    """A hash of every column of every batch, with names and moments."""
    result = sha256()
    for batch in batches:
        result.update(f"{batch.file_name} {batch.loaded_at.isoformat()}".encode())
        if isinstance(batch, FactDelivery):
            result.update(" ".join(batch.facts.measures).encode())
            columns = [getattr(batch.facts, name) for name in _FACTS]
        else:
            made = batch.make()
            columns = [getattr(made, name) for name in _EVENTS]
        for column in columns:
            result.update(np.ascontiguousarray(column).tobytes())
    return result.hexdigest()


def test_the_same_seed_makes_the_same_city_to_the_byte(batches: tuple[Delivered, ...], catalogue: Catalogue) -> None:
    assert digest(batches) == digest(deliveries(catalogue, SEED))


def test_another_seed_makes_another_city(batches: tuple[Delivered, ...], catalogue: Catalogue) -> None:
    assert digest(batches) != digest(deliveries(catalogue, SEED + 1))


def test_a_measure_does_not_depend_on_what_other_measures_there_are(catalogue: Catalogue) -> None:
    full, levels = read_script(), read_levels(catalogue, SEED)
    few = {name: full.measures[name] for name in ("food_samples", "food_samples_passed")}
    alone = MeasureGenerator(catalogue, levels, DemoScript(few, full.events, full.seasons, full.deliveries), SEED).all()
    beside = MeasureGenerator(catalogue, levels, full, SEED).all()
    for name in few:
        assert np.array_equal(alone[name][0].value, beside[name][0].value)


def test_streams_of_different_subjects_and_seeds_differ() -> None:
    first = {stream(seed, *subject).random() for seed in (1, 2) for subject in (("a", "bc"), ("ab", "c"), ("abc",))}
    assert len(first) == 6
