"""The register of devices: entered once, brought up to date, never two under one id."""

from dataclasses import replace

import pytest

from data.core.scope import Scope, ScopeMissing
from data.telemetry import Readings
from data.telemetry.device_registry import devices, edition, register, retire, take_back, unsettled_clashes
from tests.data.telemetry.conftest import DEVICES, NOW, OTHER, TOWN

ALL = Scope.everything()


def entered(readings: Readings, scope: Scope = ALL) -> dict[str, int]:
    with readings.reading() as connection:
        return {one.device.id: one.no for one in devices(scope, connection)}


def test_a_device_is_found_as_it_was_entered(readings: Readings) -> None:
    with readings.reading() as connection:
        found = devices(ALL, connection)

    assert tuple(one.device for one in found) == DEVICES
    assert [set(one.channels) for one in found] == [{"depth"}, {"pm25", "o3"}, {"depth"}]
    assert len({no for one in found for no in one.channels.values()}) == 4
    assert {(one.last_at, one.registered_at, one.retired_at) for one in found} == {(0, NOW, None)}


def test_the_register_is_read_within_a_scope(readings: Readings) -> None:
    assert set(entered(readings, Scope.of_regions([TOWN]))) == {"FS-P-1"}
    assert set(entered(readings, Scope.of_regions([OTHER]))) == {"FS-A-1", "FS-P-2"}
    with readings.reading() as connection, pytest.raises(ScopeMissing):
        devices(None, connection)  # type: ignore[arg-type]


def test_the_same_device_again_keeps_its_number_and_takes_what_is_new(readings: Readings) -> None:
    before = entered(readings)
    changed = replace(DEVICES[0], every=300, quantities=("depth", "pm25"))

    with readings.writing() as connection:
        clashes = register(connection, [changed], NOW + 60)

    assert clashes == ()
    assert entered(readings) == before
    with readings.reading() as connection:
        found = devices(ALL, connection)[0]
    assert (found.device.every, set(found.channels), found.registered_at) == (300, {"depth", "pm25"}, NOW)


@pytest.mark.parametrize(
    "change", [{"region": OTHER}, {"name_zh": "另一处", "region": OTHER}, {"owner": "fire-brigade"}]
)
def test_an_id_that_is_taken_stays_with_its_first_holder(readings: Readings, change: dict[str, object]) -> None:
    claim = replace(DEVICES[0], **change)  # type: ignore[arg-type]

    for _ in range(2):  # the same claim twice is one clash
        with readings.writing() as connection:
            assert register(connection, [claim], NOW) == (claim,)

    with readings.reading() as connection:
        assert devices(ALL, connection)[0].device == DEVICES[0]
        assert unsettled_clashes(connection) == 1


def test_a_device_is_renamed_under_its_id_and_changes_hands_only_when_told(readings: Readings) -> None:
    renamed = replace(DEVICES[0], name_zh="石湾泵站一号")
    with readings.writing() as connection:
        assert register(connection, [renamed], NOW) == ()
        assert register(connection, [replace(renamed, owner="fire-brigade", region=OTHER)], NOW, hand_over=True) == ()

    with readings.reading() as connection:
        [found] = [one.device for one in devices(ALL, connection) if one.device.id == renamed.id]
        assert (found.name_zh, found.owner, found.region) == ("石湾泵站一号", "fire-brigade", OTHER)
        assert unsettled_clashes(connection) == 0


def test_every_change_of_a_device_makes_another_edition(readings: Readings) -> None:
    editions = []
    for change in (
        lambda connection: register(connection, [replace(DEVICES[0], name_zh="改名")], NOW),
        lambda connection: retire(connection, ["FS-P-1"], NOW),
        lambda connection: take_back(connection, ["FS-P-1"]),
        lambda connection: register(connection, [replace(DEVICES[0], zone="UTC")], NOW),
    ):
        with readings.writing() as connection:
            change(connection)
            editions.append(edition(connection))

    assert len(set(editions)) == len(editions)


def test_of_two_claims_in_one_file_the_first_holds(readings: Readings) -> None:
    first = replace(DEVICES[0], id="FS-N-1")

    with readings.writing() as connection:
        clashes = register(connection, [first, replace(first, region=OTHER), first], NOW)

    assert clashes == (replace(first, region=OTHER),)
    with readings.reading() as connection:
        assert [one.device for one in devices(ALL, connection) if one.device.id == "FS-N-1"] == [first]


def test_a_retired_device_leaves_the_register_but_not_the_books(readings: Readings) -> None:
    with readings.writing() as connection:
        assert retire(connection, ["FS-P-1", "FS-X"], NOW) == 1
        assert retire(connection, ["FS-P-1"], NOW) == 0

    assert "FS-P-1" not in entered(readings)
    with readings.reading() as connection:
        assert "FS-P-1" in {one.device.id for one in devices(ALL, connection, in_service=False)}
