"""A file of devices: an id has few letters, since it stands in addresses; a wild one is put aside with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.ingest.device_contract import REQUIRED
from data.ingest.device_files import load_devices
from data.telemetry import open_readings
from data.telemetry.device_registry import devices
from indicators.catalogue.catalogue import load_catalogue

WILD = ["\\\\evil.com", "//evil.com", "a b", "a/b", "..", "a?b", "a#b", "a%2fb", '"><b>', "", "x" * 65, "水位1"]


@pytest.mark.parametrize("facts", ["{}", "[" * 9_000])
def test_only_ids_that_can_stand_in_an_address_enter_the_register(
    tmp_path: Path, clock: FixedClock, facts: str
) -> None:
    catalogue, readings = load_catalogue(), open_readings(f"sqlite:///{tmp_path / 'readings.db'}")
    file = tmp_path / "devices.csv"
    rows = [
        [name, "水位", "ponding_depth", "440604011", "water-bureau", "60", said]
        for name, said in [*((wild, "{}") for wild in WILD), ("440604-PND.1:2_a", "{}"), ("X-2", facts)]
    ]
    quoted = [",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
    file.write_text("\n".join([",".join([*REQUIRED, "facts"]), *quoted]), encoding="utf-8")

    report = load_devices(readings, catalogue, file, clock)

    good = facts == json.dumps({})
    assert report.reasons["bad_id"] == len(WILD)
    assert report.accepted == 1 + good
    with readings.reading() as connection:
        assert "440604-PND.1:2_a" in {one.device.id for one in devices(Scope.everything(), connection)}
    readings.dispose()
