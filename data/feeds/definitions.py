"""A feed as a city declares it, and reading the declarations with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, RootModel, model_validator

from data.core.clock import BUSINESS_ZONE
from data.feeds.kinds import AnyFeedKind
from data.ingest.delivery_kinds import (
    HOTLINE_ORDER,
    DeliveryKind,
    DeviceDelivery,
    EventDelivery,
    FactDelivery,
    ReadingDelivery,
)
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.faults import Fault
from indicators.definitions.identifiers import RULE, is_identifier
from indicators.definitions.json_schema import SchemaFolder
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition, given_twice
from indicators.definitions.model import Definition, LocalisedText
from indicators.definitions.yaml_source import YamlDocument

FOLDER: Final = "feeds"  # in a folder of definitions
DAY = 86_400


class Schedule(Definition):
    """When a feed runs: `every` so many seconds, or `daily` at a local time."""

    every: int | None = Field(None, ge=5, le=7 * DAY)
    daily: str | None = Field(None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.every is None) == (self.daily is None):
            raise ValueError("a schedule is `every` or `daily`, one of the two")
        return self

    @property
    def promise(self) -> int:
        """Seconds within which something comes."""
        return self.every or DAY

    def after(self, moment: datetime) -> datetime:
        """When the run after a moment begins."""
        if self.every is not None:
            return moment + timedelta(seconds=self.every)
        hour, minute = (int(part) for part in str(self.daily).split(":"))
        local = moment.astimezone(BUSINESS_ZONE)
        today = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return today if today > local else today + timedelta(days=1)


class Retries(Definition):
    """How often a run is tried again, and after how many seconds: `first`, then twice as long, up to `most`."""

    times: Annotated[int, Field(ge=0, le=10)] = 2
    first: Annotated[float, Field(gt=0, le=600)] = 5
    most: Annotated[float, Field(gt=0, le=3600)] = 60


class Breaker(Definition):
    """After `failures` failed runs in a row a feed pauses for so many seconds, then tries once."""

    failures: Annotated[int, Field(ge=1, le=100)] = 5
    pause: Annotated[int, Field(ge=1, le=DAY)] = 600


class FeedDefinition(Definition):
    """What is fetched (`fetch`), in whose name it is delivered (`source`), and when.

    `columns` renames theirs to ours, `constants` are put into every row. The source has `timeout` seconds for each
    answer, a run `longest`; at most `limit` rows come in one run.
    """

    name: LocalisedText
    source: str
    delivers: Literal["facts", "events", "devices", "readings"]
    event_kind: str = HOTLINE_ORDER
    schedule: Schedule
    timeout: float = Field(30, gt=0, le=600)
    longest: float = Field(600, gt=0, le=3600)
    retries: Retries = Retries()
    breaker: Breaker = Breaker()
    limit: int = Field(20_000, ge=1, le=100_000)
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str | int | float] = Field(default_factory=dict)
    fetch: Annotated[AnyFeedKind, Field(discriminator="kind")]

    @property
    def delivery(self) -> DeliveryKind:
        """The kind of delivery that its rows and files are."""
        if self.delivers == "events":
            return EventDelivery(self.event_kind)
        if self.delivers == "readings":
            return ReadingDelivery(self.schedule.promise)
        return FactDelivery() if self.delivers == "facts" else DeviceDelivery()


SCHEMAS = SchemaFolder(Path(__file__).parent / "schema", {"feeds": RootModel[dict[str, FeedDefinition]]})
Places = Mapping[str, LocatedDefinition[FeedDefinition]]


def load_feeds(catalogue: Catalogue, *folders: Path) -> dict[str, FeedDefinition]:
    """The feeds of folders of definitions, by name. CatalogueError with all faults, each with its file and line."""
    loader, found = DefinitionLoader(), dict[str, LocatedDefinition[FeedDefinition]]()

    def admit(name: str, document: YamlDocument) -> Fault | None:
        bad = None if is_identifier(name) else document.fault((name,), "bad-id", f"an id has {RULE}")
        return bad or given_twice(name, document, found.get(name))

    for file in (file for folder in folders for file in sorted((folder / FOLDER).glob("*.yaml"))):
        for placed in loader.blocks(FeedDefinition, file, admit):
            found[placed.name] = placed
    loader.add(_faults(found, catalogue))
    loader.checked()
    return {name: placed.made for name, placed in found.items()}


def _faults(found: Places, catalogue: Catalogue) -> Iterable[Fault]:
    """What fits no catalogue, or stands twice."""
    sessions: dict[str, str] = {}
    for name, placed in found.items():
        feed = placed.made
        if not is_identifier(feed.source):
            yield placed.fault(("source",), "bad-id", f"an id has {RULE}")
        if feed.delivers == "events" and feed.event_kind not in catalogue.events:
            known = ", ".join(catalogue.events)
            yield placed.fault(("event_kind",), "unknown-kind", f"there are {known}")
        client = getattr(feed.fetch, "client", None)
        if client is not None and sessions.setdefault(client, name) != name:
            yield placed.fault(("fetch", "client"), "session-twice", f"{sessions[client]} has this session, too")
