"""The city's own signs, and a plain one to build others of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.standards.model import Standards
from indicators.vitals import Sign, SignBlock, Vitals

Make = Callable[..., Sign]
PLAIN: Mapping[str, Any] = {
    "kind": "space",
    "name": {"zh": "甲", "en": "A"},
    "definition": {"zh": "甲", "en": "A"},
    "unit": {"zh": "cm", "en": "cm"},
    "value": {"by": "latest", "of": "depth"},
    "normal": {"zh": "<5", "en": "<5"},
    "worse": "higher",
    "best": 0,
    "steps": {"blue": {"from": 5}, "yellow": {"from": 15}, "orange": {"from": 27}, "red": {"from": 40}},
    "sampling": {"seconds": 60},
    "responsible": "bureau",
    "called": "desk",
    "system": {"zh": "系统", "en": "System"},
    "warning": {
        "category": {"zh": "类", "en": "Kind"},
        "matter": {"blue": {"zh": "{time}{place}{value}", "en": "{time} {place} {value}"}},
        "measures": {"blue": {"zh": "办", "en": "Act"}},
    },
    "basis": {"kind": "proposal"},
}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="session")
def vitals(catalogue: Catalogue) -> Vitals:
    return catalogue.vitals


@pytest.fixture(scope="session")
def signs(vitals: Vitals) -> Mapping[str, Sign]:
    return vitals.signs


@pytest.fixture(scope="session")
def made() -> Make:
    """Makes a sign of the plain block with some keys changed."""

    def make(**changes: Any) -> Sign:
        return Sign.of("NEW", SignBlock.model_validate({**PLAIN, **changes}), Standards.model_validate({}))

    return make
