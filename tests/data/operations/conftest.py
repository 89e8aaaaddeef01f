"""The shipped rules, and a watch over an empty operations database on each engine family."""

import pytest

from data.geography.neighbours import neighbours
from data.geography.shapes import load_shapes
from data.operations import Operations
from indicators.alerts import load_alert_definitions
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.incidents import AlertingConfig
from tests.data.operations.alert_stories import Watch


@pytest.fixture(scope="session")
def grounds() -> AlertingConfig:
    """As a real cockpit has them."""
    definitions = load_alert_definitions(CATALOGUE)
    return AlertingConfig(
        definitions.rules, definitions.causes, load_catalogue(CATALOGUE).regions, neighbours(load_shapes(None))
    )


@pytest.fixture
def watch(operations: Operations, grounds: AlertingConfig) -> Watch:
    """Over an empty database."""
    return Watch(operations, grounds)
