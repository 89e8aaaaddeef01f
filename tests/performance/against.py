"""This version beside an earlier one, each measured by its own benchmark, and their lines in one table of ratios."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.performance.report import Line, shown
from tests.performance.timing import say
from tests.performance.versions import NoVersion, Version, checked_out, first_run, interpreter, named, this_version

KEPT = Path("var/bench")
ALSO = ("install", "gates")  # what takes many minutes and is measured only when asked for
COLD, WARM, SCREEN = "Overview in a browser, cold", "Overview in a browser, warm", "Indicator screen, warm"
MANY, ANEW, START, GATES = "Ten clients", "Ten clients, no two views alike", "Start", "Gates"


@dataclass(frozen=True)
class Row:
    """One line of the table: its label, the measured lines in it (group, what), and what they are to reach."""

    label: str
    lines: Sequence[tuple[str, str]]
    aim: str


ROWS = (
    Row(
        "overview warm: first number / all drawn, ms",
        [(WARM, "warm: first number, ms"), (WARM, "warm: all drawn, ms")],
        "≤ 100 / ≤ 120",
    ),
    Row(
        "overview cold: first number / all drawn, ms",
        [(COLD, "cold: first number, ms"), (COLD, "cold: all drawn, ms")],
        "≤ 170 / ≤ 190",
    ),
    Row("Dash has taken over, warm, ms", [(WARM, "warm: Dash has taken over, ms")], "≤ 400"),
    Row(
        "script / main thread, warm, ms",
        [(WARM, "warm: script, ms"), (WARM, "warm: main thread, ms")],
        "≤ 120 / ≤ 350",
    ),
    Row("server CPU a view, warm, s", [(WARM, "warm: server CPU a view, s")], "≤ 0.004"),
    Row(
        "ten clients: views/s / CPU a view, s",
        [(MANY, "ten clients: views/s"), (MANY, "ten clients: server CPU a view, s")],
        "≥ 500 / ≤ 0.003",
    ),
    Row(
        "no two alike: views/s / CPU a view, s",
        [(ANEW, "anew: views/s"), (ANEW, "anew: server CPU a view, s")],
        "≥ 80 / ≤ 0.02",
    ),
    Row("second start, s", [(START, "second start until it answers")], "≤ 2"),
    Row("first `make run`, warm package cache, s", [(START, "first run")], "≤ 60"),
    Row("indicator: chart alive, warm, ms", [(SCREEN, "chart alive (Plotly)")], "≤ 700"),
    Row("`.ci/run`, min", [(GATES, "gates")], "≤ 15"),
)


def compare(revision: str, runs: int, also: Collection[str], kept: Path = KEPT) -> str:
    """Measure an earlier version and then this one; returns the table. NoVersion where one of them cannot be."""
    name = named(revision)
    with checked_out(revision) as tree:
        before = Version(name, tree, interpreter(tree))
        older = [*measured(before, runs, kept), *extra(revision, also)]
    newer = [*measured(this_version(), runs, kept), *extra("HEAD", also)]
    return compared(name, older, newer)


def measured(version: Version, runs: int, kept: Path) -> list[Line]:
    """What the version's own benchmark says of its pages; its file is kept beside ours."""
    say(f"the pages of {version.name}")
    command = [str(version.python), "-m", "tests.performance", "--only", "pages", "--runs", str(runs)]
    ended = subprocess.run(command, cwd=version.tree, stdout=subprocess.DEVNULL, check=False)
    files = sorted((version.tree / "var/bench").glob("*.json"))
    if ended.returncode or not files:
        raise NoVersion(f"the benchmark of {version.name} ended with {ended.returncode}")
    if version.tree.resolve() != Path.cwd().resolve():
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(files[-1], kept / f"before-{files[-1].name}")
    return [Line(**line) for line in json.loads(files[-1].read_text(encoding="utf-8"))["lines"]]


def extra(revision: str, also: Collection[str]) -> list[Line]:
    """What a fresh checkout of a revision costs: its first start with nothing installed, and its gates."""
    lines = []
    if "install" in also:
        with checked_out(revision) as tree:
            say(f"first make run of {revision}")
            lines.append(Line(START, "first run", first_run(tree), "s"))
    if "gates" in also:
        with checked_out(revision) as tree:
            say(f".ci/run of {revision}")
            lines.append(gates(tree))
    return lines


def gates(tree: Path) -> Line:
    """Minutes that `.ci/run` takes in a checkout; the note says when it found something."""
    began = time.perf_counter()
    ended = subprocess.run([".ci/run"], cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    note = "" if ended.returncode == 0 else f"ended with {ended.returncode}"
    return Line(GATES, "gates", (time.perf_counter() - began) / 60, "min", None, note)


def compared(name: str, before: Iterable[Line], after: Iterable[Line]) -> str:
    """Markdown: each row before, now, and how many times as much now; a dash where one was not measured."""
    old, new = ({(line.group, line.what): line.value for line in lines} for lines in (before, after))
    rows = [f"| | {name} | now | now ÷ before | aim |", "|---|--:|--:|--:|--:|"]
    for row in ROWS:
        values = [(old.get(line), new.get(line)) for line in row.lines]
        cells = (
            " / ".join(_number(was) for was, _ in values),
            " / ".join(_number(now) for _, now in values),
            " / ".join(_ratio(was, now) for was, now in values),
        )
        rows.append(f"| {row.label} | {' | '.join(cells)} | {row.aim} |")
    return "\n".join(rows)


def _number(value: float | None) -> str:
    return "–" if value is None else shown(value)


def _ratio(was: float | None, now: float | None) -> str:
    return f"{now / was:.2f} ×" if was and now is not None else "–"
