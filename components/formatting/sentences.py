"""Sentences of the catalogue whose facts are components: links, marks, numbers."""

from __future__ import annotations

from typing import Any

from components.framework.view import View

EDGE = "\x00"  # stands in no message


def interpolated(view: View, key: str, **facts: Any) -> list[Any]:
    """The words of a message with components in place of its facts, in the order of the visitor's language."""
    text = view.translate(key, **{name: f"{EDGE}{name}{EDGE}" for name in facts})
    pieces = text.split(EDGE)
    return [facts[piece] if place % 2 else piece for place, piece in enumerate(pieces) if piece]
