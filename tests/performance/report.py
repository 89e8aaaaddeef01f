"""Lines of measurement, printed as a table and kept as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.performance.peers import ratios


@dataclass(frozen=True)
class Line:
    """One measured thing. `budget` None: there is none."""

    group: str
    what: str
    value: float
    unit: str
    budget: float | None = None
    note: str = ""


def shown(value: float) -> str:
    """Three digits that matter."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(lines: Iterable[Line]) -> str:
    """Markdown, ready for docs/benchmarks.md; ratios stand where peers were measured."""
    rows = ["| | measured | budget | Superset ÷ ours | best peer ÷ ours | |", "|---|--:|--:|--:|--:|---|"]
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            rows.append(f"| **{group}** | | | | | |")
        times = ratios(line.what, line.value)
        against = [f"{n:.1f} ×" for n in times] if times else ["", ""]
        budget = "" if line.budget is None else f"≤ {shown(line.budget)}"
        rows.append(
            f"| {line.what} | {shown(line.value)} {line.unit} | {budget} | {' | '.join(against)} | {line.note} |"
        )
    return "\n".join(rows)


def verdict(lines: Iterable[Line]) -> list[str]:
    """Sentences on what is missed: budgets, a tenth of Superset, a third of the best peer."""
    missed = []
    for line in lines:
        if line.budget is not None and line.value > line.budget:
            missed.append(f"over budget: {line.what}: {shown(line.value)} {line.unit}, at most {shown(line.budget)}")
        times = ratios(line.what, line.value)
        if times and times[0] < 10:
            missed.append(f"not ten times better than Superset: {line.what} ({times[0]:.1f} ×)")
        if times and times[1] < 3:
            missed.append(f"not three times better than the best peer: {line.what} ({times[1]:.1f} ×)")
    return missed


def keep(lines: list[Line], folder: Path) -> Path:
    """Write the lines with when and where into a new file; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%d-%H%M%S}.json"
    about = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    path.write_text(json.dumps({**about, "lines": [asdict(line) for line in lines]}, ensure_ascii=False, indent=1))
    return path
