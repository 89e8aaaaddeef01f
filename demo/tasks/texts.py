"""What the demonstration's tasks say: read from demonstration.yaml with file and line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from indicators.definitions.loader import load_whole
from indicators.definitions.model import Definition
from indicators.tasks.model import Urgency
from indicators.tasks.supervision_item import SupervisionKind

FILE = Path(__file__).parent / "demonstration.yaml"


class TownProblem(Definition):
    """Something wrong in a town, and the city's unit for it."""

    title: str
    what: str
    unit: str


class FloodTask(Definition):
    """A task of the flood: where, whose, how pressing, how far it has come."""

    title: str
    what: str
    unit: str
    region: int
    urgency: Urgency
    helpers: tuple[str, ...]
    far: str
    said: str


class DemoSupervisionItem(Definition):
    """A matter: milestones with their days from today; `far` of them are confirmed, -1: not even answered."""

    kind: SupervisionKind
    title: str
    source: str
    unit: str
    steps: tuple[str, ...]
    days: tuple[int, ...]
    far: int


class DemoTexts(Definition):
    """All of it."""

    matters_on_the_spot: tuple[TownProblem, ...]
    orders: tuple[TownProblem, ...]
    flood: tuple[FloodTask, ...]
    said: dict[str, tuple[str, ...]]
    matters: tuple[DemoSupervisionItem, ...]


@cache
def words() -> DemoTexts:
    """The file's content. CatalogueError with all faults."""
    return load_whole(DemoTexts, FILE)
