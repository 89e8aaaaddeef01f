"""Sentences that say why: made from the engine's reason codes and their numbers."""

from __future__ import annotations

from components.formatting.display_values import difference_unit, unit
from components.formatting.numbers import digits
from components.framework.view import View
from indicators.compute.results import Reason
from indicators.definitions.model import Indicator


def sentence(view: View, indicator: Indicator, reason: Reason) -> str:
    """Why an indicator stands as it does, in one sentence."""
    facts = reason.facts
    said: dict[str, str] = {name: str(value) for name, value in facts.items()}
    for name in ("expected", "target_value", "projected"):
        if name in facts:
            said[name] = digits(float(facts[name]), indicator.decimals) + unit(view, indicator)
    for name in ("yoy", "mom", "needed_per_period"):
        if name in facts:
            said[name] = digits(float(facts[name]), max(indicator.decimals, 1), sign=True) + difference_unit(
                view, indicator
            )
    said["run"] = str(int(float(facts.get("run", 0))))
    said["periods"] = view.translate(f"grain.{indicator.grain}.many")
    said["target_period"] = str(int(float(facts.get("target_period", 0))))
    for name in ("days", "cases", "least"):
        if name in facts:
            said[name] = str(int(float(facts[name])))
    extra = (
        view.translate("reason.and_yoy", **said)
        if reason.code in {"lasts", "behind", "worsens"} and "yoy" in said
        else ""
    )
    return view.translate(f"reason.{_fitting(reason)}", **_complete(said)) + extra


def _fitting(reason: Reason) -> str:
    """The form of the sentence that the numbers at hand allow."""
    needs = {
        "lasts": "expected",
        "worsens": "expected",
        "behind": "expected",
        "will_miss": "projected",
        "below_path": "expected",
        "far_below_path": "expected",
        "on_path": "expected",
    }
    wanted = needs.get(reason.code)
    return f"{reason.code}.bare" if wanted and wanted not in reason.facts else reason.code


def _complete(said: dict[str, str]) -> dict[str, str]:
    return {"expected": "", "projected": "", "target_value": "", "yoy": "", "mom": "", "days": "", "period": "", **said}
