"""The shipped rules, a plain working calendar, and short ways to make readings."""

import pytest

from indicators.alerts import Alert, AlertDefinitions, AlertKey, AlertRules, SignReading, load_alert_definitions
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.incidents import AlertingConfig
from tests.indicators.alerts.container import MINUTE, MONDAY_NINE, OfficeHours, Raise, Read, observed


@pytest.fixture(scope="session")
def definitions() -> AlertDefinitions:
    """As shipped."""
    return load_alert_definitions(CATALOGUE)


@pytest.fixture(scope="session")
def rules(definitions: AlertDefinitions) -> AlertRules:
    """As shipped."""
    return definitions.rules


@pytest.fixture(scope="session")
def calendar() -> OfficeHours:
    """Monday to Friday, nine to five."""
    return OfficeHours()


@pytest.fixture(scope="session")
def city() -> Catalogue:
    """Foshan: five districts, 32 towns."""
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="session")
def grounds(definitions: AlertDefinitions, city: Catalogue) -> AlertingConfig:
    """Sanshui lies beside Nanhai and Gaoming, Chancheng beside Nanhai and Shunde."""
    return AlertingConfig(
        definitions.rules,
        definitions.causes,
        city.regions,
        {440607: frozenset({440605, 440608}), 440604: frozenset({440605, 440606})},
    )


@pytest.fixture(scope="session")
def subject() -> AlertKey:
    """The river stage at Makou."""
    return AlertKey("V26", "environment", "MAKOU", 440607, "flood")


@pytest.fixture(scope="session")
def read(subject: AlertKey) -> Read:
    """A reading so many minutes after Monday nine o'clock."""

    def make(minutes: float, level: int | None, value: float | None = None, trigger: str = "step") -> SignReading:
        return SignReading(subject, MONDAY_NINE + int(minutes * MINUTE), trigger, level, value)  # type: ignore[arg-type]

    return make


@pytest.fixture
def raised(read: Read, rules: AlertRules) -> Raise:
    """An alert just raised at a level."""

    def make(level: int = 3, minutes: float = 0, value: float = 7.6) -> Alert:
        alert, _ = observed(None, read(minutes, level, value), rules)
        return alert

    return make
