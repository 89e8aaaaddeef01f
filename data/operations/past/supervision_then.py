"""Rows of supervised matters as they stood at a moment: what was changed later is taken back, the last first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from data.operations.supervision.supervision_tables import matter, matter_entry, matter_evidence, matter_milestone

Row = Mapping[str, Any]
Steps = dict[int, Row]


def supervision_rows_then(connection: Connection, moment: int) -> dict[Table, list[Row]]:
    """The rows of the four tables of matters up to a moment (UTC epoch seconds)."""
    later: dict[int, list[Row]] = defaultdict(list)
    earlier: dict[int, list[Row]] = defaultdict(list)
    entries = select(matter_entry).order_by(matter_entry.c.matter, matter_entry.c.n)
    for entry in connection.execute(entries).mappings():
        (earlier if entry["at"] <= moment else later)[entry["matter"]].append(dict(entry))
    steps: dict[int, Steps] = defaultdict(dict)
    for row in connection.execute(select(matter_milestone)).mappings():
        steps[row["matter"]][row["n"]] = dict(row)
    then = {
        row["id"]: _then(dict(row), steps[row["id"]], earlier[row["id"]], later[row["id"]])
        for row in connection.execute(select(matter).where(matter.c.set_at <= moment)).mappings()
    }
    files = connection.execute(select(matter_evidence).where(matter_evidence.c.at <= moment)).mappings()
    return {
        matter: [held for held, _ in then.values()],
        matter_milestone: [step for _, kept in then.values() for step in kept.values()],
        matter_entry: [entry for number in then for entry in earlier[number]],
        matter_evidence: [dict(row) for row in files],
    }


def _then(row: Row, steps: Steps, earlier: list[Row], later: list[Row]) -> tuple[Row, Steps]:
    held, kept = dict(row), dict(steps)
    for entry in reversed(later):
        before, after = json.loads(entry["before"]), json.loads(entry["after"])
        known = {step["n"]: step for step in before.pop("milestones", [])}
        for step in after.get("milestones", []):
            kept.pop(step["n"], None)
        kept |= {n: {"matter": row["id"], **step} for n, step in known.items()}
        held |= {name: value for name, value in before.items() if name in held}
    return held | {"version": earlier[-1]["version"] if earlier else 0}, kept
