"""The figures that the plan's text states, as it words them: baselines B01-B63 and targets T01-T06."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from data.ingest.published_files import PUBLISHED

FILES = ("plan_baselines.csv", "plan_targets.csv")


@dataclass(frozen=True)
class PlanFigure:
    """One figure of the plan's text. `qualifier` says how far it holds: exact, about, more_than, at_most, top ..."""

    id: str
    measure: str
    region: int
    period: str
    value: float
    qualifier: str
    section: str

    @property
    def target(self) -> bool:
        """Whether it is aimed at; else it is a baseline."""
        return self.id.startswith("T")

    @property
    def decimals(self) -> int:
        """As many decimals as the text has."""
        return len(f"{self.value:g}".partition(".")[2])


def plan_figures(folder: Path = PUBLISHED) -> tuple[PlanFigure, ...]:
    """All of them, in the order of their numbers. The files are checked when they are loaded into the warehouse."""
    found = []
    for name in FILES:
        with (folder / name).open(encoding="utf-8", newline="") as text:
            found += [_figure(row) for row in csv.DictReader(text)]
    return tuple(sorted(found, key=lambda figure: figure.id))


def _figure(row: dict[str, str]) -> PlanFigure:
    value, region = float(row["value"]), int(row["region"])
    return PlanFigure(row["id"], row["measure"], region, row["period"], value, row["qualifier"], row["section"])
