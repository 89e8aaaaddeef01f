"""The steps at which a sign's level changes."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Definition

Worse = Literal["higher", "lower"]


class Aspect(NamedTuple):
    """What of a value a step looks at: the value itself, the value over so many hours, or the state behind it."""

    hours: float | None = None
    state: bool = False


class Threshold(Definition):
    """Where a level begins: `from` and `down_to` include the limit, `above` and `below` do not.

    `hours`: for a sum the hours that it runs over, for a water class how long it has lasted. `state`: the state read
    has to be this one or a later one.
    """

    start: float | None = Field(None, alias="from")
    above: float | None = None
    below: float | None = None
    down_to: float | None = None
    state: int | None = None
    hours: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        said = (self.start, self.above, self.below, self.down_to, self.state)
        if sum(limit is not None for limit in said) != 1:
            raise ValueError("a step has one of `from`, `above`, `below`, `down_to` and `state`")
        if self.state is not None and self.hours is not None:
            raise ValueError("`hours` belong to a limit, not to a state")
        return self

    @property
    def limit(self) -> float:
        """The number at which it begins."""
        said = (self.start, self.above, self.below, self.down_to, self.state)
        return next(float(limit) for limit in said if limit is not None)

    @property
    def strict(self) -> bool:
        """Whether the limit itself is still outside."""
        return self.above is not None or self.below is not None

    @property
    def worse(self) -> Worse:
        """The side on which it lies."""
        return "lower" if self.below is not None or self.down_to is not None else "higher"

    @property
    def aspect(self) -> Aspect:
        """What of the value it looks at."""
        return Aspect(self.hours, self.state is not None)
