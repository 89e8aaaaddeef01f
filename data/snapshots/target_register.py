"""The catalogue as it stands with the city's own target register laid over it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from data.core.clock import to_epoch
from data.warehouse.tables import batch, target_register
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import LocalisedText, Target

BASELINE_YEAR, DUE_YEAR = 2020, 2025  # of the plan's Table 1


@dataclass(frozen=True)
class RegisteredTarget:
    """One line of the register. `baseline` (2020) may be unknown; `target` is due at the end of 2025."""

    indicator: str
    name_zh: str
    name_en: str
    unit: str
    baseline: float | None
    target: float
    nature: str
    source_url: str


def registered_targets(
    connection: Connection, as_of: datetime | None = None, last_batch: int | None = None
) -> dict[str, RegisteredTarget]:
    """The line of each indicator that stands now, or that stood at a moment, or after a batch."""
    query = select(target_register).join(batch, batch.c.id == target_register.c.batch)
    if as_of is not None:
        query = query.where(batch.c.loaded_at <= to_epoch(as_of))
    if last_batch is not None:
        query = query.where(batch.c.id <= last_batch)
    rows = connection.execute(query.order_by(batch.c.loaded_at, batch.c.id)).mappings()
    return {
        row["indicator"]: RegisteredTarget(**{key: value for key, value in row.items() if key != "batch"})
        for row in rows
    }


def with_register(
    connection: Connection, catalogue: Catalogue, as_of: datetime | None = None, last_batch: int | None = None
) -> Catalogue:
    """The catalogue with the register's targets (now, at a moment, or after a batch); its fingerprint tells them apart.

    The catalogue itself when the register is empty.
    """
    lines = registered_targets(connection, as_of, last_batch)
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
        source=LocalisedText(zh="规划表1登记", en="Register of the plan's Table 1"),
        ref=line.source_url,
        nature="binding" if line.nature == "binding" else "expected",
        baseline=line.baseline,
        baseline_period=None if line.baseline is None else BASELINE_YEAR,
        value=line.target,
        period=DUE_YEAR,
        path="hold" if line.baseline is None else "linear",
    )
