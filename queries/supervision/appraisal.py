"""Appraising units and regions for screens: counts of a stretch, the rules with the weights that hold."""

from __future__ import annotations

from datetime import datetime, time

from components.supervision.appraisal_view import Measured
from data.core.clock import BUSINESS_ZONE, to_epoch
from data.operations.supervision.weight_store import weights
from data.operations.tasks.rates import By, Stretch, counted
from indicators.calendar.periods import Grain, Period
from queries.request_context import RequestContext
from tasks import Appraisal, Appraised, appraise, open_appraisal
from tasks.appraisal.weights import weighted

RATES = (
    "done_on_time_rate", "closed_on_time_rate", "accepted_on_time_rate", "return_rate", "redo_rate", "response_rate",
    "resolution_rate", "satisfaction_rate",
)  # fmt: skip
SCORES = ("three_rates", "task_score", "overall")


def rules_of(context: RequestContext) -> Appraisal:
    """The rules with the weights that hold now."""
    with context.operations.reading() as connection:
        return weighted(open_appraisal(context.catalogue, context.definitions), weights(connection, context.scope))


def appraised(context: RequestContext, rules: Appraisal, by: By, months: int) -> tuple[Appraised, ...]:
    """Everybody with a task in the last so many months, this one included; ranked ones first."""
    month = Period.of(Grain.MONTH, context.today).shift(1 - months).first_day()
    start = to_epoch(datetime.combine(month, time(0), BUSINESS_ZONE))
    now = to_epoch(context.now)
    with context.operations.reading() as connection:
        counts = counted(connection, context.scope, Stretch(start, now + 1, now), by)
    return appraise(rules, counts)


def measured(one: Appraised, names: tuple[str, ...] = (*RATES, *SCORES)) -> tuple[Measured, ...]:
    """Rates with their volume, scores without one; what the rules do not know is left out."""
    rates = {name: Measured(name, rate.value, rate.volume, rate.enough) for name, rate in one.rates.items()}
    scores = {name: Measured(name, score.value, None, one.enough) for name, score in one.scores.items()}
    known = rates | scores
    return tuple(known[name] for name in names if name in known)
