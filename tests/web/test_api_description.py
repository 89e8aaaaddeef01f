"""The interface held against its own description: schemathesis asks rightly and wrongly and believes no answer."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from tests.campaign import campaign, length
from tests.visitors import device_token

# `from` and `to` may contradict each other, which no schema can say: the answer is 422.
# Who is let in is held elsewhere (tests/security): here everybody who asks shows a token.
CONFIG = {
    "generation": {"with-security-parameters": False},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "403", "404", "422"]},
        "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "406", "422"]},
    },
}
pytestmark = campaign
BOUNDED = settings(
    max_examples=length(12, 30),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def key(cockpit: Flask) -> dict[str, str]:
    """What a program shows at the door."""
    return {"Authorization": f"Bearer {device_token(cockpit)}"}


@pytest.fixture(scope="module")
def described(cockpit: Flask, key: dict[str, str]) -> schemathesis.BaseSchema:
    config = SchemathesisConfig.from_dict(CONFIG)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", cockpit, config=config, headers=key)


ROUTES = ["/api/v1/indicators", "/api/v1/indicators/{id}", "/api/v1/indicators/{id}/values"]
WRONG = [route for route in ROUTES if "{" in route]  # without parameters nothing can be asked wrongly


def test_all_routes_are_held_against_the_description(described: schemathesis.BaseSchema) -> None:
    assert sorted(described) == ROUTES


def hold(described: schemathesis.BaseSchema, key: dict[str, str], route: str, mode: GenerationMode) -> None:
    """Ask many times in one mode; every check of schemathesis that applies has to pass."""
    headers = {"Accept-Encoding": "identity", **key}  # its client does not unpack

    @BOUNDED
    @given(case=described[route]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=headers)

    ask()


@pytest.mark.parametrize("route", ROUTES)
def test_a_right_question_is_answered_as_described(
    route: str, described: schemathesis.BaseSchema, key: dict[str, str]
) -> None:
    hold(described, key, route, GenerationMode.POSITIVE)


@pytest.mark.parametrize("route", WRONG)
def test_a_wrong_question_is_refused_as_described(
    route: str, described: schemathesis.BaseSchema, key: dict[str, str]
) -> None:
    hold(described, key, route, GenerationMode.NEGATIVE)
