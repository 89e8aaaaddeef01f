"""The JSON Schemas of policy and appraisal are current, and say what the readers say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from indicators.definitions.yaml_source import read
from tasks.appraisal.loader import APPRAISAL
from tasks.schema import FOLDER, schemas, write
from tasks.tasks.policy_loader import POLICY

CURRENT = schemas()
FILES = {"policy": POLICY, "appraisal": APPRAISAL}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_schema_is_current_and_the_shipped_file_follows_it(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text("utf-8") == CURRENT[name], "run python -m tasks.schema"
    checker = jsonschema_rs.validator_for(json.loads(CURRENT[name]))
    assert not [error.message for error in checker.iter_errors(read(FILES[name])[0].content)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("policy", {"kinds": {"a": {"close": "5 weeks"}}}),
        ("policy", {"hours": {"working": ["8-12"]}}),
        ("policy", {"colour": "red"}),
        ("appraisal", {"least": 0}),
        ("appraisal", {"scores": {"a": {"parts": {}}}}),
    ],
)
def test_a_schema_refuses_what_the_reader_refuses(name: str, content: object) -> None:
    checker = jsonschema_rs.validator_for(json.loads(CURRENT[name]))

    assert list(checker.iter_errors(content))


def test_writing_makes_one_file_for_each(tmp_path: Path) -> None:
    write(tmp_path / "schema")

    assert {file.stem for file in (tmp_path / "schema").iterdir()} == set(FILES)
