"""Reading the policy with file and line, and checking that it fits together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import get_args

from indicators.definitions.faults import Fault
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition
from tasks.tasks.policy import PolicyFile, SubjectKind, TaskPolicy

POLICY = Path(__file__).parent / "policy.yaml"
Places = Mapping[str, LocatedDefinition[PolicyFile]]


def load_policy(*own: Path, sources: Collection[str] | None = None) -> TaskPolicy:
    """The shipped policy with what a city's own files say instead; files that do not exist are passed over.

    `sources`: the ids that a basis may refer to (None: any). CatalogueError with all faults.
    """
    loader, whole, places = DefinitionLoader(), PolicyFile(), dict[str, LocatedDefinition[PolicyFile]]()
    for part in filter(None, (loader.whole(PolicyFile, file) for file in (POLICY, *own) if file.exists())):
        places |= dict.fromkeys(part.made.kinds, part)
        whole = PolicyFile(
            hours=part.made.hours or whole.hours,
            defaults=part.made.defaults or whole.defaults,
            kinds={**whole.kinds, **part.made.kinds},
        )
    loader.add(_unknown_sources(whole, places, sources))
    loader.add(_subjects(whole, places))
    loader.checked()
    assert whole.hours is not None  # the shipped file has both, and was read without a fault
    assert whole.defaults is not None
    return TaskPolicy(hours=whole.hours, defaults=whole.defaults, kinds=whole.kinds)


def _unknown_sources(whole: PolicyFile, places: Places, sources: Collection[str] | None) -> Iterable[Fault]:
    for name, kind in whole.kinds.items():
        ref = kind.basis.ref
        if ref is not None and sources is not None and ref not in sources:
            yield places[name].fault(("kinds", name, "basis"), "unknown-source", f"there is no source {ref!r}")


def _subjects(whole: PolicyFile, places: Places) -> Iterable[Fault]:
    """Each subject has one kind that is proposed for it."""
    proposed: dict[str, str] = {}
    for name, kind in whole.kinds.items():
        for subject in kind.subjects:
            if subject in proposed:
                where, reason = ("kinds", name, "subjects"), f"{proposed[subject]} is proposed for {subject} too"
                yield places[name].fault(where, "subject-twice", reason)
            proposed[subject] = name
    if lost := [subject for subject in get_args(SubjectKind) if subject not in proposed]:
        yield Fault(POLICY, 1, "kinds", "subject-without-kind", f"no kind is proposed for {', '.join(lost)}")
