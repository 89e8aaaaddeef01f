"""Levels of a warning as numbers that compare, and the sets of them that kinds of signals have."""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Definition, LocalisedText

LevelName = Literal["white", "blue", "yellow", "orange", "red"]


class Level(IntEnum):
    """How bad it is; the name is the colour. Not every signal has every level: its set says which."""

    NORMAL = 0
    WHITE = 1
    BLUE = 2
    YELLOW = 3
    ORANGE = 4
    RED = 5

    @classmethod
    def called(cls, name: LevelName) -> Level:
        """The level of a name as definitions write it."""
        return cls[name.upper()]


class SetLevel(Definition):
    """A level within a set.

    `rank` is its legal name (一级 to 四级) and `state` what is in force with it, both only where there is one.
    `penalty` are the points that it takes from the health of its kind.
    """

    level: LevelName
    name: LocalisedText
    rank: LocalisedText | None = None
    state: LocalisedText | None = None
    penalty: Annotated[float, Field(gt=0, le=100)]


class LevelSet(Definition):
    """The levels that a kind of signal has, mildest first; `ref` is where they are written."""

    name: LocalisedText
    levels: Annotated[tuple[SetLevel, ...], Field(min_length=1)]
    ref: str | None = None

    @model_validator(mode="after")
    def _grows(self) -> Self:
        for low, high in pairwise(self.levels):
            if Level.called(low.level) >= Level.called(high.level):
                raise ValueError("the levels must be in order, the mildest first, each once")
            if low.penalty > high.penalty:
                raise ValueError("a worse level cannot cost less")
        return self

    @property
    def names(self) -> tuple[LevelName, ...]:
        """The names of its levels, mildest first."""
        return tuple(own.level for own in self.levels)

    def at(self, level: Level) -> SetLevel | None:
        """What the set says of a level; None for normal and for a level that it does not have."""
        return next((own for own in self.levels if Level.called(own.level) == level), None)
