"""The description of the interface is made of what answers: neither knows a path or a parameter more than the other."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, Response
from pydantic import Field

from tests.visitors import Visitor
from web.api.numbers import OPERATIONS, offer
from web.api.openapi import PREFIX, description
from web.api.operations import ApiRequest, Operation
from web.api.parameters import ValuesOfOne
from web.api.terms import HEADS

PATHS = description(OPERATIONS, {"region": [440600]}, {"id": ["I108"]})["paths"]
NOT_DESCRIBED = {"/api/v1/openapi.json", "/api/v1/<path:rest>"}  # the description itself, and what is not there
GOOD = {
    "as_of": "2025-06-01",
    "region": "440600",
    "grain": "month",
    "from": "2025-01",
    "to": "2025-02",
    "format": "json",
}


def names(path: str, where: str) -> list[str]:
    """The parameters that a path is described with, in the query or in the path."""
    return [one["name"] for one in PATHS[path]["get"]["parameters"] if one["in"] == where]


def test_every_path_that_answers_is_described_and_no_other() -> None:
    def never(*_: object) -> Any:
        raise AssertionError("nothing is read here")

    server = Flask("rules", static_folder=None)
    offer(server, never)
    rules = {rule.rule for rule in server.url_map.iter_rules()} - NOT_DESCRIBED

    assert {path.replace("{", "<").replace("}", ">") for path in PATHS} == rules


def test_a_look_back_may_have_to_wait_and_says_so() -> None:
    waits = {path: {"202", "429"} <= set(PATHS[path]["get"]["responses"]) for path in PATHS}

    assert waits == {path: "{id}" in path for path in PATHS}


def test_a_value_is_described_with_every_head_it_has() -> None:
    described = description(OPERATIONS, {}, {})["components"]["schemas"]["ValueRow"]

    assert list(described["properties"]) == described["required"] == list(HEADS)


@pytest.mark.parametrize("path", list(PATHS))
def test_a_described_parameter_is_taken_and_any_other_refused(path: str, leader: Visitor) -> None:
    address = path.replace("{id}", "I108")

    for name in GOOD:
        answer = leader.get(f"{address}?{name}={GOOD[name]}")
        refused = answer.status_code == 400 and (answer.json or {})["error"] == "unknown-parameter"
        assert refused != (name in names(path, "query")), name
    assert set(names(path, "query")) <= set(GOOD), "a parameter that this test knows nothing good for"


@pytest.mark.parametrize("name", ["region", "grain", "from", "to", "as_of", "format"])
def test_a_parameter_refuses_what_its_schema_does_not_allow(name: str, leader: Visitor) -> None:
    answer = leader.get(f"/api/v1/indicators/I108/values?{name}=<>")

    assert answer.status_code == 400
    assert name in names("/api/v1/indicators/{id}/values", "query")


def test_choices_are_those_of_whoever_asks() -> None:
    def choices(regions: list[int]) -> list[int]:
        paths = description(OPERATIONS, {"region": regions}, {})["paths"]
        parameters = paths["/api/v1/indicators/{id}/values"]["get"]["parameters"]
        found: list[int] = next(one["schema"]["enum"] for one in parameters if one["name"] == "region")
        return found

    assert choices([440600, 440604]) == [440600, 440604]
    assert choices([440607]) == [440607]


class Coloured(ValuesOfOne):
    """The values with a parameter more."""

    colour: str | None = Field(None, description="The colour")


def test_a_field_more_is_a_parameter_more() -> None:
    def coloured(question: ApiRequest[Coloured]) -> Response:
        raise AssertionError("nobody asks")

    operation = Operation("/coloured/{id}", "In colour", Coloured, dict[str, Any], coloured, (400,))

    described = description([operation], {}, {})["paths"][f"{PREFIX}/coloured/{{id}}"]["get"]["parameters"]

    assert [one["name"] for one in described] == ["id", "as_of", "region", "grain", "from", "to", "format", "colour"]
    assert described[-1] | {"schema": {}} == {
        "name": "colour",
        "in": "query",
        "description": "The colour",
        "schema": {},
    }
    assert [one["name"] for one in described if one.get("required")] == ["id"]
