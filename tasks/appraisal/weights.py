"""The weights of the appraisal, set by the supervision instead of the file's; every setting stays on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from data.core.actor import Actor
from data.core.clock import to_epoch
from data.operations import Operations
from data.operations.core.change_counters import bump
from data.operations.supervision.weight_store import Weights, set_weights
from indicators.workflow import Refusal, reject
from tasks.appraisal.appraisal import Appraisal

MOST = 100.0


def weighted(rules: Appraisal, found: Iterable[Weights]) -> Appraisal:
    """The rules with the newest weights that were set; what the rules no longer know is passed over."""
    scores = dict(rules.scores)
    newest: dict[str, Weights] = {}
    for one in found:
        newest.setdefault(one.score, one)
    for name, one in newest.items():
        if name in scores and set(one.parts) == set(scores[name].parts):
            scores[name] = scores[name].model_copy(update={"parts": dict(one.parts)})
    return replace(rules, scores=scores)


def weigh(
    operations: Operations, rules: Appraisal, actor: Actor, now: datetime, score: str, parts: Mapping[str, float],
    reason: str,
) -> Refusal | None:  # fmt: skip
    """Set the weights of a score: all of its parts, each above 0 and at most 100; or say why not."""
    if not actor.may("task.supervise"):
        return reject("no-right", right="task.supervise")
    if not actor.scope.whole:  # the weights hold for every region and unit
        return reject("not-whole-city")
    if score not in rules.scores or set(parts) != set(rules.scores[score].parts):
        return reject("unknown-score")
    if not all(0 < weight <= MOST for weight in parts.values()):
        return reject("weight-outside")
    if not reason.strip():
        return reject("reason-missing")
    with operations.writing() as connection:
        set_weights(connection, actor, to_epoch(now), score, parts, reason.strip())
        bump(connection, "tasks")
    return None
