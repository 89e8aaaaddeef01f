"""The rows that sources post and what they are answered, as the interface takes, gives and describes them.

A row's shape is told to programmers; whether a row keeps it is the contract's to say, row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from web.api.terms import BothLanguages


class PostedRow(BaseModel):
    """Base of the rows: other columns are passed over, and named in the answer."""

    model_config = ConfigDict(extra="allow")


class FactRow(PostedRow):
    """A figure: what a measure was in a region and a period."""

    measure: str = Field(description="Id of a measure of the catalogue")
    region: int | str = Field(description="Official code or name of the city, a district or a town")
    period: str = Field(description="2025-06, 2025Q2, 2025H1, 2025, or 2025C06 for January to June")
    value: float | str = Field(description="A plain number")
    state: Literal["forecast", "preliminary", "revised", "final", "plan"] = Field(
        "final", description="What kind of figure it is"
    )


class EventRow(PostedRow):
    """An event with what has become of it; delivered again, it replaces its earlier state."""

    id: str | int = Field(description="The number under which the source keeps it")
    received: str = Field(description="2025-06-29 14:30, local time, or with its offset")
    region: int | str = Field(description="Official code or name of a town")
    topic: str = Field(description="A topic of the kind of events: its id or its name")
    grid: str | None = Field(None, description="Code of the grid")
    text: str | None = Field(None, description="What was said; what is personal is masked before it is kept")
    accepted: str | None = Field(None, description="When it was accepted")
    contacted: str | None = Field(None, description="When whoever reported it was contacted")
    closed: str | None = Field(None, description="When it was closed")
    rated: str | None = Field(None, description="When it was rated")


class DeviceRow(PostedRow):
    """A device for the register; delivered again, it is brought up to date."""

    id: str = Field(description="1 to 64 letters, digits and . _ : -")
    name_zh: str = Field(description="Its name")
    quantities: list[str] | str = Field(description="What it delivers: ids of quantities")
    region: int | str = Field(description="Official code or name of the town it stands in")
    owner: str = Field(description="Id of the unit that answers for it")
    every: int = Field(description="Seconds between two readings", ge=1)
    name_en: str | None = Field(None, description="Its name in English")
    lon: float | None = Field(None, description="Degrees, WGS84")
    lat: float | None = Field(None, description="Degrees, WGS84")
    grid: int | None = Field(None, description="Number of the grid")
    facts: dict[str, Any] | None = Field(None, description="What its signs have to know of the place")


class ReadingRow(PostedRow):
    """A reading of a device."""

    device: str = Field(description="Id of a device of the register")
    at: int | str = Field(description="Seconds since 1970, or ISO 8601 with its offset")
    value: float | str = Field(description="A plain number")
    quantity: str | None = Field(None, description="Which one, where the device delivers several")


@dataclass(frozen=True)
class RefusedRowAnswer:
    """Why a row was not taken. `row` is its place (the first is 1), `column` what it is about where it is one."""

    row: int
    column: str
    code: str
    message: BothLanguages


@dataclass(frozen=True)
class DeliveryAnswer:
    """What became of a delivery: rows taken, rows that stood already, rows that were refused; columns nobody reads.

    `passed_over` counts rows that say that there is no figure.
    """

    batch: int
    accepted: int
    repeated: int
    refused: list[RefusedRowAnswer]
    passed_over: int
    unused: list[str]


@dataclass(frozen=True)
class RefusedReadingAnswer:
    """Why a reading was not taken, or what is odd about one that was; `row` is its place (the first is 1)."""

    row: int
    code: str
    detail: str


@dataclass(frozen=True)
class ReadingsAnswer:
    """What became of a delivery of readings."""

    arrival: int
    accepted: int
    repeated: int
    refused: list[RefusedReadingAnswer]
    notices: list[RefusedReadingAnswer]
    unused: list[str]
