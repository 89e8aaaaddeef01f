"""What is shown of a judgement of liveness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from components.framework.view import View
from indicators.liveness import LivenessState, PartName


@dataclass(frozen=True)
class PartLine:
    """A part, its state, since when (None: never, or as promised), and the names of what in it is silent."""

    name: PartName
    state: LivenessState
    since: datetime | None
    silent: Sequence[str] = ()


@dataclass(frozen=True)
class LivenessView:
    """The state of the whole, since when, and its parts, the gravest first; `drawn_at` is when that was told."""

    state: LivenessState
    since: datetime | None
    parts: Sequence[PartLine]
    drawn_at: datetime

    @property
    def dead(self) -> Sequence[PartLine]:
        """The parts that are dead."""
        return [part for part in self.parts if part.state == "dead"]


def moment_words(view: View, moment: datetime | None) -> str:
    """A moment as a badge and a banner tell it: day and minute."""
    return view.translate("live.never") if moment is None else f"{moment:%m-%d %H:%M}"


def part_name(view: View, part: PartLine) -> str:
    """What a part is called."""
    return view.translate(f"liveness.part.{part.name}")
