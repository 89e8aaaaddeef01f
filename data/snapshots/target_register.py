"""The catalogue as it stands with the city's own target register laid over it."""

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from data.ingest.load_targets import RegisteredTarget, registered_targets
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Target, Text

BASELINE_YEAR, DUE_YEAR = 2020, 2025  # of the plan's Table 1


def with_register(connection: Connection, catalogue: Catalogue, as_of: datetime | None = None) -> Catalogue:
    """The catalogue with the register's targets (now, or at a moment); its fingerprint tells them apart.

    The catalogue itself when the register is empty.
    """
    lines = registered_targets(connection, as_of)
    known = [line for line in lines.values() if line.indicator in catalogue.indicators]
    if not known:
        return catalogue
    text = "\n".join(repr(line) for line in sorted(known, key=lambda line: line.indicator))
    fingerprint = hashlib.sha256(f"{catalogue.fingerprint}\n{text}".encode()).hexdigest()
    targets = (*catalogue.targets, *(_target(line) for line in known))
    return replace(catalogue, targets=targets, fingerprint=fingerprint)


def _target(line: RegisteredTarget) -> Target:
    """A straight path from the baseline of 2020, or the value to hold at the end of 2025 when there is none."""
    return Target(
        indicator=line.indicator,
        source_kind="register",
        source=Text(zh="规划表1登记", en="Register of the plan's Table 1"),
        ref=line.source_url,
        nature="binding" if line.nature == "binding" else "expected",
        baseline=line.baseline,
        baseline_period=None if line.baseline is None else BASELINE_YEAR,
        value=line.target,
        period=DUE_YEAR,
        path="hold" if line.baseline is None else "linear",
    )
