"""The JSON Schemas of roles and identities are current and accept the shipped files."""

import json

import jsonschema_rs
import pytest

from access.schema import FILES, FOLDER, schemas
from indicators.definitions.yaml_source import read

SHIPPED = {
    "roles": FOLDER.parent / "authorization" / "roles.yaml",
    "demonstration": FOLDER.parents[1] / "demo" / "demo_accounts.yaml",
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_schema_is_current_and_the_shipped_file_follows_it(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text("utf-8") == schemas()[name], "run python -m access.schema"
    checker = jsonschema_rs.validator_for(json.loads(schemas()[name]))

    assert not [error.message for error in checker.iter_errors(read(SHIPPED[name])[0].content)]


def test_a_schema_refuses_what_the_loader_refuses() -> None:
    checker = jsonschema_rs.validator_for(json.loads(schemas()["roles"]))
    content = read(SHIPPED["roles"])[0].content

    assert list(checker.iter_errors({**content, "colour": "red"}))
    content["roles"]["unit"]["units"] = "mine"
    assert list(checker.iter_errors(content))
