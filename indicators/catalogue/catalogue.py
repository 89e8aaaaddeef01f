"""Reading a folder of definitions and checking that they fit together."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indicators.catalogue import checks
from indicators.catalogue.definition_set import Catalogue
from indicators.definitions.faults import CatalogueError, Fault
from indicators.definitions.identifiers import RULE, is_identifier
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition, given_twice
from indicators.definitions.model import (
    Alias,
    Definition,
    EventKind,
    Indicator,
    Measure,
    Plan,
    Source,
    Target,
    TopicNames,
    Unit,
)
from indicators.definitions.regions import Region, Regions
from indicators.definitions.yaml_source import YamlDocument
from indicators.formula.parser import parse
from indicators.formula.tree import FormulaError, Node
from indicators.standards.loader import standards_of
from indicators.standards.model import Standards
from indicators.vitals import Duty, LevelSet, Quantity, Sign, SignBlock, VitalKind, Vitals
from indicators.vitals import checks as vital_checks

__all__ = ["CATALOGUE", "Catalogue", "load_catalogue"]

CATALOGUE = Path(__file__).parent
FILES: tuple[tuple[str, type[Definition]], ...] = (
    ("units", Unit),
    ("sources", Source),
    ("events", EventKind),
    ("topics", TopicNames),
    ("aliases", Alias),
    ("vitals/kinds", VitalKind),
    ("vitals/levels", LevelSet),
    ("vitals/quantities", Quantity),
    ("vitals/duties", Duty),
)
FOLDERS: tuple[tuple[str, type[Definition]], ...] = (
    ("measures", Measure),
    ("indicators", Indicator),
    ("vitals/signs", SignBlock),
)


def load_catalogue(folder: Path = CATALOGUE, *extra: Path, register: Iterable[Target] = ()) -> Catalogue:
    """Read and check `folder`, with more measures, indicators and targets from `extra` folders of the same shape.

    `register` are targets typed in by the city. Raises CatalogueError with all faults.
    """
    reader = _Reader()
    for place in (folder, *extra):
        reader.take(place)
    return reader.finish(tuple(register))


class _Reader(DefinitionLoader):
    """Reads the files of a catalogue, with a digest of all that was read."""

    def __init__(self) -> None:
        super().__init__()
        self.digest = hashlib.sha256()
        self.plan: Plan | None = None
        self.regions: list[Region] = []
        self.found: dict[type[Definition], dict[str, Any]] = {kind: {} for _, kind in (*FILES, *FOLDERS)}
        self.places: dict[tuple[type[Definition], str], LocatedDefinition[Any]] = {}
        self.targets: list[LocatedDefinition[Target]] = []
        self.formulas: dict[str, Node] = {}
        self.standards: list[YamlDocument] = []

    def take(self, folder: Path) -> None:
        if (folder / "plan.yaml").exists():
            self._plan(folder / "plan.yaml")
        if (folder / "regions.csv").exists():
            self._regions(folder / "regions.csv")
        for name, kind in FILES:
            if (folder / f"{name}.yaml").exists():
                self._blocks(folder / f"{name}.yaml", kind)
        for name, folder_kind in FOLDERS:
            for file in sorted((folder / name).glob("*.yaml")):
                self._blocks(file, folder_kind)
        for file in sorted((folder / "targets").glob("*.yaml")):
            self.targets += self.entries(Target, file, "targets")
        self.standards += [self.document(file) for file in sorted((folder / "standards").glob("*.yaml"))]

    def finish(self, register: tuple[Target, ...]) -> Catalogue:
        if self.plan is None or not self.regions:
            missing = Fault(Path("plan.yaml"), 1, "", "missing-file", "a catalogue needs plan.yaml and regions.csv")
            raise CatalogueError([*self.faults, missing])
        units, sources, measured, indicators = (self.found[k] for k in (Unit, Source, Measure, Indicator))
        for name, indicator in indicators.items():
            self._formula(name, indicator)
        standards = standards_of(self, self.standards)
        catalogue = Catalogue(
            self.plan,
            Regions(self.regions),
            units,
            sources,
            self._events(),
            measured,
            indicators,
            (*(target.made for target in self.targets), *register),
            self.formulas,
            standards,
            self._fingerprint(register),
            self._vitals(standards),
            self.found[Alias],
        )
        self.faults += checks.units(catalogue, self._at(Unit))
        self.faults += checks.aliases(catalogue, self._at(Alias))
        self.faults += checks.measures(catalogue, self._at(Measure))
        self.faults += checks.indicators(catalogue, self._at(Indicator))
        self.faults += checks.targets(catalogue, self.targets)
        self.checked()
        return catalogue

    def _events(self) -> dict[str, EventKind]:
        """The kinds of events, with what the city's offices call their topics."""
        events: dict[str, EventKind] = dict(self.found[EventKind])
        for name, names in self.found[TopicNames].items():
            self.faults += checks.topic_names(name, names, events.get(name), self._at(TopicNames))
            if name in events:
                events[name] = events[name].with_names(names)
        return events

    def _vitals(self, standards: Standards) -> Vitals:
        blocks: dict[str, SignBlock] = self.found[SignBlock]
        kinds, level_sets, quantities, duties = (self.found[k] for k in (VitalKind, LevelSet, Quantity, Duty))
        places = {kind: n for n, kind in enumerate(kinds)}
        ordered = sorted(blocks.items(), key=lambda pair: places.get(pair[1].kind, len(places)))
        signs = {name: Sign.of(name, block, standards) for name, block in ordered}
        vitals = Vitals(kinds, level_sets, quantities, duties, signs)
        around = vital_checks.ReferencedDefinitions(
            vitals, self.found[Unit].keys(), self.found[Source].keys(), standards
        )
        self.faults += vital_checks.level_sets(around, self._in(LevelSet))
        self.faults += vital_checks.duties(around, self._in(Duty))
        self.faults += vital_checks.signs(blocks, around, self._in(SignBlock))
        return vitals

    def _fingerprint(self, register: tuple[Target, ...]) -> str:
        for target in register:
            self.digest.update(target.model_dump_json().encode())
        for file in sorted(Path(__file__).parents[1].rglob("*.py")):
            self.digest.update(file.read_bytes())
        return self.digest.hexdigest()[:16]

    def _at(self, kind: type[Definition]) -> checks.Place:
        within = self._in(kind)
        return lambda name, key, code, reason: within(name, (key,) if key else (), code, reason)

    def _in(self, kind: type[Definition]) -> vital_checks.Place:
        def fault(name: str, where: vital_checks.Where, code: str, reason: str) -> Fault:
            return self.places[kind, name].fault(where, code, reason)

        return fault

    def document(self, file: Path) -> YamlDocument:
        """The content of a file, which counts for the digest."""
        self.digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return super().document(file)

    def _plan(self, file: Path) -> None:
        plan = self.whole(Plan, file)
        if plan is None:
            return
        self.plan = plan.made
        for part in ("goals", "pillars", "supports", "functions", "topics"):
            wrong = [name for name in getattr(plan.made, part) if not is_identifier(name)]
            self.add(plan.fault((part, name), "bad-id", f"an id has {RULE}") for name in wrong)

    def _blocks(self, file: Path, kind: type[Definition]) -> None:
        def admit(name: str, document: YamlDocument) -> Fault | None:
            bad = None if is_identifier(name) else document.fault((name,), "bad-id", f"an id has {RULE}")
            return given_twice(name, document, self.places.get((kind, name))) or bad

        for placed in self.blocks(kind, file, admit):
            self.found[kind][placed.name] = placed.made
            self.places[kind, placed.name] = placed

    def _regions(self, file: Path) -> None:
        content = file.read_bytes()
        self.digest.update(content)
        found: list[tuple[Region, int]] = []
        try:
            rows = csv.DictReader(content.decode("utf-8-sig").splitlines())
        except UnicodeDecodeError as error:
            self.faults.append(Fault(file, 1, "", "not-utf-8", str(error)))
            return
        for line, row in enumerate(rows, start=2):
            try:
                found.append((checks.region(row), line))
            except (KeyError, TypeError, ValueError) as error:
                self.faults.append(Fault(file, line, str(row.get("code")), "bad-region", str(error)))
        self.faults += checks.region_tree(found, file)
        self.regions += [region for region, _ in found]

    def _formula(self, name: str, indicator: Indicator) -> None:
        try:
            self.formulas[name] = parse(indicator.formula)
        except FormulaError as error:
            self.faults.append(self.places[Indicator, name].fault(("formula",), "bad-formula", str(error)))
