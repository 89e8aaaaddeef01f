"""Reading the rules of the appraisal with file and line, and checking that they fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated

from pydantic import Field

from data.operations.tasks.rates import COUNTS
from indicators.definitions.faults import Fault
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition
from indicators.definitions.model import Definition
from indicators.formula.meaning import historic
from indicators.formula.parser import parse
from indicators.formula.tree import FormulaError, Node, measures
from tasks.appraisal.appraisal import Appraisal, RateRule, ScoreRule

APPRAISAL = Path(__file__).parent / "appraisal.yaml"


class AppraisalFile(Definition):
    """What a file of the appraisal holds; a city's own file may hold a part."""

    least: Annotated[int, Field(ge=1, le=10_000)] | None = None
    rates: dict[str, RateRule] | None = None
    scores: dict[str, ScoreRule] | None = None
    rank_by: str | None = None


def load_appraisal(*own: Path, sources: Collection[str] | None = None) -> Appraisal:
    """The shipped rules with what a city's own files say instead; files that do not exist are passed over.

    `sources`: the ids that a basis may refer to (None: any). CatalogueError with all faults.
    """
    reader = _Reader(sources)
    for file in (APPRAISAL, *own):
        if file.exists():
            reader.take(file)
    return reader.finish()


class _Reader:
    def __init__(self, sources: Collection[str] | None) -> None:
        self.sources = sources
        self.loader = DefinitionLoader()
        self.whole = AppraisalFile()
        self.places: dict[str, LocatedDefinition[AppraisalFile]] = {}
        self.formulas: dict[str, Node] = {}

    def take(self, file: Path) -> None:
        part = self.loader.whole(AppraisalFile, file)
        if part is not None:
            said = part.made.model_dump(exclude_none=True).keys()
            self.places |= dict.fromkeys(said, part)
            self.whole = self.whole.model_copy(update={name: getattr(part.made, name) for name in said})

    def finish(self) -> Appraisal:
        rates, scores = self.whole.rates or {}, self.whole.scores or {}
        for name, rate in rates.items():
            self.loader.add([*self._rate(name, rate), *self._source("rates", name, rate)])
        for name, score in scores.items():
            self.loader.add([*self._score(name, score, rates, scores), *self._source("scores", name, score)])
        order = self._order(scores)
        if self.whole.rank_by not in scores:
            self._fault("rank_by", (), "unknown-score", f"there is no score {self.whole.rank_by!r}")
        self.loader.checked()
        assert self.whole.least is not None  # the shipped file has all, and was read without a fault
        assert self.whole.rank_by is not None
        return Appraisal(self.whole.least, rates, self.formulas, scores, order, self.whole.rank_by)

    def _rate(self, name: str, rate: RateRule) -> Iterable[Fault]:
        try:
            tree = parse(rate.formula)
        except FormulaError as error:
            yield self._at("rates", (name, "formula"), "bad-formula", str(error))
            return
        self.formulas[name] = tree
        if lost := [measure for measure in measures(tree) if measure not in COUNTS]:
            yield self._at("rates", (name, "formula"), "unknown-count", f"there is no count {', '.join(lost)}")
        if lost_in := historic(tree):
            reason = f"{lost_in} needs a history, and counts have none"
            yield self._at("rates", (name, "formula"), "no-history", reason)
        if rate.volume not in COUNTS:
            yield self._at("rates", (name, "volume"), "unknown-count", f"there is no count {rate.volume}")

    def _score(
        self, name: str, score: ScoreRule, rates: Mapping[str, RateRule], scores: Mapping[str, ScoreRule]
    ) -> Iterable[Fault]:
        if name in rates:
            yield self._at("scores", (name,), "duplicate-id", "a rate has this name")
        for part in score.parts:
            if part not in rates and part not in scores:
                yield self._at("scores", (name, "parts"), "unknown-part", f"there is no rate or score {part!r}")
            elif part in rates and rates[part].better == "lower":
                yield self._at("scores", (name, "parts"), "wrong-direction", f"less of {part} is better")
        for count in score.minus:
            if count not in COUNTS:
                yield self._at("scores", (name, "minus"), "unknown-count", f"there is no count {count!r}")

    def _source(self, part: str, name: str, rule: RateRule | ScoreRule) -> Iterable[Fault]:
        ref = rule.basis.ref
        if ref is not None and self.sources is not None and ref not in self.sources:
            yield self._at(part, (name, "basis"), "unknown-source", f"there is no source {ref!r}")

    def _order(self, scores: Mapping[str, ScoreRule]) -> tuple[str, ...]:
        inner = {name: [part for part in score.parts if part in scores] for name, score in scores.items()}
        try:
            return tuple(TopologicalSorter(inner).static_order())
        except CycleError as circle:
            self._fault("scores", (), "circular", f"made of each other: {', '.join(circle.args[1])}")
            return ()

    def _fault(self, part: str, path: tuple[str, ...], code: str, reason: str) -> None:
        self.loader.add([self._at(part, path, code, reason)])

    def _at(self, part: str, path: tuple[str, ...], code: str, reason: str) -> Fault:
        said = self.places.get(part)
        return said.fault((part, *path), code, reason) if said else Fault(APPRAISAL, 1, part, code, reason)
