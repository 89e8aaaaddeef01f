"""Limits and hours as they are written in definitions: `5 working-days`, `08:30-12:00`."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from indicators.definitions.model import Definition

LimitUnit = Literal["working-hours", "working-days", "urgent-hours", "hours", "days"]
_LIMIT = r"^(0 days|[1-9][0-9]{0,3} (working-hours|working-days|urgent-hours|hours|days))$"
_SPAN = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"


class TimeLimit(Definition):
    """So much time: working hours 工作时, working days 工作日, urgent hours 紧急工作时, natural hours and days.

    0 days is until the end of the same day.
    """

    amount: Annotated[int, Field(ge=0, le=9999)]
    unit: LimitUnit

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if not self.amount and self.unit != "days":
            raise ValueError("only days may be 0: the same day")
        return self

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


def _limit(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if not re.match(_LIMIT, text):
        raise ValueError("write a limit as `5 working-days`: a number and working-hours, working-days, urgent-hours, "
                         "hours or days")  # fmt: skip
    amount, unit = text.split(" ")
    return {"amount": int(amount), "unit": unit}


def _span(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if not re.match(_SPAN, text):
        raise ValueError("write open hours as `08:30-12:00`")
    opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    if opens >= closes:
        raise ValueError("opening comes before closing")
    return opens, closes


def _span_text(span: tuple[int, int]) -> str:
    return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in span)


Written = Annotated[
    TimeLimit,
    BeforeValidator(_limit),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": _LIMIT, "examples": ["5 working-days", "4 working-hours"]}),
]
Span = Annotated[
    tuple[int, int],
    BeforeValidator(_span),
    PlainSerializer(_span_text),
    WithJsonSchema({"type": "string", "pattern": _SPAN, "examples": ["08:30-12:00"]}),
]
"""Minutes of the day from opening to closing."""


class CountingHours(Definition):
    """When time counts: `working` on working days, `urgent` on every day."""

    working: Annotated[tuple[Span, ...], Field(min_length=1)]
    urgent: Annotated[tuple[Span, ...], Field(min_length=1)] = ((0, 24 * 60),)

    @model_validator(mode="after")
    def _in_turn(self) -> Self:
        for spans in (self.working, self.urgent):
            if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
                raise ValueError("open hours must follow one another")
        return self

    @property
    def working_day(self) -> timedelta:
        """How long offices are open on a working day."""
        return timedelta(minutes=sum(closes - opens for opens, closes in self.working))
