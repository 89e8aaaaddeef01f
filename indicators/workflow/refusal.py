"""Why something may not be done: one value for every subject that goes from state to state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int | float


@dataclass(frozen=True)
class Refusal:
    """The reason against something: a code to translate and to count by, and the facts of its sentence."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def reject(code: str, **facts: Fact) -> Refusal:
    """A refusal with the facts given by name."""
    return Refusal(code, facts)
