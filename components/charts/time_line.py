"""The plan's stages on a line of years, with a mark for today."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from components.framework.raw_html import RawHtml
from components.framework.view import View
from indicators.definitions.model import Stage


def time_line(view: View, stages: Sequence[Stage], passed: float, today: str) -> RawHtml:
    """Each stage as wide as it is long; `passed` is how much of the whole has passed, in percent."""
    years = sum(stage.end - stage.start + 1 for stage in stages)
    cells, done = [], 0.0
    for order, stage in enumerate(stages, 1):
        width = (stage.end - stage.start + 1) / years * 100
        part = min(max((passed - done) / width, 0.0), 1.0)
        state = "done" if part >= 1 else "now" if part > 0 else "next"
        span = f"{stage.start}" if stage.start == stage.end else f"{stage.start}–{stage.end}"
        name = escape(view.localise(stage.name))
        label = escape(view.translate("plan.stage", order=order, span=span))
        current = ' aria-current="step"' if state == "now" else ""
        cells.append(
            f'<li class="stage-{state}" style="width:{width:.2f}%"{current}>'
            f'<span class="stage-bar"><i style="width:{part * 100:.1f}%"></i></span>'
            f"<small>{label}</small><b>{name}</b></li>"
        )
        done += width
    now = escape(view.translate("plan.today", day=today))
    side = " stage-mark-left" if passed > 60 else ""
    return RawHtml(
        f'<div class="time-line"><ol>{"".join(cells)}</ol>'
        f'<div class="stage-mark{side}" style="left:{passed:.2f}%"><span>{now}</span></div></div>'
    )
