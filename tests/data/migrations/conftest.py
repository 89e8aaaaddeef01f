"""Fixtures for the tests of schemas: a copy of each released database on each engine family."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.migrations.released import RELEASED, Released, copy_to


@pytest.fixture(params=RELEASED, ids=lambda one: one.name)
def released(request: pytest.FixtureRequest) -> Released:
    """Each database of each release."""
    found: Released = request.param
    return found


@pytest.fixture
def old_url(released: Released, warehouse_url: str, tmp_path: Path) -> str:
    """The URL of a copy of it, once on each engine family."""
    copy_to(released, warehouse_url, tmp_path)
    return warehouse_url
