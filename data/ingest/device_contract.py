"""The contract of a file of devices. A rule gives its reason, not only a yes or no."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from data.geography.point_crs import PointCrs
from data.ingest.device_values import LONGEST, channel_rules, coordinate, seconds, state_of
from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.refusal import Notice, RowRefused
from data.pipeline.values import RegionNames, name_key, number, region, region_names, shown, within, zone_of
from data.telemetry.device_registry import SensorDevice
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.identifiers import is_identifier
from indicators.vitals import Quantity

if TYPE_CHECKING:
    from data.geography.placing import Misplaced, Outlines

REQUIRED = ("id", "name_zh", "quantities", "region", "owner", "every")
OPTIONAL = ("name_en", "lon", "lat", "grid", "facts", "zone", "unit", "counts", "flat_after", "state", "replaces")
BOX = (112.3, 22.5, 113.5, 23.7)  # degrees around the city, west south east north: a device elsewhere is mistyped
WGS84: Final = PointCrs()
_ALSO = {
    **dict.fromkeys(("设备编号", "设备标识", "设施标识", "设施编号", "编号", "标识", "站号", "测站编码"), "id"),
    **dict.fromkeys(("名称", "设备名称", "设施名称", "站名", "测站名称"), "name_zh"),
    **dict.fromkeys(("英文名称",), "name_en"),
    **dict.fromkeys(("感知量", "监测项", "监测指标"), "quantities"),
    **dict.fromkeys(("镇街", "所属镇街", "区域", "所在区域", "属地"), "region"),
    **dict.fromkeys(("责任单位", "权属单位", "管理单位", "单位名称"), "owner"),
    **dict.fromkeys(("采集间隔", "上报间隔", "间隔", "间隔秒"), "every"),
    **dict.fromkeys(("经度", "longitude", "x"), "lon"),
    **dict.fromkeys(("纬度", "latitude", "y"), "lat"),
    **dict.fromkeys(("计量单位", "单位"), "unit"),
    **dict.fromkeys(("时区",), "zone"),
    **dict.fromkeys(("计数方式",), "counts"),
    **dict.fromkeys(("状态", "使用状态"), "state"),
    **dict.fromkeys(("替换", "替代设备", "原设备编号"), "replaces"),
}


@dataclass(frozen=True)
class DeviceRow:
    """A device as a file tells it: whether it is in service (None: not said), the id of the one that it replaces, and
    what is odd about its place."""

    device: SensorDevice
    in_service: bool | None = None
    replaces: str = ""
    misplaced: Misplaced | None = None


@dataclass(frozen=True)
class DeviceContract(Contract[DeviceRow]):
    """Rows of devices against a catalogue and the quantities that devices can deliver.

    A row's `quantities` are separated by |; `every` are seconds, or a number with its unit; `facts` is a JSON object;
    `lon` and `lat` are in `crs`. Places are held against `outlines` where they are given.
    """

    version: ClassVar[str] = "devices/2"
    once: ClassVar[bool] = False
    columns: ClassVar[ContractColumns] = ContractColumns(REQUIRED, OPTIONAL, _ALSO)

    catalogue: Catalogue
    quantities: Mapping[str, Quantity]
    crs: PointCrs = WGS84
    outlines: Callable[[], Outlines] | None = None
    _kept: dict[str, Outlines] = field(init=False, repr=False, compare=False, default_factory=dict)

    @cached_property
    def _regions(self) -> RegionNames:
        return region_names(self.catalogue)

    @cached_property
    def _quantities(self) -> Mapping[str, str]:
        """Quantities by their ids and by their names in both languages."""
        named = {name_key(text): name for name, one in self.quantities.items() for text in (one.name.zh, one.name.en)}
        return named | {name_key(name): name for name in self.quantities}

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """Units by their ids and by their names in both languages; 市水利局 is also 水利局 and 佛山市水利局."""
        found: dict[str, str] = {}
        city = self.catalogue.regions.city.name.zh
        for name, unit in self.catalogue.units.items():
            whole = unit.name.zh
            forms = {whole, unit.name.en, whole.removeprefix("市"), city + whole.removeprefix("市")}
            found = {name_key(form): name for form in forms} | found
        return found | {name_key(name): name for name in self.catalogue.units}

    def check(self, row: Mapping[str, str]) -> DeviceRow:
        lon, lat = self._place(row)
        where = region(row["region"], self._regions)
        names = self._delivered(row["quantities"])
        device = SensorDevice(
            _id(row["id"], "id"),
            _filled(row, "name_zh"),
            row.get("name_en") or row["name_zh"],
            where,
            names,
            self._owner(row["owner"]),
            _every(row["every"]),
            lon,
            lat,
            _grid(row.get("grid", "")),
            facts=_facts(row.get("facts", "")),
            zone=_zone(row.get("zone", "")),
            rules=channel_rules(row, {name: self.quantities[name] for name in names}),
        )
        replaces = _id(row["replaces"], "replaces") if row.get("replaces") else ""
        return DeviceRow(device, state_of(row.get("state", "")), replaces, self._misplaced(where, lon, lat))

    def key(self, record: DeviceRow) -> Hashable:
        return record.device.id

    def again(self, first: DeviceRow, record: DeviceRow, place: int) -> None:
        """A later row corrects an earlier one of the same holder; the register refuses another holder's."""

    def notices(self, accepted: Mapping[int, DeviceRow]) -> Iterator[Notice]:
        """Places that are far from an approximate outline."""
        for row, one in accepted.items():
            if one.misplaced is not None:
                yield Notice("far_from_town", {"km": f"{one.misplaced.km:.1f}"}, row, "lon")

    def _delivered(self, text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.replace("、", "|").split("|") if name.strip())
        found = []
        for name in names or ("",):
            if name_key(name) not in self._quantities:
                known = ", ".join(sorted(self.quantities))
                raise RowRefused("unknown_quantity", "quantities", text=shown(name), known=known)
            found.append(self._quantities[name_key(name)])
        return tuple(dict.fromkeys(found))

    def _owner(self, text: str) -> str:
        if name_key(text) not in self._owners:
            raise RowRefused("unknown_unit", "owner", text=shown(text))
        return self._owners[name_key(text)]

    def _place(self, row: Mapping[str, str]) -> tuple[float | None, float | None]:
        given = row.get("lon", ""), row.get("lat", "")
        if given == ("", ""):
            return None, None
        x, y = coordinate(given[0], "lon"), coordinate(given[1], "lat")
        try:
            lon, lat = self.crs.degrees(x, y)
        except ValueError:
            raise RowRefused("no_zone_number", "lon", lon=x) from None
        if not _in_box(lon, lat):
            if _in_box(y, x) or (self.crs.projected and _in_box(*self._swapped(x, y))):
                raise RowRefused("swapped_axes", "lon", lon=x, lat=y)
            raise RowRefused("impossible_place", "lon", lon=round(lon, 6), lat=round(lat, 6))
        return round(lon, 7), round(lat, 7)

    def _swapped(self, x: float, y: float) -> tuple[float, float]:
        try:
            return self.crs.degrees(y, x)
        except ValueError:
            return 0.0, 0.0

    def _misplaced(self, where: int, lon: float | None, lat: float | None) -> Misplaced | None:
        """What is said of a place; RowRefused: `outside_region` where it is outside for certain."""
        if lon is None or lat is None or self.outlines is None:
            return None
        if "now" not in self._kept:
            self._kept["now"] = self.outlines()
        found = self._kept["now"].misplaced(where, lon, lat)
        if found is not None and found.certain:
            regions = self.catalogue.regions
            lies_in = regions[found.lies_in].name.zh if found.lies_in in regions else "–"
            facts = {"named": regions[where].name.zh, "km": f"{found.km:.1f}", "lies_in": lies_in}
            raise RowRefused("outside_region", "lon", **facts)
        return found


def _in_box(lon: float, lat: float) -> bool:
    west, south, east, north = BOX
    return west <= lon <= east and south <= lat <= north


def _id(text: str, column: str) -> str:
    if not is_identifier(text):
        raise RowRefused("bad_id", column, text=shown(text))
    return text


def _filled(row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise RowRefused("blank", name)
    return row[name]


def _every(text: str) -> int:
    every = seconds(text, "every")
    within(every, 1, LONGEST, "every")
    return int(every)


def _zone(text: str) -> str:
    if text and zone_of(text) is None:
        raise RowRefused("unknown_zone", "zone", text=shown(text))
    return text


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
