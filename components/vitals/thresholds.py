"""A sign's steps: in words, as a small bar with the value on it, and the rule of when a level comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from components.charts.axis import SMALL, small_chart
from components.formatting.numbers import digits
from components.formatting.units import unit_of
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.vitals.signs import level_name, sign_unit
from indicators.vitals import Level, Quantity, Sign, Threshold

WIDTH, HEIGHT = SMALL, 40
BAR = 12  # where the bar lies, from the top
THICK = 8


def step_words(view: View, sign: Sign, step: Threshold, quantities: Mapping[str, Quantity]) -> str:
    """Where a step begins: ≥ 7.50 m, > 60 μg/m³ over 3 h, or the name of a state."""
    if step.state is not None:
        return _state(view, sign, step.state, quantities)
    said = ((step.start, "≥"), (step.above, ">"), (step.below, "<"), (step.down_to, "≤"))
    limit, sign_of = next((limit, mark) for limit, mark in said if limit is not None)
    number = limit_text(sign, limit)
    text = f"{sign_of} {number}{unit_of(view, number, sign_unit(view, sign))}"
    return text if step.hours is None else view.translate("step.hours", step=text, hours=digits(step.hours, 0))


def all_steps(view: View, sign: Sign, quantities: Mapping[str, Quantity]) -> list[str]:
    """Every step in words with its level, the mildest first."""
    return [
        view.translate(
            "step.level", level=view.translate(f"map.level.{name}"), step=step_words(view, sign, step, quantities)
        )
        for name, step in sign.steps.items()
    ]


def limit_text(sign: Sign, limit: float) -> str:
    """A limit with as many decimals as it needs, at least none."""
    text = digits(limit, max(sign.decimals, 4))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _state(view: View, sign: Sign, state: int, quantities: Mapping[str, Quantity]) -> str:
    names = [quantities[name].states for name in sign.reads if quantities[name].states]
    name = next((view.localise(states[state]) for states in names if state in states), str(state))
    return view.translate("step.state", name=name)


def rule_words(view: View, sign: Sign) -> str:
    """When a level comes, when it goes, and when nothing is known."""
    n, m = sign.raising
    raised = view.translate("rule.raise.one") if m == 1 else view.translate("rule.raise", n=n, m=m)
    margin, minutes = digits(sign.release.percent, 0), digits(sign.release.minutes, 0)
    stale = seconds_words(view, sign.stale_seconds)
    return view.translate("rule", raised=raised, margin=margin, minutes=minutes, stale=stale)


def seconds_words(view: View, seconds: float) -> str:
    """A length of time in the largest unit that leaves it whole, or nearly."""
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size or seconds == size:
            return view.translate(f"time.{unit}", n=digits(seconds / size, 0 if seconds % size == 0 else 1))
    return view.translate("time.seconds", n=digits(seconds, 0))


def threshold_bar(view: View, sign: Sign, value: float | None) -> RawHtml | None:
    """The steps side by side, worse to the right, with the value on them; None where the steps look at something
    else than the value (a state, hours of lasting)."""
    if not sign.ladder.plain:
        return None
    steps = [(level_name(Level.called(name)), step.limit) for name, step in sign.steps.items()]
    width = WIDTH / (len(steps) + 1)
    cells = [f'<rect class="mark-normal" x="0" y="{BAR}" width="{width - 1:.1f}" height="{THICK}"/>']
    texts = []
    for place, (level, limit) in enumerate(steps, 1):
        x = width * place
        cells.append(f'<rect class="mark-{level}" x="{x:.1f}" y="{BAR}" width="{width - 1:.1f}" height="{THICK}"/>')
        texts.append(f'<text x="{x:.1f}" y="{HEIGHT - 4}">{escape(limit_text(sign, limit))}</text>')
    at = _at(sign, value, [limit for _, limit in steps], width)
    pin = "" if at is None else f'<path class="pin" d="M{at:.1f} {BAR - 1}l-5 -9h10Z"/>'
    label = view.translate(
        "step.bar", name=view.localise(sign.name), value=digits(value, sign.decimals) + sign_unit(view, sign)
    )
    return small_chart("ladder", label, HEIGHT, f"{''.join(cells)}{''.join(texts)}{pin}")


def _at(sign: Sign, value: float | None, limits: list[float], width: float) -> float | None:
    """Where a value lies on the bar: even within each step, the ends held."""
    if value is None:
        return None
    turn = sign.ladder.turn
    turned, points = value * turn, [limit * turn for limit in limits]
    first = abs(points[1] - points[0]) if len(points) > 1 else abs(points[0]) or 1.0
    best = points[0] - first if sign.best is None else sign.best * turn
    edges = [min(best, points[0] - 1e-9), *points, points[-1] + first]
    for place in range(len(edges) - 1):
        low, high = edges[place], edges[place + 1]
        if turned < high or place == len(edges) - 2:
            share = min(max((turned - low) / (high - low), 0.0), 1.0) if high > low else 0.0
            return min(max(width * (place + share), 5.0), WIDTH - 5.0)
    return None
