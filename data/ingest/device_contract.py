"""The contract of a file of devices. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import RowRefused
from data.pipeline.values import RegionNames, number, region, region_names, shown, within
from data.telemetry.device_registry import SensorDevice
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.identifiers import is_identifier

REQUIRED = ("id", "name_zh", "quantities", "region", "owner", "every")
OPTIONAL = ("name_en", "lon", "lat", "grid", "facts")
BOX = (112.3, 22.5, 113.5, 23.7)  # degrees around the city, west south east north: a device elsewhere is mistyped
LONGEST = 40 * 86_400  # seconds between two readings


@dataclass(frozen=True)
class DeviceContract(Contract[SensorDevice]):
    """Rows of devices against a catalogue and the quantities that devices can deliver.

    A row's `quantities` are separated by |; `every` are seconds; `facts` is a JSON object.
    """

    version: ClassVar[str] = "devices/1"
    once: ClassVar[bool] = False
    columns: ClassVar[ContractColumns] = ContractColumns(REQUIRED, OPTIONAL)

    catalogue: Catalogue
    quantities: frozenset[str]

    @cached_property
    def _regions(self) -> RegionNames:
        return region_names(self.catalogue)

    def check(self, row: Mapping[str, str]) -> SensorDevice:
        lon, lat = _place(row)
        return SensorDevice(
            _id(row["id"]),
            _filled(row, "name_zh"),
            row.get("name_en") or row["name_zh"],
            region(row["region"], self._regions),
            self._delivered(row["quantities"]),
            self._owner(row["owner"]),
            _every(row["every"]),
            lon,
            lat,
            _grid(row.get("grid", "")),
            facts=_facts(row.get("facts", "")),
        )

    def key(self, record: SensorDevice) -> Hashable:
        return record.id

    def again(self, first: SensorDevice, record: SensorDevice, place: int) -> None:
        """A later row corrects an earlier one of the same holder; the register refuses another holder's."""

    def _delivered(self, text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.split("|") if name.strip())
        for name in names or ("",):
            if name not in self.quantities:
                known = ", ".join(sorted(self.quantities))
                raise RowRefused("unknown_quantity", "quantities", text=shown(name), known=known)
        return names

    def _owner(self, text: str) -> str:
        if text not in self.catalogue.units:
            raise RowRefused("unknown_unit", "owner", text=shown(text))
        return text


def _id(text: str) -> str:
    if not is_identifier(text):
        raise RowRefused("bad_id", "id", text=shown(text))
    return text


def _filled(row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise RowRefused("blank", name)
    return row[name]


def _place(row: Mapping[str, str]) -> tuple[float | None, float | None]:
    given = row.get("lon", ""), row.get("lat", "")
    if given == ("", ""):
        return None, None
    lon, lat = number(given[0], "lon"), number(given[1], "lat")
    west, south, east, north = BOX
    if not (west <= lon <= east and south <= lat <= north):
        raise RowRefused("impossible_place", "lon", lon=lon, lat=lat)
    return lon, lat


def _every(text: str) -> int:
    seconds = number(text, "every")
    within(seconds, 1, LONGEST, "every")
    return int(seconds)


def _grid(text: str) -> int:
    return int(number(text, "grid")) if text else 0


def _facts(text: str) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RowRefused("bad_facts", "facts", text=shown(text))
    return found
