"""The sentence of a judgement: how a value stands, and what presses besides."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import decimals_of, difference_unit, status_name, unit
from components.formatting.numbers import digits, status_mark
from components.framework.view import View
from indicators.compute.results import Attention
from indicators.definitions.model import Indicator
from indicators.scoring.judgement import Judgement, telling_decimals
from indicators.scoring.status import Status
from indicators.statistics.proportion import wilson_interval
from indicators.statistics.rounding import half_up_number

ENOUGH = 20  # cases of twelve months that are worth a share


def sentence(view: View, indicator: Indicator, value: float | None, judged: Judgement) -> str:
    """How an indicator stands, in one sentence whose words follow from the numbers that it shows."""
    if value is None or judged.aim is None:
        return _unjudged(view, judged)
    said = _numbers(view, indicator, value, judged) | {
        "left": str(judged.left),
        "periods": view.translate(f"grain.{indicator.grain}.many"),
        "now": view.translate(f"status.{status_name(judged.now)}"),
        "level": view.translate(f"status.{status_name(judged.level)}"),
    }
    form = f"band.{judged.side}" if indicator.band and judged.code == "short" else indicator.better
    text = view.translate(f"judgement.{judged.code}.{form}", **said)
    if judged.code == "short":
        text += view.translate("judgement.within" if judged.now == Status.WATCH else "judgement.beyond")
    return text + (view.translate(f"judgement.held.{_held(judged)}", **said) if judged.held else "")


def judgement_mark(view: View, judged: Judgement) -> Component:
    """The level in shape, colour and word; and a word where the present value is better or worse than that."""
    mark = status_mark(view, status_name(judged.level))
    if judged.held:
        mark.children.append(html.Small(view.translate(f"judgement.mark.{_held(judged)}"), className="held"))
    return mark


def _held(judged: Judgement) -> str:
    """How the level differs from what the value itself says, and whether a missing period is why."""
    return "gapped" if judged.gapped else judged.held


def attention_words(view: View, indicator: Indicator, found: Attention) -> str:
    """How something in the list of what needs a hand stands, and the most telling of what presses besides."""
    text, facts = sentence(view, indicator, found.value, found.judgement), found.reason.facts
    if found.reason.code == "will_miss":
        return text + view.translate("judgement.and_will_miss", **_pace(view, indicator, facts))
    if found.reason.code == "lasts":
        run = str(int(float(facts["run"])))
        text += view.translate("judgement.and_lasts", run=run, periods=view.translate(f"grain.{indicator.grain}.many"))
    if "yoy" in facts:
        text += view.translate("judgement.and_yoy", yoy=_moved(view, indicator, float(facts["yoy"]), sign=True))
    return text


def _numbers(view: View, indicator: Indicator, value: float, judged: Judgement) -> dict[str, str]:
    """The aim and the distance as they are shown: their sum is the value as it is shown."""
    assert judged.aim is not None
    decimals = decimals_of(indicator, value, judged)
    away = abs(half_up_number(value, decimals) - half_up_number(judged.aim, decimals))
    low, high = (digits(edge, indicator.decimals) for edge in indicator.band or (0.0, 0.0))
    return {
        "aim": digits(judged.aim, decimals) + unit(view, indicator),
        "short": digits(away, decimals) + difference_unit(view, indicator),
        "low": low,
        "high": high + unit(view, indicator),
    }


def _pace(view: View, indicator: Indicator, facts: Mapping[str, float | str]) -> dict[str, str]:
    projected, target = float(facts["projected"]), float(facts["target_value"])
    decimals = telling_decimals(projected, target, indicator.decimals)
    return {
        "projected": digits(projected, decimals) + unit(view, indicator),
        "target": digits(target, decimals) + unit(view, indicator),
        "year": str(int(float(facts["target_period"]))),
    }


def _moved(view: View, indicator: Indicator, value: float, sign: bool = False) -> str:
    return digits(value, max(indicator.decimals, 1), sign=sign) + difference_unit(view, indicator)


def _unjudged(view: View, judged: Judgement) -> str:
    facts = {name: str(int(v)) if isinstance(v, float) else v for name, v in judged.facts.items()}
    if judged.code == "impossible":
        return view.translate(f"judgement.impossible.{judged.facts['side']}", limit=f"{judged.facts['limit']:,g}")
    text = view.translate(f"judgement.{judged.code}", **facts)
    if float(judged.facts.get("year_cases", 0)) >= ENOUGH:
        part, cases = float(judged.facts["year_part"]), float(judged.facts["year_cases"])
        low, high = (digits(100 * edge, 1) for edge in wilson_interval(min(part, cases), cases))
        said = {"share": digits(100 * part / cases, 1), "low": low, "high": high}
        text += view.translate("judgement.few.year", **said, **facts)
    return text
