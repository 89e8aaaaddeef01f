"""Reading and setting the weights of the appraisal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from data.core.actor import Actor
from data.core.scope import Scope, required
from data.operations.supervision.weight_tables import appraisal_weight


@dataclass(frozen=True)
class Weights:
    """The weights of one score, with who set them when and why."""

    score: str
    parts: Mapping[str, float]
    at: int
    name: str
    reason: str


def weights(connection: Connection, scope: Scope) -> tuple[Weights, ...]:
    """Everything that was ever set, the newest first."""
    required(scope)
    rows = connection.execute(select(appraisal_weight).order_by(appraisal_weight.c.id.desc()))
    return tuple(Weights(row.score, json.loads(row.parts), row.at, row.name, row.reason) for row in rows)


def set_weights(
    connection: Connection, actor: Actor, at: int, score: str, parts: Mapping[str, float], reason: str
) -> None:
    """Somebody sets the weights of a score. Whether they may, is asked before."""
    values = {"score": score, "parts": json.dumps(dict(parts), sort_keys=True), "reason": reason}
    connection.execute(insert(appraisal_weight), values | {"at": at, "actor": actor.account, "name": actor.name})
