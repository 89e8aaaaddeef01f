"""The JSON Schemas for editors are current, and accept what the loader accepts."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from indicators.catalogue.catalogue import CATALOGUE
from indicators.catalogue.json_schema import FILES, schemas, write
from indicators.definitions.yaml_source import read

CURRENT = schemas()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_schema_is_current(name: str) -> None:
    assert (CATALOGUE / "schema" / f"{name}.json").read_text("utf-8") == CURRENT[name], (
        "run python -m indicators.catalogue.json_schema"
    )


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_catalogue_follows_its_schema(name: str) -> None:
    checker = jsonschema_rs.validator_for(json.loads(CURRENT[name]))
    folder = CATALOGUE / name
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [CATALOGUE / f"{name}.yaml"]
    assert files
    for file in files:
        faults = [error.message for error in checker.iter_errors(read(file)[0].content)]
        assert not faults, file.name


def test_a_schema_refuses_what_the_loader_refuses() -> None:
    checker = jsonschema_rs.validator_for(json.loads(CURRENT["measures"]))
    good = {"coal": {"name": {"zh": "煤", "en": "Coal"}, "unit": {"zh": "吨", "en": "t"}, "kind": "flow"}}
    assert not list(checker.iter_errors(good))
    assert list(checker.iter_errors({"coal": {**good["coal"], "kind": "torrent"}}))
    assert list(checker.iter_errors({"coal": {**good["coal"], "colour": "black"}}))


def test_a_schema_refuses_a_sign_that_the_loader_refuses() -> None:
    checker = jsonschema_rs.validator_for(json.loads(CURRENT["vitals/signs"]))
    good = read(CATALOGUE / "vitals" / "signs" / "space.yaml")[0].content
    assert not list(checker.iter_errors(good))
    for wrong in ({"value": {"by": "magic", "of": "ponding_depth"}}, {"steps": {"purple": {"from": 5}}}, {"id": "V11"}):
        assert list(checker.iter_errors({"V11": {**good["V11"], **wrong}}))


def test_writing_makes_one_file_for_each(tmp_path: Path) -> None:
    write(tmp_path / "schema")
    written = (file.relative_to(tmp_path / "schema") for file in (tmp_path / "schema").rglob("*.json"))
    assert {file.with_suffix("").as_posix() for file in written} == set(FILES)
