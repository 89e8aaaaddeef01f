"""Frozen dataclasses as JSON and back, exactly: floats keep every bit, NaN stays NaN, numbers as keys are numbers.

Only result types of our own pass here; the text is written and read by the databases alone.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

Record = TypeVar("Record")


def to_json(record: object) -> str:
    """A dataclass instance as one line of JSON."""
    return json.dumps(vars(record), default=_plain, ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[Record], text: str) -> Record:
    """The instance again; keys that it does not know (any more) are passed over. ValueError for a damaged text."""
    adapter: TypeAdapter[Record] = _adapter(kind)  # type: ignore[arg-type]  # a class is hashable
    return adapter.validate_json(text)


def _plain(value: Any) -> Any:
    """What JSON does not know by itself; enums of texts and numbers it does."""
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else vars(value)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """How to read one type back; made once for each type."""
    return TypeAdapter(kind)
