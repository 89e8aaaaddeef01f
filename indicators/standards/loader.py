"""Reading standards with dates and checking that their editions follow one another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from indicators.definitions.faults import Fault
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition
from indicators.definitions.yaml_source import YamlDocument
from indicators.standards.model import Standard, Standards


def load_standards(folder: Path) -> Standards:
    """The standards in a folder's YAML files. CatalogueError with all faults, each with its file and line."""
    loader = DefinitionLoader()
    standards = standards_of(loader, [loader.document(file) for file in sorted(folder.glob("*.yaml"))])
    loader.checked()
    return standards


def standards_of(loader: DefinitionLoader, documents: Iterable[YamlDocument]) -> Standards:
    """The standards that files hold together; what is wrong with them is left with the loader."""
    found: dict[str, Standard] = {}
    for part in filter(None, (loader.whole(Standards, document) for document in documents)):
        for name, standard in part.made.by_name().items():
            if name in found:
                loader.add([part.fault((name,), "duplicate-standard", "it is in another file already")])
            loader.add(_in_turn(name, standard, part))
            found[name] = standard
    return Standards.model_validate(found)


def _in_turn(name: str, standard: Standard, part: LocatedDefinition[Standards]) -> Iterable[Fault]:
    """One edition begins the day after the one before it ended: no day without, no day with two."""
    for n, (old, new) in enumerate(pairwise(standard.editions), start=1):
        where = (name, "editions", n, "valid_from")
        if old.valid_to is None or new.valid_from <= old.valid_to:
            until = old.valid_to or "further notice"
            yield part.fault(where, "edition-overlap", f"{old.code} is in force until {until}")
        elif new.valid_from != old.valid_to + timedelta(days=1):
            yield part.fault(where, "edition-gap", f"nothing is in force after {old.valid_to}")
