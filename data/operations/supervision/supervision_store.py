"""Writing and reading supervised matters. Rules are not asked here; every read takes a scope first."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, true, update

from data.core.scope import Scope, required
from data.evidence.evidence_folder import StoredEvidence
from data.operations.supervision.supervision_tables import matter, matter_entry, matter_evidence, matter_milestone
from indicators.tasks.supervision_item import (
    Milestone,
    MilestoneEvidence,
    SupervisionEntry,
    SupervisionItem,
    SupervisionKind,
    SupervisionState,
    SupervisionTimeline,
)


class NoSupervisionItem(LookupError):
    """There is no such matter, or not for whoever asks."""

    code = "no-matter"

    def __init__(self, number: int) -> None:
        super().__init__(f"there is no matter {number}")
        self.number = number


def add_item(connection: Connection, new: SupervisionItem) -> SupervisionItem:
    """Write a new matter; returns it with its number."""
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    number: int = connection.execute(insert(matter).returning(matter.c.id), values).scalar_one()
    return replace(new, id=number)


def save_item(connection: Connection, now: SupervisionItem, milestones: Iterable[Milestone]) -> None:
    """A matter and its milestones are these."""
    values = {name: value for name, value in asdict(now).items() if name != "id"}
    connection.execute(update(matter).where(matter.c.id == now.id).values(**values))
    connection.execute(delete(matter_milestone).where(matter_milestone.c.matter == now.id))
    rows = [{"matter": now.id, **asdict(milestone)} for milestone in milestones]
    if rows:
        connection.execute(insert(matter_milestone), rows)


def record_entry(connection: Connection, entry: SupervisionEntry) -> SupervisionEntry:
    """Add an entry at the end of a matter's record; returns it with its place."""
    last = connection.execute(
        select(func.coalesce(func.max(matter_entry.c.n), 0)).where(matter_entry.c.matter == entry.matter)
    ).scalar_one()
    placed = replace(entry, n=last + 1)
    values = asdict(placed) | {
        "before": json.dumps(entry.before, ensure_ascii=False, sort_keys=True),
        "after": json.dumps(entry.after, ensure_ascii=False, sort_keys=True),
    }
    connection.execute(insert(matter_entry), values)
    return placed


def supervision_entry_made_once(connection: Connection, actor: int, once: str) -> SupervisionEntry | None:
    """What somebody did under a key before, or None."""
    query = select(matter_entry).where(matter_entry.c.actor == actor, matter_entry.c.once == once)
    row = connection.execute(query).mappings().first()
    return None if row is None else _entry(row)


def keep_milestone_evidence(
    connection: Connection, number: int, milestone: int, files: Iterable[StoredEvidence], at: int, actor: int
) -> None:
    """Note files that were handed in for a milestone."""
    rows = [{**asdict(file), "matter": number, "milestone": milestone, "at": at, "actor": actor} for file in files]
    if rows:
        connection.execute(insert(matter_evidence), rows)


def supervision_items(
    connection: Connection,
    scope: Scope,
    *,
    states: Collection[SupervisionState] = (SupervisionState.OPEN,),
    units: Collection[str] | None = None,
    kinds: Collection[SupervisionKind] | None = None,
) -> tuple[tuple[SupervisionItem, tuple[Milestone, ...]], ...]:
    """Matters with their milestones, the oldest first."""
    wanted = [_visible(scope), matter.c.state.in_(sorted(states))]
    wanted += [] if units is None else [matter.c.unit.in_(sorted(units))]
    wanted += [] if kinds is None else [matter.c.kind.in_(sorted(kinds))]
    found = [_matter(row) for row in connection.execute(select(matter).where(*wanted).order_by(matter.c.id)).mappings()]
    steps = _milestones(connection, [one.id for one in found])
    return tuple((one, steps[one.id]) for one in found)


def one_item(connection: Connection, scope: Scope, number: int) -> tuple[SupervisionItem, tuple[Milestone, ...]]:
    """A matter with its milestones. NoMatter where there is none for this scope."""
    row = connection.execute(select(matter).where(matter.c.id == number, _visible(scope))).mappings().first()
    if row is None:
        raise NoSupervisionItem(number)
    return _matter(row), _milestones(connection, [number])[number]


def supervision_timeline(connection: Connection, scope: Scope, number: int) -> SupervisionTimeline:
    """A matter with all that belongs to it."""
    found, steps = one_item(connection, scope, number)
    entries = select(matter_entry).where(matter_entry.c.matter == number).order_by(matter_entry.c.n)
    files = select(matter_evidence).where(matter_evidence.c.matter == number).order_by(matter_evidence.c.id)
    return SupervisionTimeline(
        found,
        steps,
        tuple(_entry(row) for row in connection.execute(entries).mappings()),
        tuple(MilestoneEvidence(**dict(row)) for row in connection.execute(files).mappings()),
    )


def one_milestone_evidence(connection: Connection, scope: Scope, number: int) -> MilestoneEvidence:
    """A file that was handed in for a milestone. NoMatter where its matter may not be seen."""
    query = select(matter_evidence).join(matter, matter.c.id == matter_evidence.c.matter)
    row = connection.execute(query.where(matter_evidence.c.id == number, _visible(scope))).mappings().first()
    if row is None:
        raise NoSupervisionItem(number)
    return MilestoneEvidence(**dict(row))


def supervision_entries_since(
    connection: Connection, scope: Scope, number: int, version: int
) -> tuple[SupervisionEntry, ...]:
    """What has happened to a matter since it was at a version."""
    one_item(connection, scope, number)
    query = select(matter_entry).where(matter_entry.c.matter == number, matter_entry.c.version > version)
    return tuple(_entry(row) for row in connection.execute(query.order_by(matter_entry.c.n)).mappings())


def _visible(scope: Scope) -> ColumnElement[bool]:
    """Who acts for units sees theirs; everybody else those of their regions."""
    checked = required(scope)
    if checked.units is not None:
        return matter.c.unit.in_(sorted(checked.units))
    return true() if checked.regions is None else matter.c.region.in_(sorted(checked.regions))


def _milestones(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[Milestone, ...]]:
    found: dict[int, tuple[Milestone, ...]] = dict.fromkeys(numbers, ())
    query = select(matter_milestone).where(matter_milestone.c.matter.in_(sorted(numbers)))
    for row in connection.execute(query.order_by(matter_milestone.c.matter, matter_milestone.c.n)).mappings():
        step = Milestone(**{name: value for name, value in row.items() if name != "matter"})
        found[row["matter"]] = (*found[row["matter"]], step)
    return found


def _matter(row: RowMapping) -> SupervisionItem:
    held = dict(row)
    return SupervisionItem(**held | {"kind": SupervisionKind(held["kind"]), "state": SupervisionState(held["state"])})


def _entry(row: RowMapping) -> SupervisionEntry:
    held = dict(row)
    return SupervisionEntry(**held | {"before": json.loads(held["before"]), "after": json.loads(held["after"])})
