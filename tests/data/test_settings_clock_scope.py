"""Settings, the clock and the scope."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.core.clock import DemoClock, FixedClock, business_day, from_epoch, to_epoch
from data.core.scope import OutOfScope, Scope, ScopeMissing, required, required_region
from data.core.settings import Settings, SettingsError


def test_without_an_environment_the_defaults_hold() -> None:
    settings = Settings.from_environment({})
    assert settings.home == Path("var").resolve()
    assert settings.warehouse_url == f"sqlite:///{settings.home}/warehouse.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)


def test_the_environment_sets_everything(tmp_path: Path) -> None:
    given = {"COCKPIT_HOME": str(tmp_path), "WAREHOUSE_URL": "postgresql://db/city", "HOST": "::1", "PORT": "9000"}
    settings = Settings.from_environment(given)
    assert (settings.warehouse_url, settings.host, settings.port) == ("postgresql://db/city", "::1", 9000)
    assert settings.operations_url == f"sqlite:///{tmp_path.resolve()}/operations.db"


@pytest.mark.parametrize("port", ["http", "-1", "65536", "８０５０", "80.5"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SettingsError, match="PORT"):
        Settings.from_environment({"PORT": port})


def test_the_demonstration_starts_at_ten_on_the_last_day_of_june() -> None:
    now = DemoClock().now()
    assert (now.tzinfo, now.strftime("%Y-%m-%d %H:%M")) == (UTC, "2025-06-30 02:00")


def test_the_demonstration_clock_runs_on() -> None:
    clock = DemoClock()
    assert clock.now() <= clock.now()


def test_the_business_day_is_the_one_in_foshan() -> None:
    assert business_day(datetime(2025, 6, 30, 16, 30, tzinfo=UTC)) == date(2025, 7, 1)


def test_moments_survive_storage_and_naive_ones_are_refused() -> None:
    moment = datetime(2025, 6, 30, 2, 0, 5, tzinfo=UTC)
    assert from_epoch(to_epoch(moment)) == FixedClock(moment).now() == moment
    with pytest.raises(ValueError, match="time zone"):
        to_epoch(datetime(2025, 6, 30))


def test_a_scope_lets_its_regions_through_and_no_others() -> None:
    scope = Scope.of_regions([440604])
    assert required_region(scope, 440604) is scope
    with pytest.raises(OutOfScope) as refusal:
        required_region(scope, 440605)
    assert (refusal.value.code, refusal.value.region) == ("out-of-scope", 440605)


@pytest.mark.parametrize("missing", [None, (), "everything", {440604}])
def test_without_a_scope_nothing_is_read(missing: object) -> None:
    with pytest.raises(ScopeMissing):
        required(missing)
