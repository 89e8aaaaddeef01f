"""Callbacks believe nothing that a browser says: what is not ours is refused in words, never with a trace or a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaign import length
from tests.visitors import Visitor

ADDRESS = "/_dash-update-component"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
HOSTILE: list[Any] = [
    None,
    7,
    [],
    "x" * 5000,
    {},
    {"address": None},
    {"address": 7},
    {"address": ["/"]},
    {"address": "javascript:alert(1)"},
    {"address": "http://["},
    {"address": "//elsewhere.example/"},
    {"address": "/?as_of=2025-13-45"},
    {"address": "/?district=440699&map=<script>"},
    {"address": "/indicators/I108?grain=century&region=1"},
    {"address": "/indicators/none"},
    {"address": "/" + "x" * 20000},
    {"indicator": "none", "region": "440600", "period": "2025-06"},
    {"indicator": "I108", "region": "٤٤٠٦٠٠", "period": "2025-06"},
    {"indicator": "I108", "region": "9" * 5000, "period": "2025-06"},
    {"indicator": "I108", "region": "440600", "period": "9999-99"},
    {"indicator": "score:city:none", "region": "440600", "period": ""},
    {"indicator": "score:../..:x", "region": "440605", "period": {}},
    {"indicator": "progress:goal:<b>", "region": 440600, "period": "2025-06"},
]


@pytest.fixture(scope="module")
def visitor(leader: Visitor) -> FlaskClient:
    return leader


@pytest.fixture(scope="module")
def questions(visitor: FlaskClient) -> list[dict[str, Any]]:
    """A well-formed question to each callback there is, with null for every value."""
    known = visitor.get("/_dash-dependencies").json
    assert known
    return [
        {
            "output": one["output"],
            "outputs": _outputs(one["output"]),
            "inputs": [{**item, "value": None} for item in one["inputs"]],
            "state": [{**item, "value": None} for item in one["state"]],
            "changedPropIds": [f"{item['id']}.{item['property']}" for item in one["inputs"][:1]],
        }
        for one in known
    ]


def _outputs(name: str) -> Any:
    def one(part: str) -> dict[str, str]:
        return dict(zip(("id", "property"), part.rsplit(".", 1), strict=True))

    return [one(part) for part in name.strip(".").split("...")] if name.startswith("..") else one(name)


def ask(visitor: FlaskClient, body: Any) -> tuple[int, str]:
    answer = visitor.post(ADDRESS, data=json.dumps(body), content_type="application/json")
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:40])
def test_no_value_breaks_any_callback(value: Any, visitor: FlaskClient, questions: list[dict[str, Any]]) -> None:
    for question in questions:
        told = question | {"inputs": [item | {"value": value} for item in question["inputs"]]}

        status, body = ask(visitor, told)

        assert status < 500, (question["output"], body)
        assert "Traceback" not in body
        assert "<script>" not in body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=length(25, 60), deadline=None)
@given(value=JSON | st.fixed_dictionaries({"address": JSON, "indicator": JSON, "region": JSON, "period": JSON}))
def test_no_json_breaks_any_callback(value: Any, visitor: FlaskClient, questions: list[dict[str, Any]]) -> None:
    for question in questions:
        told = question | {"inputs": [item | {"value": value} for item in question["inputs"]]}
        assert ask(visitor, told)[0] < 500


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=length(40, 100), deadline=None)
@given(body=JSON)
def test_no_other_body_is_taken_for_a_question(body: Any, visitor: FlaskClient) -> None:
    assert ask(visitor, body)[0] == 400


@pytest.mark.parametrize("part", ["output", "outputs", "inputs", "state", "changedPropIds"])
@pytest.mark.parametrize("wrong", [None, 1, "x", [1], [{}], {"id": "x"}], ids=str)
def test_a_question_with_a_part_of_another_form_is_refused(
    part: str, wrong: Any, visitor: FlaskClient, questions: list[dict[str, Any]]
) -> None:
    for question in questions:
        status, body = ask(visitor, question | {part: wrong})
        assert status == 400
        assert set(json.loads(body)) == {"error", "reason"}


def test_a_question_that_is_too_long_or_no_json_is_refused(visitor: FlaskClient) -> None:
    assert visitor.post(ADDRESS, data="{" * 100_000, content_type="application/json").status_code == 413
    assert visitor.post(ADDRESS, data="{", content_type="application/json").status_code == 400
    assert visitor.post(ADDRESS, data="x", content_type="text/plain").status_code == 400
