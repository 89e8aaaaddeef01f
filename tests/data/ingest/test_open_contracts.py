"""Data contracts keep the published schema of ODCS 3.1, and their version changes exactly when their meaning does."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest

from data.ingest.open_contracts import contract_names, open_contract
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.definitions.model import LocalisedText


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def test_every_contract_keeps_the_published_schema(shipped: Catalogue) -> None:
    schema = json.loads((files("open_data_contract_standard") / "schema.json").read_text("utf-8"))
    assert schema["properties"]["apiVersion"]["default"] == "v3.1.0"
    checker = jsonschema_rs.validator_for(schema)

    names = contract_names(shipped)

    assert {"facts", "devices", "readings", "hotline_order", "statistics-bureau"} <= set(names)
    assert len(set(names)) == len(names)
    assert {name: [fault.message for fault in checker.iter_errors(open_contract(shipped, name))] for name in names} == {
        name: [] for name in names
    }
    assert list(checker.iter_errors({**told(shipped, "facts"), "kind": "Rumour"})), "the checker can refuse"
    assert open_contract(shipped, "no-such") is None


def told(catalogue: Catalogue, name: str) -> dict[str, Any]:
    found = open_contract(catalogue, name)
    assert found is not None
    return found


def with_measure(catalogue: Catalogue, which: str, **changed: Any) -> Catalogue:
    """The catalogue with one measure changed."""
    measure = catalogue.measures[which].model_copy(update=changed)
    return replace(catalogue, measures={**catalogue.measures, which: measure})


def test_what_a_unit_owes_stands_in_its_contract(catalogue: Catalogue) -> None:
    contract = told(catalogue, "statistics-bureau")
    measures = {one["id"]: one for one in contract["customProperties"][1]["value"]}

    assert measures["gdp"] == {
        **{"id": "gdp", "unit": "亿元", "kind": "flow", "grain": "quarter", "level": "district"},
        "minimum": 0.0,
    }
    indicator = next(one for one in catalogue.indicators.values() if one.formula.count("gdp"))
    promised = {one["description"]: (one["value"], one["unit"]) for one in contract["slaProperties"]}
    assert any("gdp" in names and days == (indicator.fresh_days, "d") for names, days in promised.items())
    assert contract["team"] == {"name": "统计局"}


def test_a_version_changes_with_the_meaning_and_with_nothing_else(catalogue: Catalogue) -> None:
    before = told(catalogue, "statistics-bureau")["version"]

    renamed = with_measure(catalogue, "gdp", name=LocalisedText(zh="生产总值", en="Product"))
    narrower = with_measure(catalogue, "gdp", minimum=1.0)
    finer = with_measure(catalogue, "gdp", grain="month")
    other = with_measure(catalogue, "items_online", minimum=1.0)

    versions = [told(one, "statistics-bureau")["version"] for one in (catalogue, renamed, narrower, finer, other)]
    assert versions[:2] == [before, before]
    assert len({*versions[:4]}) == 3
    assert (versions[4] == before) == ("items_online" not in str(told(catalogue, "statistics-bureau")))
    assert told(other, "facts")["version"] != told(catalogue, "facts")["version"]
