"""Values from newest readings, sums and means; each by sign, rule, history, moment and place."""

from __future__ import annotations

from indicators.vitals.definitions import Sign
from indicators.vitals.samples import History, SamplingPlace, enough, newest, total, within
from indicators.vitals.threshold_ladder import PLAIN
from indicators.vitals.value import AnnotatedValue
from indicators.vitals.value_rules import HOUR, LatestRule, MeanRule, ShareRule, SumRule


def latest(sign: Sign, rule: LatestRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The newest reading."""
    sample = newest(sign, history, rule.of, at)
    if sample is None:
        return None
    return abs(sample.value) if rule.absolute else sample.value


def sums(sign: Sign, rule: SumRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The readings of the last hours added up, with a part for each span of hours that a step looks at.

    Where samples are missing in one of the spans it is the least there can have been.
    """
    if newest(sign, history, rule.of, at) is None:
        return None
    spans = [rule.hours if aspect == PLAIN else aspect.hours or 0.0 for aspect in sign.ladder.aspects]
    found = {hours: within(history, rule.of, at - hours * HOUR, at) for hours in {rule.hours, *spans}}
    amounts = {hours: total(samples) for hours, samples in found.items()}
    least = any(not enough(sign, len(samples), hours * HOUR) for hours, samples in found.items())
    return AnnotatedValue(amounts[rule.hours], tuple(amounts[hours] for hours in spans), least=least)


def mean(sign: Sign, rule: MeanRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The mean of the last hours; None where too many samples of them are missing."""
    samples = within(history, rule.of, at - rule.window, at)
    if newest(sign, history, rule.of, at) is None or not enough(sign, len(samples), rule.window):
        return None
    return total(samples) / len(samples)


def portion(sign: Sign, rule: ShareRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """A part of a whole, with the whole as weight; of nothing there is no part."""
    part, whole = (newest(sign, history, quantity, at) for quantity in (rule.part, rule.whole))
    if part is None or whole is None:
        return None
    above, below = part.value, whole.value
    if rule.hours is not None:
        spans = [within(history, quantity, at - rule.window, at) for quantity in (rule.part, rule.whole)]
        if not all(enough(sign, len(samples), rule.window) for samples in spans):
            return None
        above, below = map(total, spans)
    return AnnotatedValue(rule.times * above / below, weight=below) if below > 0 else None
