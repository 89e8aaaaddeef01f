"""Profiles say how a measure of the demonstration city behaves; `profiles/*.yaml` holds one for each measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, RootModel, model_validator

from indicators.definitions.loader import load_blocks, load_whole

PROFILES = Path(__file__).parent / "profiles"
_Path = Mapping[str, float]
Size = Literal["population", "gdp", "area", "equal"]
_FORMS = ("amount", "level", "share_of", "times", "rest_of")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Setback(_Frozen):
    """From one month to another the value is multiplied (amounts) or its log-odds shifted (shares) by `by`."""

    months: tuple[str, str]
    by: float
    regions: tuple[int, ...] = ()


class Profile(_Frozen):
    """The behaviour of one measure.

    Exactly one of these says what it is: `amount` (the city's flow a period, or stock), `level` (a mean or rate
    that regions share), `share_of` (with `path`, a part of another measure), `times` (with `path`, so much for
    each unit of another measure), `rest_of` (another measure less those in `less`). Paths go period id → value
    of the city; straight lines between, level outside.

    `totals` are held exactly: the sum of an amount, the mean of a level, the share of a counted part over a period.
    `split` names the size by which regions share an amount, `by_district` says what each district has instead,
    `tilt` changes a region's part, `drift` changes it until 2025-06, `vary` is how far towns stray from their size.
    `spread` scales how far regions lie apart in quality. `season` names twelve factors (on the odds of a share);
    `festival` and `flood` are the factors of those days and months. `delay`: days from a period's end to its
    delivery; `month_to_date`: whether the unfinished month is delivered.
    """

    amount: _Path | None = None
    level: _Path | None = None
    share_of: str | None = None
    times: str | None = None
    path: _Path | None = None
    rest_of: str | None = None
    less: tuple[str, ...] = ()

    by_district: Mapping[int, _Path] = {}
    split: Size = "population"
    tilt: Mapping[int, float] = {}
    drift: Mapping[int, float] = {}
    vary: float = 0.08
    totals: _Path = {}
    spread: float = 1.0
    better: Literal["higher", "lower"] = "higher"
    season: str | tuple[float, ...] = "none"
    festival: float = 1.0
    flood: float = 1.0
    wobble: float | None = None
    noise: float | None = None
    setbacks: tuple[Setback, ...] = ()
    decimals: int | None = None
    delay: int | None = None
    month_to_date: bool | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Profile":
        forms = [form for form in _FORMS if getattr(self, form) is not None]
        if len(forms) != 1:
            raise ValueError(f"a profile has exactly one form, not {forms or 'none'}")
        if (forms[0] in ("share_of", "times")) != (self.path is not None):
            raise ValueError("`path` goes with `share_of` and `times`, and only with them")
        return self

    @property
    def base(self) -> str | None:
        """The measure that this one leans on, if any."""
        return self.share_of or self.times or self.rest_of

    @property
    def anchors(self) -> _Path:
        """The path, whichever form it belongs to."""
        return self.amount or self.level or self.path or {}


class Topic(_Frozen):
    """How often a topic occurs beside the others, by month of the year if given."""

    weight: float
    season: str | tuple[float, ...] = "none"


class TopicSurge(_Frozen):
    """A topic that swells in some months, or on some `days` of them, in some regions (all when none is named)."""

    topic: str
    months: tuple[str, str]
    days: tuple[date, date] | None = None
    times: float
    regions: tuple[int, ...] = ()


class Flag(_Frozen):
    """The share of events (of those with `given`) that carry a flag."""

    path: _Path
    given: str | None = None
    spread: float = 1.0
    better: Literal["higher", "lower"] = "higher"
    wobble: float = 0.08
    setbacks: tuple[Setback, ...] = ()
    topic: str | None = None

    @property
    def anchors(self) -> _Path:
        """The path."""
        return self.path


class EventProfile(_Frozen):
    """The behaviour of one kind of events."""

    per_day: _Path
    tilt: Mapping[int, float] = {}
    split: Size = "population"
    day_off: float = 1.0
    festival: float = 1.0
    flood: float = 1.0
    season: str | tuple[float, ...] = "none"
    hours_of_day: tuple[float, ...]
    topics: Mapping[str, Topic]
    surges: tuple[TopicSurge, ...] = ()
    flags: Mapping[str, Flag]
    deadline_hours: float
    median_hours: float


class Seasons(RootModel[Mapping[str, tuple[float, ...]]]):
    """Named seasons: twelve factors, January first."""


class Correction(_Frozen):
    """Measures first delivered with a wrong value (true value × `first`) and delivered again later."""

    measures: tuple[str, ...]
    periods: tuple[str, str]
    first: float
    delivered: date
    regions: tuple[int, ...] = ()


class Late(_Frozen):
    """A department that has delivered nothing after a period."""

    measures: tuple[str, ...]
    last: str


class Deliveries(_Frozen):
    """What went wrong on the way: corrections and departments that are late."""

    corrections: tuple[Correction, ...] = ()
    late: tuple[Late, ...] = ()


@dataclass(frozen=True)
class DemoScript:
    """Everything the generator is told: profiles of measures and events, seasons, deliveries."""

    measures: Mapping[str, Profile]
    events: Mapping[str, EventProfile]
    seasons: Mapping[str, tuple[float, ...]]
    deliveries: Deliveries

    def season(self, named: str | tuple[float, ...]) -> tuple[float, ...]:
        """Twelve factors, January first."""
        return self.seasons[named] if isinstance(named, str) else named


def read_script(folder: Path = PROFILES) -> DemoScript:
    """Read a folder of profiles. CatalogueError with what is wrong in the first kind of files that has a fault."""
    measures = load_blocks(Profile, sorted((folder / "measures").glob("*.yaml")))
    events = load_blocks(EventProfile, [folder / "events.yaml"])
    seasons = load_whole(Seasons, folder / "seasons.yaml").root
    return DemoScript(measures, events, seasons, load_whole(Deliveries, folder / "deliveries.yaml"))
