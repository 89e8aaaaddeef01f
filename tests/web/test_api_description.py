"""The interface held against its own description: schemathesis asks rightly and wrongly and believes no answer."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

# `from` and `to` may contradict each other, which no schema can say: the answer is 422.
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "403", "404", "422"]},
        "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "406", "422"]},
    }
}
BOUNDED = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(cockpit: Flask) -> schemathesis.BaseSchema:
    config = SchemathesisConfig.from_dict(CONFIG)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", cockpit, config=config)


ROUTES = ["/api/v1/indicators", "/api/v1/indicators/{id}", "/api/v1/indicators/{id}/values"]
WRONG = [route for route in ROUTES if "{" in route]  # without parameters nothing can be asked wrongly


def test_all_routes_are_held_against_the_description(described: schemathesis.BaseSchema) -> None:
    assert sorted(described) == ROUTES


def hold(described: schemathesis.BaseSchema, route: str, mode: GenerationMode) -> None:
    """Ask many times in one mode; every check of schemathesis that applies has to pass."""

    @BOUNDED
    @given(case=described[route]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # its client does not unpack

    ask()


@pytest.mark.parametrize("route", ROUTES)
def test_a_right_question_is_answered_as_described(route: str, described: schemathesis.BaseSchema) -> None:
    hold(described, route, GenerationMode.POSITIVE)


@pytest.mark.parametrize("route", WRONG)
def test_a_wrong_question_is_refused_as_described(route: str, described: schemathesis.BaseSchema) -> None:
    hold(described, route, GenerationMode.NEGATIVE)
