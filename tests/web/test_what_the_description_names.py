"""The description of the interface names what a look back may answer, and its words are those of the answers."""

from __future__ import annotations

from web.api.openapi import description
from web.api.terms import HEADS

PATHS = description([440600], ["I108"])["paths"]


def test_a_look_back_may_have_to_wait_and_says_so() -> None:
    waits = {path: {"202", "429"} <= set(PATHS[path]["get"]["responses"]) for path in PATHS}

    assert waits == {path: "{id}" in path for path in PATHS}


def test_a_value_is_described_with_every_head_it_has() -> None:
    found = PATHS["/api/v1/indicators/{id}/values"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]

    assert list(found["properties"]["values"]["items"]["properties"]) == list(HEADS)
