"""The JSON Schemas for editors are current, and say what the loaders say, in every room alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from flask import Flask

from demo.schema import SCHEMAS as DEMO
from indicators.catalogue.catalogue import CATALOGUE
from indicators.definitions.json_schema import SchemaFolder
from indicators.definitions.yaml_source import read
from runtime.commands.schemas import PRODUCT, register_schema_command

FOLDERS = (*PRODUCT, DEMO)
TEXTS = {name: text for schemas in FOLDERS for name, text in schemas.texts().items()}
EACH = [pytest.param(schemas, name, id=name) for schemas in FOLDERS for name in schemas.models]
CITY_ONLY = {"topics"}  # nothing of these is shipped: a city writes them
COAL = {"name": {"zh": "煤", "en": "Coal"}, "unit": {"zh": "吨", "en": "t"}, "kind": "flow"}


def checker(name: str) -> Any:
    return jsonschema_rs.validator_for(json.loads(TEXTS[name]))


def shipped(room: Path, name: str) -> Iterator[Path]:
    """The files of a room that a schema describes: a folder of them, or one, in the room or in one of its folders."""
    if (room / name).is_dir():
        return (room / name).glob("*.yaml")
    return iter([*room.glob(f"{name}.yaml"), *room.glob(f"*/{name}.yaml")][:1])


@pytest.mark.parametrize(("schemas", "name"), EACH)
def test_a_schema_is_current_and_what_is_shipped_follows_it(schemas: SchemaFolder, name: str) -> None:
    assert (schemas.folder / f"{name}.json").read_text("utf-8") == TEXTS[name], "run flask --app app schemas"
    files = list(shipped(schemas.folder.parent, name))
    assert bool(files) != (name in CITY_ONLY)
    for file in files:
        assert not [error.message for error in checker(name).iter_errors(read(file)[0].content)], file.name


def test_no_schema_is_left_over_and_none_has_two_homes() -> None:
    for schemas in FOLDERS:
        kept = {file.relative_to(schemas.folder).with_suffix("").as_posix() for file in schemas.folder.rglob("*.json")}
        assert kept == set(schemas.models)
    assert len(TEXTS) == sum(len(schemas.models) for schemas in FOLDERS)


def test_one_command_writes_them_all(tmp_path: Path) -> None:
    server = Flask("cockpit")
    register_schema_command(server, SchemaFolder(tmp_path / "schema", DEMO.models))

    result = CliRunner().invoke(server.cli.commands["schemas"])

    assert result.exit_code == 0
    assert len(result.output.splitlines()) == len(FOLDERS)
    assert {file.stem for file in (tmp_path / "schema").iterdir()} == set(DEMO.models)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("policy", {"kinds": {"a": {"close": "5 weeks"}}}),
        ("policy", {"hours": {"working": ["8-12"]}}),
        ("policy", {"colour": "red"}),
        ("appraisal", {"least": 0}),
        ("appraisal", {"scores": {"a": {"parts": {}}}}),
        ("measures", {"coal": {**COAL, "kind": "torrent"}}),
        ("measures", {"coal": {**COAL, "colour": "black"}}),
    ],
)
def test_a_schema_refuses_what_the_loader_refuses(name: str, content: object) -> None:
    assert list(checker(name).iter_errors(content))


@pytest.mark.parametrize("wrong", [{"value": {"by": "magic"}}, {"steps": {"purple": {"from": 5}}}, {"id": "V11"}])
def test_a_schema_refuses_a_sign_that_the_loader_refuses(wrong: dict[str, object]) -> None:
    good = read(CATALOGUE / "vitals" / "signs" / "space.yaml")[0].content

    assert list(checker("vitals/signs").iter_errors({"V11": {**good["V11"], **wrong}}))


def test_a_schema_refuses_a_role_that_the_loader_refuses() -> None:
    content = read(next(shipped(PRODUCT[2].folder.parent, "roles")))[0].content

    assert list(checker("roles").iter_errors({**content, "colour": "red"}))
    content["roles"]["unit"]["units"] = "mine"
    assert list(checker("roles").iter_errors(content))
