"""What is expected, in words: how likely in tens, and why nothing is said where nothing is."""

from __future__ import annotations

from components.formatting.display_values import unit
from components.formatting.numbers import digits
from components.framework.view import View
from indicators.definitions.model import Indicator
from indicators.forecast.bands import OUTER
from indicators.forecast.outlook import Outlook
from indicators.forecast.probability import in_tens

LEAST, MOST = 0.1, 0.9


def likelihood(view: View, probability: float) -> str:
    """A probability as it is said, in tens: a forecast is no surer than that."""
    if probability < LEAST:
        return view.translate("outlook.least")
    if probability > MOST:
        return view.translate("outlook.most")
    return view.translate(f"outlook.tens.{in_tens(probability)}")


def outlook_words(view: View, indicator: Indicator, outlook: Outlook) -> str:
    """What is expected at the date with the limits of 80 %, and how likely the target is met; empty without points."""
    if not outlook.points or not outlook.due:
        return ""
    last = outlook.points[-1]
    low, high = last.band(OUTER)
    least, most = indicator.bounds
    said = {
        "due": last.period,
        "middle": _shown(view, indicator, last.middle),
        "low": _shown(view, indicator, low if least is None else max(low, least)),
        "high": _shown(view, indicator, high if most is None else min(high, most)),
    }
    text = view.translate("outlook.expected", **said)
    if outlook.probability is None:
        return text
    return text + view.translate("outlook.chance", chance=likelihood(view, outlook.probability))


def chance_words(view: View, outlook: Outlook) -> str:
    """How likely the target is met, or why that is not said."""
    if outlook.probability is not None:
        return likelihood(view, outlook.probability)
    return view.translate(f"outlook.none.{outlook.reason}")


def method_words(view: View, outlook: Outlook) -> str:
    """The method and the record of its errors in the series' own past."""
    share = round(100 * outlook.error) if outlook.error is not None else 0
    name = view.translate(f"outlook.method.{outlook.method}")
    return view.translate("outlook.how", method=name, share=share, origins=outlook.origins)


def _shown(view: View, indicator: Indicator, value: float) -> str:
    return digits(value, indicator.decimals) + unit(view, indicator)
