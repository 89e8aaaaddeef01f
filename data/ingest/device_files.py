"""A file of devices (CSV, Excel, Parquet) into the register: good rows enter, bad rows go aside with their reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.core.clock import Clock, to_epoch
from data.ingest.measure_contract import RowRefused as Unreadable
from data.ingest.measure_contract import readable, region_names
from data.ingest.table_files import read_table
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.engine import Readings
from data.telemetry.landing import DataSource, write_off
from data.telemetry.reading_contract import BadReading, ReadingRefused, number
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.identifiers import RULE, is_identifier

REQUIRED = ("id", "name_zh", "quantities", "region", "owner", "every")
OPTIONAL = ("name_en", "lon", "lat", "grid", "facts")
BOX = (112.3, 22.5, 113.5, 23.7)  # degrees around the city, west south east north: a device elsewhere is mistyped


@dataclass(frozen=True)
class RegisterReport:
    """What became of a file of devices: how many stand in the register, and refused rows by reason."""

    file_name: str
    entered: int
    refused: Mapping[str, int]


def load_devices(
    readings: Readings, catalogue: Catalogue, quantities: Collection[str], path: Path, clock: Clock
) -> RegisterReport:
    """Enter the devices of a file. Raises FileError when the file as a whole cannot be used.

    A row's `quantities` are separated by |; `every` are seconds; `facts` is a JSON object.
    """
    table = read_table(path, REQUIRED)
    now = to_epoch(clock.now())
    checks = _Checks(catalogue, quantities)
    good: dict[int, SensorDevice] = {}
    bad: list[BadReading] = []
    for row, given in zip(table.numbers, table.rows, strict=True):
        try:
            good[row] = checks.device(_readable(given))
        except ReadingRefused as refusal:
            bad.append(BadReading(row, refusal.code, refusal.detail, given))
    with readings.writing() as connection:
        taken = set(register(connection, tuple(good.values()), now))
        for row in [row for row, one in good.items() if one.id in taken]:
            detail = f"{good.pop(row).id} is another device's already"
            bad.append(BadReading(row, "duplicate_id", detail, table.rows[table.numbers.index(row)]))
        write_off(
            connection, DataSource("devices", digest=table.digest), now, len(good), sorted(bad, key=lambda b: b.row)
        )
    return RegisterReport(table.name, len(good), Counter(one.code for one in bad))


def _readable(row: Mapping[str, str]) -> Mapping[str, str]:
    try:
        return readable(row)
    except Unreadable as refusal:
        raise ReadingRefused(refusal.code, refusal.detail) from None


class _Checks:
    """The rules of a device's row."""

    def __init__(self, catalogue: Catalogue, quantities: Collection[str]) -> None:
        self._regions = region_names(catalogue)
        self._units = catalogue.units
        self._quantities = quantities

    def device(self, row: Mapping[str, str]) -> SensorDevice:
        """The typed device, or Refused with the first rule that the row breaks."""
        lon, lat = _place(row)
        return SensorDevice(
            _id(row["id"]),
            _filled(row, "name_zh"),
            row.get("name_en") or row["name_zh"],
            self._region(row["region"]),
            self._delivered(row["quantities"]),
            self._owner(row["owner"]),
            _every(row["every"]),
            lon,
            lat,
            _grid(row.get("grid", "")),
            facts=_facts(row.get("facts", "")),
        )

    def _region(self, text: str) -> int:
        if text not in self._regions:
            raise ReadingRefused("unknown_region", f"{text!r} is neither a region's code nor its name")
        return self._regions[text]

    def _delivered(self, text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.split("|") if name.strip())
        if not names:
            raise ReadingRefused("unknown_quantity", "a device delivers something")
        if strange := [name for name in names if name not in self._quantities]:
            raise ReadingRefused("unknown_quantity", f"the catalogue has no quantity {strange[0]!r}")
        return names

    def _owner(self, text: str) -> str:
        if text not in self._units:
            raise ReadingRefused("unknown_unit", f"the catalogue has no unit {text!r}")
        return text


def _id(text: str) -> str:
    if not is_identifier(text):
        raise ReadingRefused("bad_id", f"a unified id has {RULE}")
    return text


def _filled(row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise ReadingRefused("blank", f"{name} is empty")
    return row[name]


def _place(row: Mapping[str, str]) -> tuple[float | None, float | None]:
    given = row.get("lon", ""), row.get("lat", "")
    if given == ("", ""):
        return None, None
    lon, lat = map(number, given)
    west, south, east, north = BOX
    if not (west <= lon <= east and south <= lat <= north):
        raise ReadingRefused("impossible_place", f"{lon}, {lat} does not lie in or near the city (degrees, WGS84)")
    return lon, lat


def _every(text: str) -> int:
    seconds = number(text)
    if not 1 <= seconds <= 40 * 86_400:
        raise ReadingRefused("impossible_value", "between two readings lie 1 second to 40 days")
    return int(seconds)


def _grid(text: str) -> int:
    return int(number(text)) if text else 0


def _facts(text: str) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ReadingRefused("bad_facts", "facts are a JSON object")
    return found
