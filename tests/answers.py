"""The side of an answer that a test expects; the other side fails it and is shown."""

from __future__ import annotations

from typing import TypeVar

from indicators.workflow import Refusal

Made = TypeVar("Made")


def accepted(answer: Made | Refusal) -> Made:
    """What was done."""
    assert not isinstance(answer, Refusal), answer
    return answer


def refused(answer: object) -> Refusal:
    """Why it was not done."""
    assert isinstance(answer, Refusal), answer
    return answer
