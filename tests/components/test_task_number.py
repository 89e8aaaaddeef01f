"""The number behind a task: an indicator then and now, or a sign's levels; never one under the other's head."""

from __future__ import annotations

from components.formatting.numbers import NO_VALUE, DisplayValue
from components.framework.markup import to_html
from components.framework.view import View
from components.tasks.task_number import LevelRow, NumberRow, TaskNumber, number_panel

THEN = NumberRow("sent", DisplayValue("I046", 440604, "2025-03", 81.0, "%", basis="demo"), "2025年3月")
NOW = NumberRow("now", DisplayValue("I046", 440604, "2025-05", 88.0, "%", basis="demo"), "2025年5月")
NUMBER = TaskNumber("I046", 440604, "内涝点整治率", [THEN, NOW], [80.0, None, 88.0])


def test_an_indicator_stands_then_and_now_each_with_its_period_and_marks() -> None:
    drawn = to_html(number_panel(View(), NUMBER))

    assert drawn.index("81.0") < drawn.index("88.0")
    assert drawn.index("2025年3月") < drawn.index("2025年5月")
    assert drawn.count('data-indicator="I046"') == 2
    assert 'href="/indicators/I046?region=440604"' in drawn


def test_a_trend_is_drawn_only_for_whom_it_is_read() -> None:
    hidden = TaskNumber("I046", 440604, "内涝点整治率", [THEN], None)

    assert "<svg" in to_html(number_panel(View(), NUMBER))
    assert "<svg" not in to_html(number_panel(View(), hidden))


def test_what_became_of_it_is_said_when_the_task_is_closed_and_not_before() -> None:
    closed = TaskNumber("I046", 440604, "内涝点整治率", [THEN, NOW], None, "recovered")

    assert View().translate("task.helped.recovered") in to_html(number_panel(View(), closed))
    assert View().translate("task.helped.recovered") not in to_html(number_panel(View(), NUMBER))


def test_a_sign_is_told_by_its_levels() -> None:
    drawn = to_html(number_panel(View(), TaskNumber(levels=[LevelRow("sent", 4, 8.016), LevelRow("now", 0, None)])))

    assert "8.02" in drawn
    assert NO_VALUE in drawn
    assert View().translate("task.proposal.level.4") in drawn
    assert "/indicators/" not in drawn
