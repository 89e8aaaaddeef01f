"""What somebody is told who acts on an old version: who was quicker, and what they did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indicators.workflow import Fact, Refusal


class LogEntry(Protocol):
    """A line of a task's or a matter's log."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def move(self) -> str: ...
    @property
    def at(self) -> int: ...


def overtaken(seen: int, version: int, meanwhile: Sequence[LogEntry]) -> Refusal:
    """The refusal with the last of what others did since the version that was seen."""
    facts: dict[str, Fact] = {"seen": seen, "version": version}
    if meanwhile:
        last = meanwhile[-1]
        facts |= {"name": last.name, "role": last.role, "unit": last.unit, "transition": last.move, "at": last.at}
    return Refusal("overtaken", facts)
