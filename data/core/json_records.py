"""Frozen dataclasses as JSON and back, exactly: floats keep every bit, NaN stays NaN, periods are ids.

Only the engine's own result types pass here; the text is written and read by the warehouse alone.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from indicators.calendar.periods import Period

Record = TypeVar("Record")
Decoder = Callable[[Any], Any]


def to_json(record: object) -> str:
    """A dataclass instance as one line of JSON."""
    return json.dumps(vars(record), default=_plain, ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[Record], text: str) -> Record:
    """The instance again."""
    decode: Decoder = _decoder(kind)  # type: ignore[arg-type]  # a class is hashable
    found: Record = decode(json.loads(text))
    return found


def _plain(value: Any) -> Any:
    """What JSON does not know by itself; enums of texts and numbers it does."""
    if isinstance(value, Period):
        return value.id
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else vars(value)


@cache
def _decoder(kind: Any) -> Decoder:
    """How to read one type back; made once for each type."""
    origin = get_origin(kind)
    if kind is Period:
        return Period.parse
    if origin in (Union, types.UnionType):
        inner = [_decoder(part) for part in get_args(kind) if part is not type(None)]
        if len(inner) > 1 or inner[0] is _as_it_is:
            return _as_it_is
        return lambda data: None if data is None else inner[0](data)
    if origin in (tuple, list):
        return _sequence_decoder(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


def _sequence_decoder(kind: Any) -> Decoder:
    inner = [_decoder(part) for part in get_args(kind)]
    if len(inner) == 2 and get_args(kind)[1] is Ellipsis:
        return lambda data: tuple(inner[0](item) for item in data)
    if get_origin(kind) is list:
        return lambda data: [inner[0](item) for item in data]
    return lambda data: tuple(decode(item) for decode, item in zip(inner, data, strict=True))


def _dataclass_decoder(kind: Any) -> Decoder:
    """Only the fields that JSON does not give back as they were are touched: most cells are plain numbers."""
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    to_decode = [(name, decode) for name, decode in decoders.items() if decode is not _as_it_is]

    def decode_record(data: dict[str, Any]) -> Any:
        for name, decode in to_decode:
            if name in data:
                data[name] = decode(data[name])
        return kind(**data)

    return decode_record
