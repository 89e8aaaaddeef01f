"""The interface held against its own description: schemathesis asks rightly and wrongly and believes no answer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from access.administration import devices
from access.authentication.auth_service import AuthService
from app import create_server
from data.core.actor import Actor
from data.core.settings import Settings
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


ROUTES = [
    *("/api/v1/contracts", "/api/v1/contracts/{name}"),
    *("/api/v1/indicators", "/api/v1/indicators/{id}", "/api/v1/indicators/{id}/values"),
]
POSTED = [f"/api/v1/{name}" for name in ("devices", "events", "facts", "readings")]
WRONG = [route for route in ROUTES if "{" in route]  # without parameters nothing can be asked wrongly


def test_all_routes_are_held_against_the_description(described: schemathesis.BaseSchema) -> None:
    assert sorted(described) == sorted([*ROUTES, *POSTED])


def passed_over(case: schemathesis.Case[Any]) -> list[Any]:
    """Of deliveries: a wrong row is refused by itself, with 200; and no schema says what lines a text has."""
    if case.method != "POST":
        return []
    lines = case.media_type != "application/json"
    return [negative_data_rejection, *([positive_data_acceptance] if lines else [])]


def hold(
    described: schemathesis.BaseSchema, key: dict[str, str], route: str, mode: GenerationMode, method: str = "GET"
) -> None:
    """Ask many times in one mode; every check of schemathesis that applies has to pass."""
    headers = {"Accept-Encoding": "identity", **key}  # its client does not unpack

    @BOUNDED
    @given(case=described[route][method].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=headers, excluded_checks=passed_over(case))

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


@pytest.fixture(scope="module")
def receiver(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A server over a city that these tests may change."""
    home = Path(shutil.copytree(built_city, tmp_path_factory.mktemp("posted") / "home"))
    return create_server(Settings.from_environment({"COCKPIT_HOME": str(home)}))


@pytest.fixture(scope="module")
def posting(receiver: Flask) -> tuple[schemathesis.BaseSchema, dict[str, str]]:
    """The description as a source reads it, and what the source shows."""
    auth: AuthService = receiver.extensions["doors"]
    token = devices.make(auth, Actor.cockpit(), "platform", "source", (440600,), 30).token
    head, config = {"Authorization": f"Bearer {token}"}, SchemathesisConfig.from_dict(CONFIG)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", receiver, config=config, headers=head), head


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("route", POSTED)
def test_a_delivery_right_or_wrong_is_answered_as_described(
    route: str, mode: GenerationMode, posting: tuple[schemathesis.BaseSchema, dict[str, str]]
) -> None:
    hold(*posting, route, mode, "POST")
