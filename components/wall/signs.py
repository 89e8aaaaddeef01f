"""Vital signs on a wall: numbers with their marks, levels in shape, colour and word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import basis_name
from components.formatting.numbers import basis_mark, digits
from components.formatting.units import unit_after, unit_of
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.levels import LEVELS, SHAPES, LevelMark
from indicators.vitals import Sign
from indicators.vitals.levels import Level as Grade

LEVEL_OF: dict[int, LevelMark] = {grade: grade.name.lower() for grade in Grade}  # type: ignore[misc]  # the same names


def level_name(level: int | None) -> LevelMark:
    """The name of a level of the domain; None is unknown."""
    return "unknown" if level is None else LEVEL_OF[level]


def shape(level: LevelMark) -> RawHtml:
    """The shape of a level in its colour, without its word."""
    return RawHtml(
        f'<svg class="level-shape mark-{level}" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true">'
        f'<path d="{SHAPES[level]}"/></svg>'
    )


@dataclass(frozen=True)
class WallSign:
    """A value of a sign with all that a screen must say about it. `at` is when it was measured (a period's text)."""

    sign: Sign
    region: int
    value: float | None
    level: int | None
    at: str
    basis: int
    device: str = ""


def sign_number(view: View, shown: WallSign, className: str = "", mark: bool = True) -> Component:
    """The number with its unit, in the colour of its level."""
    level = level_name(shown.level)
    unit = unit_of(view, digits(shown.value, shown.sign.decimals), unit_after(view, shown.sign.unit)).strip()
    marks = {
        "data-sign": shown.sign.id,
        "data-region": str(shown.region),
        "data-period": shown.at,
        "data-status": level,
        "data-basis": basis_name(shown.basis),
    }
    return html.Span(
        className=f"wall-number tone-{level} {className}".strip(),
        **marks,
        **({"data-device": shown.device} if shown.device else {}),
        children=[
            html.B(digits(shown.value, shown.sign.decimals)),
            html.Span(unit, className="unit") if shown.value is not None else None,
            basis_mark(view, basis_name(shown.basis)) if mark else None,
        ],
    )


def level_word(view: View, level: int | None) -> Component:
    """A level in shape, colour and word."""
    name = level_name(level)
    return html.Span([shape(name), view.translate(f"map.level.{name}")], className=f"level level-{name} tone-{name}")


def level_counts(view: View, counts: Mapping[LevelMark, int]) -> Component:
    """How many there are of each level, the gravest first."""
    return html.Ul(
        className="wall-counts",
        children=[
            html.Li(
                className=f"tone-{level}" if counts[level] else "is-none",
                children=[
                    shape(level),
                    html.B(str(counts[level]), **{"data-number": f"alerts-{level}"}),
                    html.Span(view.translate(f"map.level.{level}")),
                ],
            )
            for level in reversed(LEVELS)
            if level in counts
        ],
    )
