"""Lines to type into and values that go along unseen: Dash has no plain HTML inputs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from components.framework.late_bound_values import LateBound
from components.framework.markup import attribute
from components.framework.raw_html import RawHtml


def typed(kind: str, name: str, value: str = "", **more: Any) -> RawHtml:
    """An `<input>`; attributes are named as in Dash (maxLength, autoComplete)."""
    given = {"type": kind, "name": name, "value": value or None, **more}
    return RawHtml(f"<input{''.join(attribute(key, what) for key, what in given.items())}>")


def hidden(name: str, value: object) -> RawHtml:
    """A value that goes along unseen."""
    given = value if isinstance(value, LateBound) else str(value)
    return RawHtml(f"<input{attribute('type', 'hidden')}{attribute('name', name)}{attribute('value', given)}>")


def choice(name: str, options: Sequence[tuple[str, str]], chosen: str = "", *, required: bool = False) -> RawHtml:
    """A list to choose one of; options are pairs of value and label. `required`: one that has a value."""
    inner = "".join(
        f"<option{attribute('value', value)}{attribute('selected', value == chosen)}>{escape(label)}</option>"
        for value, label in options
    )
    return RawHtml(f"<select{attribute('name', name)}{attribute('required', required)}>{inner}</select>")


def long_text(name: str, value: str = "", rows: int = 3, **more: Any) -> RawHtml:
    """A box to write several lines into."""
    given = {"name": name, "rows": rows, **more}
    return RawHtml(
        f"<textarea{''.join(attribute(key, what) for key, what in given.items())}>\n{escape(value)}</textarea>"
    )


def several(name: str, options: Sequence[tuple[str, str]], chosen: Sequence[str] = (), rows: int = 4) -> RawHtml:
    """A list to choose several of; options are pairs of value and label."""
    inner = "".join(
        f"<option{attribute('value', value)}{attribute('selected', value in chosen)}>{escape(label)}</option>"
        for value, label in options
    )
    return RawHtml(f"<select{attribute('name', name)}{attribute('size', rows)} multiple>{inner}</select>")
