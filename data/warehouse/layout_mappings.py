"""How tables of a source are read: kept once, found again by the fingerprint of their layout."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from data.core.clock import to_epoch
from data.warehouse.tables import layout_mapping


@dataclass(frozen=True)
class StoredMapping:
    """A layout that has been read before: which version of which table, with what a person said of it, who and when.

    `names` maps texts of heads and rows to ids of measures ("": of no interest); `measure` and `region` stand where the
    table tells none.
    """

    source: str
    fingerprint: str
    name: str
    version: int
    columns: tuple[str, ...]
    person: str
    made_at: datetime
    measure: str = ""
    region: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def mappings_of(connection: Connection, source: str) -> tuple[StoredMapping, ...]:
    """All layouts of a source, by table and version."""
    query = select(layout_mapping).where(layout_mapping.c.source == source)
    rows = connection.execute(query.order_by(layout_mapping.c.name, layout_mapping.c.version)).mappings()
    return tuple(
        StoredMapping(
            row["source"],
            row["fingerprint"],
            row["name"],
            row["version"],
            tuple(json.loads(row["columns"])),
            row["person"],
            datetime.fromtimestamp(row["made_at"], UTC),
            **json.loads(row["choices"]),
        )
        for row in rows
    )


def keep_mapping(
    connection: Connection,
    known: Sequence[StoredMapping],
    mapping: StoredMapping,
) -> StoredMapping:
    """Keep a layout under the next version of its table; one that is there already stays as it is."""
    there = next((one for one in known if one.fingerprint == mapping.fingerprint), None)
    if there is not None:
        return there
    version = max((one.version for one in known if one.name == mapping.name), default=0) + 1
    choices = {"measure": mapping.measure, "region": mapping.region, "names": dict(mapping.names)}
    values = {
        "source": mapping.source,
        "fingerprint": mapping.fingerprint,
        "name": mapping.name,
        "version": version,
        "columns": json.dumps(mapping.columns, ensure_ascii=False),
        "choices": json.dumps(choices, ensure_ascii=False),
        "person": mapping.person,
        "made_at": to_epoch(mapping.made_at),
    }
    connection.execute(insert(layout_mapping).values(**values))
    return StoredMapping(**{**vars(mapping), "version": version})
