"""The kinds of devices of the demonstration: where they stand, what they deliver, how they are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from demo.city.profiles import Size
from demo.fleet.device_models import DeviceModel, FrozenModel, PartModel
from indicators.definitions.loader import load_blocks
from indicators.definitions.model import LocalisedText

FOLDER = Path(__file__).parent / "kinds"
Seconds = Annotated[int, Field(ge=1, le=86_400)]


class DeviceSpread(FrozenModel):
    """One device in `each` region of a level, or `number` of them shared out by `split`, at least `least` in each.

    `only` are districts or towns to which they are kept. `stands`: they have a place on the map; a system has none.
    """

    each: Literal["city", "district", "town"]
    number: int | None = None
    split: Size = "population"
    least: int = 1
    only: tuple[int, ...] = ()
    stands: bool = True


class NamedDevice(FrozenModel):
    """One device with a name of its own, and a place of its own or near the seat of its town."""

    key: str
    name: LocalisedText
    region: int
    lon: float | None = None
    lat: float | None = None
    limits: Mapping[str, float] = {}


class DeviceKind(FrozenModel):
    """A kind of devices.

    `code` is its part of the unified id. Names take {town}, {district} and {road}. A reading comes `every` so many
    seconds, every `in_event` while an incident touches a device or it rains there; at moments of the device's own, or
    `on_the_hour`. `limits` are ranges from which each
    device has its own, `traits` classes with their weights. `history` are the hours before the demonstration's start
    for which readings stand. `silent` of them never deliver.
    """

    code: Annotated[str, Field(pattern="^[A-Z]{3,4}$")]
    name: LocalisedText
    owner: str
    every: Seconds
    in_event: Seconds | None = None
    on_the_hour: bool = False
    where: DeviceSpread | None = None
    named: tuple[NamedDevice, ...] = ()
    limits: Mapping[str, tuple[float, float]] = {}
    traits: Mapping[str, Mapping[str, float]] = {}
    history: int = 24
    silent: int = 0
    quantities: Annotated[dict[str, DeviceModel], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.where is None) == (not self.named):
            raise ValueError("devices are either spread (`where`) or `named`")
        if self.every % (self.in_event or self.every):
            raise ValueError("`in_event` divides `every`, so that dense readings meet the others")
        for name, one in self.quantities.items():
            if isinstance(one, PartModel) and (one.of == name or one.of not in self.quantities):
                raise ValueError(f"{name} is a part of {one.of!r}, which the device does not deliver")
        return self

    @property
    def densest(self) -> int:
        """The shortest time between two readings, seconds."""
        return self.in_event or self.every


def read_kinds(folder: Path = FOLDER) -> dict[str, DeviceKind]:
    """All kinds by name, in the order of the files. ValueError for a fault or a code that is there twice."""
    found = load_blocks(DeviceKind, sorted(folder.glob("*.yaml")))
    codes = [kind.code for kind in found.values()]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"two kinds of devices share the code {', '.join(sorted(twice))}")
    return found
