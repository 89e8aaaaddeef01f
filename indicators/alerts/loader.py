"""Reading alerts.yaml and causes.yaml, with every fault at its file and line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.alerts.rules import AlertRules, Cause, Causes
from indicators.definitions.faults import CatalogueError, Fault
from indicators.definitions.validation import validated
from indicators.definitions.yaml_source import Document, read


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
    rules, document, faults = _rules(folders)
    causes, wrong = _causes(folders, signs)
    faults += wrong
    if rules is not None and rules.stale.cause not in causes:
        reason = f"there is no cause {rules.stale.cause!r}"
        faults.append(document.fault(("stale", "cause"), "unknown-cause", reason))
    if faults or rules is None:
        raise CatalogueError(faults)
    return AlertDefinitions(rules, causes)


def _rules(folders: Sequence[Path]) -> tuple[AlertRules | None, Document, list[Fault]]:
    found = [folder / "alerts.yaml" for folder in folders if (folder / "alerts.yaml").exists()]
    if not found:
        nothing = Document(Path("alerts.yaml"), None, {})
        return None, nothing, [nothing.fault((), "missing-file", "alerts need alerts.yaml")]
    document, faults = read(found[-1])
    rules, wrong = validated(AlertRules, document.content, document, ())
    return rules, document, [*faults, *wrong]


def _causes(folders: Sequence[Path], signs: Collection[str] | None) -> tuple[dict[str, Cause], list[Fault]]:
    causes: dict[str, Cause] = {}
    faults: list[Fault] = []
    for file in (folder / "causes.yaml" for folder in folders):
        if not file.exists():
            continue
        document, wrong = read(file)
        faults += wrong
        if not isinstance(document.content, dict):
            faults.append(document.fault((), "not-a-mapping", "the file must map causes to what they are"))
            continue
        for name, block in document.content.items():
            cause, wrong = validated(Cause, block, document, (name,))
            faults += wrong
            if cause is not None:
                causes[name] = cause
                faults += _unknown_signs(name, cause, signs, document)
    return causes, faults


def _unknown_signs(name: str, cause: Cause, signs: Collection[str] | None, document: Document) -> list[Fault]:
    return [
        document.fault((name, "signs", n), "unknown-sign", f"there is no sign {sign!r}")
        for n, sign in enumerate(cause.signs)
        if signs is not None and sign not in signs
    ]
