"""Reading standards with dates and checking that their editions follow one another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from indicators.definitions.faults import CatalogueError, Fault
from indicators.definitions.validation import validated
from indicators.definitions.yaml_source import Document, read
from indicators.standards.model import Standard, Standards


def load_standards(folder: Path) -> Standards:
    """The standards in a folder's YAML files. CatalogueError with all faults, each with its file and line."""
    documents, faults = [], []
    for file in sorted(folder.glob("*.yaml")):
        document, wrong = read(file)
        documents.append(document)
        faults += wrong
    standards, wrong = standards_of(documents)
    if faults or wrong:
        raise CatalogueError([*faults, *wrong])
    return standards


def standards_of(documents: Iterable[Document]) -> tuple[Standards, list[Fault]]:
    """The standards that files hold together, and what is wrong with them."""
    found: dict[str, Standard] = {}
    faults: list[Fault] = []
    for document in documents:
        part, wrong = validated(Standards, document.content or {}, document, ())
        faults += wrong
        for name, standard in part.by_name().items() if part else ():
            if name in found:
                faults.append(document.fault((name,), "duplicate-standard", "it is in another file already"))
            faults += _in_turn(name, standard, document)
            found[name] = standard
    return Standards.model_validate(found), faults


def _in_turn(name: str, standard: Standard, document: Document) -> Iterable[Fault]:
    """One edition begins the day after the one before it ended: no day without, no day with two."""
    for n, (old, new) in enumerate(pairwise(standard.editions), start=1):
        where = (name, "editions", n, "valid_from")
        if old.valid_to is None or new.valid_from <= old.valid_to:
            until = old.valid_to or "further notice"
            yield document.fault(where, "edition-overlap", f"{old.code} is in force until {until}")
        elif new.valid_from != old.valid_to + timedelta(days=1):
            yield document.fault(where, "edition-gap", f"nothing is in force after {old.valid_to}")
