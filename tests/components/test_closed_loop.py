"""The closed loop: shares of the first step, times in fitting units, and the step where most orders wait."""

from __future__ import annotations

import re

import pytest

from components.formatting.numbers import NO_VALUE
from components.framework.markup import to_html
from components.framework.view import View
from components.hotline.closed_loop import hours_words, loop_panel
from data.hotline.types import LoopStep

STEPS = [
    LoopStep("received", 1200, 0, None),
    LoopStep("accepted", 1100, 100, 0.5),
    LoopStep("contacted", 800, 300, 5.0),
    LoopStep("closed", 600, 200, 80.0),
]


@pytest.mark.parametrize(
    ("hours", "zh"), [(None, NO_VALUE), (0.5, "30"), (0.999, "60"), (1.0, "1.0"), (71.9, "71.9"), (72.0, "3.0")]
)
def test_a_time_is_said_in_minutes_hours_or_days(hours: float | None, zh: str) -> None:
    said = hours_words(View(), hours)

    assert zh in said
    kinds = {"minutes": (hours or 9) < 1, "hours": 1 <= (hours or 0) < 72, "days": (hours or 0) >= 72}
    for kind, is_it in kinds.items():
        assert (said == View().translate(f"voice.{kind}", n=zh)) == is_it


def test_bars_are_shares_of_the_first_step() -> None:
    drawn = to_html(loop_panel(View(), STEPS))

    assert re.findall(r"width:([\d.]+)%", drawn) == ["100.0", "91.7", "66.7", "50.0"]


def test_the_step_at_which_most_wait_is_the_stall_and_the_only_one() -> None:
    drawn = to_html(loop_panel(View(), STEPS))

    assert drawn.count('class="stalls"') == 1
    assert View().translate("voice.step.contacted") in re.findall(r'class="stalls">(.*?)</li>', drawn)[0]
    assert View().translate("voice.stall", step=View().translate("voice.step.contacted"), n="300") in drawn


def test_where_nobody_waits_nothing_stalls() -> None:
    drawn = to_html(loop_panel(View(), [LoopStep("received", 3, 0, None), LoopStep("accepted", 3, 0, 1.0)]))

    assert 'class="stalls"' not in drawn
    assert View().translate("voice.stall.none") in drawn


@pytest.mark.parametrize("steps", [[], [LoopStep("received", 0, 0, None)]])
def test_without_orders_it_says_so(steps: list[LoopStep]) -> None:
    assert View().translate("voice.loop.none") in to_html(loop_panel(View(), steps))
