"""Layouts that have been read before: used by themselves, and a loud stop where a table has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.ingest.measure_contract import MeasureContract
from data.ingest.measure_rows import Choices, Understood, recognised_tables, understand
from data.pipeline.files import TableFile
from data.pipeline.refusal import DeliveryRefused
from data.warehouse.layout_mappings import StoredMapping

_SHOWN = 400  # characters of heads that a message repeats


@dataclass(frozen=True)
class LayoutChange:
    """A table whose columns are no longer those of its last version: which are gone, which are new."""

    name: str
    version: int
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Mapped:
    """A file as it is understood, the mappings that were used, and those to keep when it lands."""

    understood: Understood
    used: tuple[StoredMapping, ...] = ()
    to_keep: tuple[StoredMapping, ...] = ()


def understand_mapped(
    file: TableFile,
    contract: MeasureContract,
    choices: Choices,
    known: Sequence[StoredMapping],
    *,
    source: str,
    person: str,
    now: datetime,
) -> Mapped:
    """Understand a file with what has been said of its layout before.

    Raises DeliveryRefused: `layout_changed` unless the choices take a new layout, and what `understand` raises.
    """
    layouts = [layout for _, layout in recognised_tables(file, contract, choices)]
    used = [one for one in known if one.fingerprint in {layout.fingerprint for layout in layouts}]
    if not choices.new_layout and (changes := changes_of(file, contract, choices, known)):
        one = changes[0]
        raise DeliveryRefused.of(
            "layout_changed",
            file=file.name,
            name=one.name,
            version=one.version,
            gone=_listed(one.gone),
            new=_listed(one.new),
        )
    for mapping in used:
        choices = replace(
            choices,
            measure=choices.measure or mapping.measure,
            region=choices.region or mapping.region,
            names={**mapping.names, **choices.names},
        )
    understood = understand(file, contract, choices)
    there = {one.fingerprint for one in used}
    to_keep = {
        layout.fingerprint: StoredMapping(
            source,
            layout.fingerprint,
            layout.name,
            1,
            layout.columns,
            person,
            now,
            choices.measure,
            choices.region,
            dict(choices.names),
        )
        for _, layout in understood.tables
        if layout.fingerprint not in there
    }
    return Mapped(understood, tuple(used), tuple(to_keep.values()))


def changes_of(
    file: TableFile, contract: MeasureContract, choices: Choices, known: Sequence[StoredMapping]
) -> tuple[LayoutChange, ...]:
    """Tables of a file that are known by their names and have other columns than before."""
    changes = []
    fingerprints = {one.fingerprint for one in known}
    for _, layout in recognised_tables(file, contract, choices):
        before = [one for one in known if one.name == layout.name and layout.name]
        if before and layout.fingerprint not in fingerprints:
            last = max(before, key=lambda one: one.version)
            gone = tuple(column for column in last.columns if column not in layout.columns)
            new = tuple(column for column in layout.columns if column not in last.columns)
            changes.append(LayoutChange(layout.name, last.version, gone, new))
    return tuple(changes)


def _listed(columns: Sequence[str]) -> str:
    return "; ".join(columns)[:_SHOWN] or "–"
