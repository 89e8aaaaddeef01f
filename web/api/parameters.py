"""What an address of the interface can be asked with. Each field both reads its parameter and describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema
from werkzeug.datastructures import MultiDict

from components.tables.exports import FORMATS
from data.core.clock import parse_moment
from indicators.calendar.periods import Grain, Period, PeriodError
from queries.request_context import RequestContext
from web.api.terms import GRAINS

DAY = r"^\d{4}-\d{2}-\d{2}$"
LOCAL_TIME = r"^20[12]\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d$"
PERIOD = r"^(19|20|21)\d\d(-(0[1-9]|1[0-2])(R12)?|Q[1-4]|H[12]|C(0[1-9]|1[0-2]))?$"
INDICATOR = r"^[A-Za-z0-9_]{1,40}$"


class ApiRefusal(Exception):
    """What was asked cannot be answered: a code for programs, a sentence for people, the HTTP status."""

    def __init__(self, code: str, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.code, self.reason, self.status = code, reason, status


class Parameters(BaseModel):
    """The parameters of an address: a new field is read, refused and described without a word anywhere else.

    What whoever asks may name stands in `RequestContext`, which validators get as their context.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    @classmethod
    def read(cls, query: MultiDict[str, str], path: Mapping[str, Any], context: RequestContext) -> Self:
        """What was asked by a query and by the variables of a path. Refusal where that is not to be understood."""
        known = {field.alias or name for name, field in cls.model_fields.items()} - set(path)
        unknown = sorted(set(query) - known)
        if unknown:
            raise ApiRefusal("unknown-parameter", f"there is no parameter {unknown[0]!r} here")
        for name in query:
            if len(query.getlist(name)) > 1:
                raise ApiRefusal("repeated-parameter", f"{name} was given more than once")
        return cls.model_validate({**path, **query.to_dict()}, context=context)


def _one_of(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise ApiRefusal(f"bad-{name}", f"{name} is one of {', '.join(known)}")
    return text


def _indicator(text: str, info: ValidationInfo[RequestContext]) -> str:
    if text not in info.context.catalogue.indicators:
        raise ApiRefusal("unknown-indicator", f"there is no indicator {text!r}", 404)
    return text


def _moment(text: str) -> str:
    if parse_moment(text) is None:
        raise ApiRefusal("bad-as-of", "as_of is a day (2025-03-03) or a local time (2025-03-03T08:00)")
    return text


def _region(text: str, info: ValidationInfo[RequestContext]) -> int:
    context, number = info.context, text.isascii() and text.isdigit() and len(text) <= 12
    if not number or int(text) not in context.seen(context.catalogue.regions.codes):
        raise ApiRefusal("unknown-region", "region is the official code of the city, a district or a town")
    return int(text)


def _grain(text: str) -> Grain:
    return Grain(_one_of("grain", text, GRAINS))


def _period(text: str) -> Period:
    try:
        period = Period.parse(text)
        period.first_day()  # PeriodError where it begins before all calendars
        return period
    except PeriodError as error:
        raise ApiRefusal("bad-period", str(error)) from None


def _format(text: str) -> str:
    return _one_of("format", text, ["json", *FORMATS])


def _name_formats(schema: dict[str, Any]) -> None:
    schema["enum"] = ["json", *FORMATS]


Indicator = Annotated[str, PlainValidator(_indicator), WithJsonSchema({"type": "string", "pattern": INDICATOR})]
Moment = Annotated[
    str,
    AfterValidator(_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date", "pattern": DAY}, {"type": "string", "pattern": LOCAL_TIME}]}
    ),
]
Region = Annotated[int, PlainValidator(_region), WithJsonSchema({"type": "integer"})]
Length = Annotated[Grain, PlainValidator(_grain), WithJsonSchema({"enum": [*GRAINS]})]
Bound = Annotated[Period, PlainValidator(_period), WithJsonSchema({"type": "string", "pattern": PERIOD})]
Form = Annotated[str, PlainValidator(_format), WithJsonSchema({})]
Absent = SkipJsonSchema[None]


class NoParameters(Parameters):
    """Asked without any."""


class OneIndicator(Parameters):
    """An indicator, now or as it was known."""

    id: Indicator
    as_of: Moment | Absent = Field(
        None, description="What was known at the end of a day, or at a local time", examples=["2025-03-03"]
    )


class ValuesOfOne(OneIndicator):
    """An indicator's values in a region: of periods that lie between two, both included."""

    region: Region | Absent = Field(
        None, description="Official code of the city, a district or a town; the city when left out"
    )
    grain: Length | Absent = Field(None, description="Length of the periods; the indicator's own when left out")
    first: Bound | Absent = Field(
        None, alias="from", description="First period; of any length", examples=["2024-01", "2024Q1", "2024"]
    )
    last: Bound | Absent = Field(None, alias="to", description="Last period; of any length", examples=["2024-12"])
    format: Form | Absent = Field(
        None, description="Instead of the Accept header, for links", json_schema_extra=_name_formats
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.first.first_day() > self.last.last_day():
            raise ApiRefusal("from-after-to", "`from` lies after `to`", 422)
        return self
