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


def stack(parts: list[tuple[str, float]], label: str) -> RawHtml:
    """Several shares side by side on one bar of 100; what is missing to 100 stays empty."""
    cells = "".join(f'<i style="width:{max(points, 0.0):.2f}%" title="{escape(name)}"></i>' for name, points in parts)
    return RawHtml(f'<div class="stack" role="img" aria-label="{escape(label)}">{cells}</div>')
