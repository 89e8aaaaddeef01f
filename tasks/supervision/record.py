"""What a transition of a matter leaves behind: the matter as the next version of itself, and the entry of its log."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from indicators.tasks.supervision_item import SupervisionEntry, SupervisionItem
from tasks.supervision.transition import SupervisionChange, SupervisionContext, SupervisionTransition


def numbered(case: SupervisionContext, name: str, matter: SupervisionItem) -> SupervisionItem:
    """With its next version; what is said beside it makes none."""
    return replace(matter, version=case.matter.version + (name != SupervisionTransition.NOTE))


def entry_of(name: SupervisionTransition, case: SupervisionContext, made: SupervisionChange) -> SupervisionEntry:
    """Who did what, why, and what changed; not numbered yet."""
    before, later = _difference(case, made)
    own = case.actor.scope.units or ()
    return SupervisionEntry(
        matter=made.matter.id,
        n=0,
        at=case.epoch,
        actor=case.actor.account,
        name=case.actor.name,
        role=case.actor.role,
        unit=made.matter.unit if made.matter.unit in own else "",
        move=name,
        milestone=case.given.milestone,
        version=made.matter.version,
        reason=case.given.reason.strip(),
        text=case.given.text.strip(),
        before=before,
        after=later,
    )


def _difference(case: SupervisionContext, made: SupervisionChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed of the matter, and which milestones did, as they were and as they are."""
    old, new = asdict(case.matter), asdict(made.matter)
    changed = [name for name in old if old[name] != new[name] and name != "version"]
    before, later = {name: old[name] for name in changed}, {name: new[name] for name in changed}
    known = {step.n: step for step in case.milestones}
    moved = [step for step in made.milestones if known.get(step.n) != step]
    if moved:
        before["milestones"] = [asdict(known[step.n]) for step in moved if step.n in known]
        later["milestones"] = [asdict(step) for step in moved]
    return before, later
