"""What a wall shows one after another: playlists, read with every fault at its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicators.catalogue.definition_set import Catalogue
from indicators.definitions.faults import Fault
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition
from indicators.definitions.model import Definition, LocalisedText
from indicators.vitals.value_rules import HourOfDay

SlideName = Literal["city", "vitals", "alerts", "tasks", "districts", "indicator"]
HOURS_OF_A_DAY = 24


class Slide(Definition):
    """One picture of a playlist.

    `seconds` is how long it stands; `hours` from when until when it is shown at all (by the cockpit's clock, perhaps
    over midnight); `region` whose numbers it shows (an official code; default: the topmost that the wall may show).
    """

    screen: SlideName
    seconds: Annotated[int, Field(ge=5, le=900)] = 20
    hours: tuple[HourOfDay, HourOfDay] | None = None
    region: int | None = None
    indicator: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.screen == "indicator") != (self.indicator is not None):
            raise ValueError("`indicator` belongs to the screen `indicator`, which needs one")
        if self.hours is not None and self.hours[0] == self.hours[1]:
            raise ValueError("`hours` needs two different hours")
        return self

    def on_at(self, hour: int) -> bool:
        """Whether it is shown in an hour of the day, 0 to 23."""
        if self.hours is None:
            return True
        begins, ends = self.hours
        return (hour - begins) % HOURS_OF_A_DAY < (ends - begins) % HOURS_OF_A_DAY


class Playlist(Definition):
    """What a wall shows, and how: its language and theme hold where the address says nothing else."""

    name: LocalisedText
    language: Literal["zh", "en"] = "zh"
    theme: Literal["dark", "light"] = "dark"
    slides: Annotated[tuple[Slide, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _never_dark(self) -> Self:
        dark = [hour for hour in range(HOURS_OF_A_DAY) if not any(slide.on_at(hour) for slide in self.slides)]
        if dark:
            raise ValueError(f"no slide is on at {', '.join(f'{hour}:00' for hour in dark)}")
        return self

    def turn(self, start: int, hour: int, count: int = 1) -> PlaylistPage:
        """The `count` slides that stand at `start` or after it and are on in an hour, and where to go on from there."""
        on = [n for n, slide in enumerate(self.slides) if slide.on_at(hour)]
        ahead = [n for n in on if n >= start % len(self.slides)] + [n for n in on if n < start % len(self.slides)]
        shown = tuple(ahead[:count])
        return PlaylistPage(shown, ahead[len(shown) % len(ahead)], max(self.slides[n].seconds for n in shown))


@dataclass(frozen=True)
class PlaylistPage:
    """Which slides stand side by side (by their place in the list), which comes next, and for how long they stand."""

    shown: tuple[int, ...]
    following: int
    seconds: int


def load_playlists(catalogue: Catalogue, *folders: Path) -> Mapping[str, Playlist]:
    """The playlists in `playlists/*.yaml` of some folders; one of a later folder stands for that of an earlier one.

    Raises CatalogueError with all faults: what does not fit, an indicator or region that is not there.
    """
    found: dict[str, Playlist] = {}
    loader = DefinitionLoader()
    for file in (file for folder in folders for file in sorted((folder / "playlists").glob("*.yaml"))):
        for placed in loader.blocks(Playlist, file):
            found[placed.name] = placed.made
            loader.add(_unknown(placed, catalogue))
    loader.checked()
    return found


def _unknown(playlist: LocatedDefinition[Playlist], catalogue: Catalogue) -> Iterator[Fault]:
    for n, slide in enumerate(playlist.made.slides):
        at = ("slides", n)
        if slide.indicator is not None and slide.indicator not in catalogue.indicators:
            yield playlist.fault((*at, "indicator"), "unknown-indicator", f"there is no {slide.indicator!r}")
        if slide.region is not None and slide.region not in catalogue.regions:
            yield playlist.fault((*at, "region"), "unknown-region", f"there is no region {slide.region}")
