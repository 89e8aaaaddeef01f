"""Reading alerts.yaml and causes.yaml, with every fault at its file and line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from indicators.alerts.rules import AlertRules, Cause, Causes
from indicators.definitions.faults import Fault
from indicators.definitions.loader import DefinitionLoader, LocatedDefinition


@dataclass(frozen=True, eq=False)
class AlertDefinitions:
    """The rules of alerts and the causes that group them."""

    rules: AlertRules
    causes: Causes


def load_alert_definitions(*folders: Path, signs: Collection[str] | None = None) -> AlertDefinitions:
    """Read the two files from folders of definitions; what stands in a later folder goes before the earlier one.

    A later alerts.yaml stands for the whole; a later causes.yaml for the causes it names. With `signs`, the ids of all
    signs, a cause that names another is at fault. Raises CatalogueError with all faults.
    """
    loader = DefinitionLoader()
    found = [folder / "alerts.yaml" for folder in folders if (folder / "alerts.yaml").exists()]
    if not found:
        loader.missing("alerts.yaml", "alerts need alerts.yaml")
    rules = loader.whole(AlertRules, found[-1]) if found else None
    causes: dict[str, Cause] = {}
    for file in (folder / "causes.yaml" for folder in folders if (folder / "causes.yaml").exists()):
        for placed in loader.blocks(Cause, file):
            causes[placed.name] = placed.made
            loader.add(_unknown_signs(placed, signs))
    if rules is not None and rules.made.stale.cause not in causes:
        reason = f"there is no cause {rules.made.stale.cause!r}"
        loader.add([rules.fault(("stale", "cause"), "unknown-cause", reason)])
    loader.checked()
    assert rules is not None  # what is missing or does not fit has a fault
    return AlertDefinitions(rules.made, causes)


def _unknown_signs(cause: LocatedDefinition[Cause], signs: Collection[str] | None) -> list[Fault]:
    return [
        cause.fault(("signs", n), "unknown-sign", f"there is no sign {sign!r}")
        for n, sign in enumerate(cause.made.signs)
        if signs is not None and sign not in signs
    ]
