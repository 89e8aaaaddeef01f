"""Progress on one line: how far, how far it should be, and the status."""

from __future__ import annotations

from html import escape

from components.framework.raw_html import RawHtml


def bar(share: float | None, mark: float | None, status: str, label: str) -> RawHtml:
    """A bar filled to `share` (0–100) with a line at `mark` (0–100); `label` says both in words."""
    filled = min(max(share or 0.0, 0.0), 100.0)
    line = "" if mark is None else f'<i class="mark-line" style="left:{min(max(mark, 0.0), 100.0):.1f}%"></i>'
    return RawHtml(
        f'<div class="bar bar-{status}" role="img" aria-label="{escape(label)}">'
        f'<i class="fill" style="width:{filled:.1f}%"></i>{line}</div>'
    )


def scaled_bar(value: float | None, low: float, high: float, mark: float | None, status: str, label: str) -> RawHtml:
    """A value on a scale from `low` to `high`, with a line at `mark`; `label` says both in words.

    Where the scale holds 0 it is a bar from 0, to the left when negative. Where the scale is cut above 0 a length
    would lie, so it is a dot.
    """

    def place(number: float) -> float:
        return min(max((number - low) / (high - low) * 100, 0.0), 100.0)

    parts = []
    if low < 0 < high:
        parts.append(f'<i class="zero" style="left:{place(0):.1f}%"></i>')
    if value is not None and low > 0:
        parts.append(f'<i class="dot" style="left:{place(value):.1f}%"></i>')
    elif value is not None:
        left, right = sorted((place(0), place(value)))
        parts.append(f'<i class="fill" style="left:{left:.1f}%;width:{right - left:.1f}%"></i>')
    if mark is not None:
        parts.append(f'<i class="mark-line" style="left:{place(mark):.1f}%"></i>')
    kind = " bar-cut" if low > 0 else ""
    return RawHtml(
        f'<div class="bar bar-{status}{kind}" role="img" aria-label="{escape(label)}">{"".join(parts)}</div>'
    )


def stack(parts: list[tuple[str, float]], label: str) -> RawHtml:
    """Several shares side by side on one bar of 100; what is missing to 100 stays empty."""
    cells = "".join(f'<i style="width:{max(points, 0.0):.2f}%" title="{escape(name)}"></i>' for name, points in parts)
    return RawHtml(f'<div class="stack" role="img" aria-label="{escape(label)}">{cells}</div>')
