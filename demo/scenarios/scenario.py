"""Staged incidents as scenarios/*.yaml describes them: when, where, and what they do to readings and weather."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from demo.fleet.device_models import FrozenModel
from indicators.definitions.loader import load_blocks
from indicators.definitions.model import LocalisedText

FOLDER = Path(__file__).parent / "library"
CYCLE = 14  # days after which the appointments come again
_LENGTH = re.compile(r"(-?)(?:(\d+)h)?(?:(\d+)m)?")


def seconds_of(text: Any) -> int:
    """Seconds of a length of time as it is written: 45m, 3h, -1h30m. ValueError for anything else."""
    found = _LENGTH.fullmatch(str(text))
    if found is None or not (found[2] or found[3]):
        raise ValueError(f"{text!r} is no length of time like 45m, 3h or -1h30m")
    return (-1 if found[1] else 1) * (int(found[2] or 0) * 3600 + int(found[3] or 0) * 60)


def _time_of_day(text: Any) -> int:
    hours, _, minutes = str(text).partition(":")
    return int(hours) * 3600 + int(minutes) * 60


def _curve(given: Mapping[Any, float]) -> tuple[tuple[int, float], ...]:
    return tuple(sorted((seconds_of(name), float(value)) for name, value in given.items()))


Length = Annotated[int, BeforeValidator(seconds_of)]
TimeOfDay = Annotated[int, BeforeValidator(_time_of_day), Field(ge=0, lt=86_400)]
Curve = Annotated[tuple[tuple[int, float], ...], BeforeValidator(_curve), Field(min_length=2)]
"""Values by seconds after the incident's time, straight lines between."""

How = Literal["add", "times", "at_least"]


class ScenarioEffect(FrozenModel):
    """What an incident does to a quantity of devices of a kind.

    `where`: at the place itself (`here`), at the `number` devices nearest to it (`near`), or in its `town`, its
    `district` or the whole `city`; a `region` or a `key` of a named device instead of that place. `number`: at most so
    many devices, the nearest first. One of `add`, `times` and `at_least` says how, in shares of the limit `scale` of a
    device where that is given; `rough` is how uneven it is (a share).
    """

    of: str
    quantity: str
    where: Literal["here", "near", "town", "district", "city"] = "here"
    region: int | None = None
    key: str = ""
    number: int | None = None
    scale: str | None = None
    add: Curve | None = None
    times: Curve | None = None
    at_least: Curve | None = None
    rough: float = 0.0

    @model_validator(mode="after")
    def _one_curve(self) -> Self:
        if sum(curve is not None for curve in (self.add, self.times, self.at_least)) != 1:
            raise ValueError("an effect has one of `add`, `times` and `at_least`")
        if self.where == "near" and self.number is None:
            raise ValueError("`near` needs a `number`")
        return self

    @property
    def how(self) -> How:
        """Which of the three."""
        return "add" if self.add is not None else "times" if self.times is not None else "at_least"

    @property
    def curve(self) -> tuple[tuple[int, float], ...]:
        """Its values by seconds."""
        found = self.add or self.times or self.at_least
        assert found is not None
        return found


class StormBlock(FrozenModel):
    """Rain that an incident brings: from the incident's time on, km east and north of its place, moving km an hour."""

    begins: Length
    lasts: Length
    peak: float
    radius: float
    east: float = 0.0
    north: float = 0.0
    moving: tuple[float, float] = (0.0, 0.0)


class CycleTime(FrozenModel):
    """A day of the cycle (0 is the demonstration's first) and a time; in the first cycle at this region."""

    day: Annotated[int, Field(ge=0, lt=CYCLE)]
    time: TimeOfDay
    region: int | None = None


class HourlyRule(FrozenModel):
    """In which hours it may be the incident of the hour, and how often compared with others."""

    hours: tuple[Annotated[int, Field(ge=0, le=24)], Annotated[int, Field(ge=0, le=24)]] = (0, 24)
    weight: Annotated[float, Field(gt=0)] = 1.0


class Scenario(FrozenModel):
    """A kind of incident. It happens at a device of the kind `of` (`only` in these regions): at its appointments, and
    where it has a `turn` also as the incident of some hour. In later cycles and turns it is up to `milder` (a share)
    milder than written."""

    name: LocalisedText
    of: str
    only: tuple[int, ...] = ()
    appointments: tuple[CycleTime, ...] = ()
    turn: HourlyRule | None = None
    milder: Annotated[float, Field(ge=0, lt=1)] = 0.0
    effects: tuple[ScenarioEffect, ...] = ()
    storms: tuple[StormBlock, ...] = ()

    @property
    def begins(self) -> int:
        """Seconds from its time to when it begins to show; not more than 0."""
        return min((0, *(e.curve[0][0] for e in self.effects), *(s.begins for s in self.storms)))

    @property
    def ends(self) -> int:
        """Seconds from its time to when nothing of it is left."""
        return max((0, *(e.curve[-1][0] for e in self.effects), *(s.begins + s.lasts for s in self.storms)))


def read_scenarios(folder: Path = FOLDER) -> dict[str, Scenario]:
    """All scenarios by name, in the order of the files. CatalogueError with all faults."""
    return load_blocks(Scenario, sorted(folder.glob("*.yaml")))
