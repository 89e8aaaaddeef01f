"""What screens say about a vital sign's value and its steps."""

from __future__ import annotations

from components.formatting.numbers import NO_VALUE, digits
from components.formatting.units import unit_after, unit_of
from components.framework.view import View
from indicators.alerts import LEVELS
from indicators.vitals import Level, Sign, Threshold, Vitals


def rank_word(view: View, vitals: Vitals, sign: str, level: int) -> str:
    """The legal rank of a sign's level, such as 二级; empty where it has none."""
    if sign not in vitals.signs or not level:
        return ""
    found = vitals.level_sets[vitals.signs[sign].level_set].at(Level(level))
    return "" if found is None or found.rank is None else view.localise(found.rank)


def value_words(view: View, vitals: Vitals, sign: str, value: float | None) -> str:
    """A value with its unit; the name of a state where the sign is one."""
    known = vitals.signs.get(sign)
    if known is None or value is None:
        return NO_VALUE
    state = _state(view, vitals, known, value)
    return state or with_unit(view, known, digits(value, known.decimals))


def step_words(view: View, vitals: Vitals, sign: str, level: int) -> str:
    """Where a level of a sign begins, such as ≥8.00 m; empty where it has no such step."""
    known = vitals.signs.get(sign)
    step = None if known is None or not level else known.steps.get(LEVELS[level])  # type: ignore[call-overload]
    return "" if known is None or step is None else limit_words(view, vitals, known, step)


def limit_words(view: View, vitals: Vitals, sign: Sign, step: Threshold) -> str:
    """The limit of a step with its sign of comparison and its unit."""
    if step.state is not None:
        return _state(view, vitals, sign, step.state) or view.translate("sign.state", n=step.state)
    mark = {("higher", False): "≥", ("higher", True): ">", ("lower", False): "≤", ("lower", True): "<"}
    limit = with_unit(view, sign, digits(step.limit, sign.decimals))
    lasting = view.translate("sign.hours", n=f"{step.hours:g}") if step.hours else ""
    return f"{mark[step.worse, step.strict]}{limit}{lasting}"


def with_unit(view: View, sign: Sign, text: str) -> str:
    """A number with the sign's unit after it."""
    return text + unit_of(view, text, unit_after(view, sign.unit))


def _state(view: View, vitals: Vitals, sign: Sign, value: float) -> str:
    """The name of the state that a value is; empty for a number."""
    if len(sign.reads) != 1 or sign.value.by != "latest":
        return ""
    states = vitals.quantities[sign.reads[0]].states
    return view.localise(states[int(value)]) if int(value) in states else ""
