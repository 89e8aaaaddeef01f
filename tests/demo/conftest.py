"""What all tests of the demonstration work with."""

import pytest

from indicators.catalogue.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real catalogue."""
    return load_catalogue()
