"""A small city with every kind of measure, and a way to write definitions into a folder of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.catalogue.catalogue import Catalogue, load_catalogue

SMALL_CITY = Path(__file__).parent / "small_city"


@pytest.fixture(scope="session")
def small_city() -> Catalogue:
    """One city, two districts, three towns, eight measures, eight indicators."""
    return load_catalogue(SMALL_CITY)


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[..., Path]:
    """Writes files (path in the folder, content) into a new folder of definitions and returns it."""

    def write(**files: str) -> Path:
        for name, content in files.items():
            place = tmp_path / f"{name}s" / "more.yaml"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content, "utf-8")
        return tmp_path

    return write
