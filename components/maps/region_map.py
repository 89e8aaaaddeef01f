"""A map of flat shapes with names and values on them, drawn by the server as SVG.

Five districts and thirty-two towns need no map library: the shapes are links, so they work with a
keyboard, without a script, and print. (Thousands of grids or devices are another matter.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import DisplayValue, marks, signed
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.label_placement import apart, label_box

TOWNS = 100_000_000  # codes of towns have nine digits, of districts six

KINDS = ("off_track", "watch", "on_track", "unknown")


@dataclass(frozen=True)
class MapShape:
    """One region's outline: an SVG path, where its label stands, and its name."""

    code: int
    path: str
    label: tuple[float, float]
    box: tuple[float, float, float, float]
    name: str


class RegionOutline(Protocol):
    """A region's outline as the geography has it, with its name in both languages."""

    @property
    def code(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def label(self) -> tuple[float, float]: ...
    @property
    def box(self) -> tuple[float, float, float, float]: ...
    @property
    def name_zh(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def drawn(view: View, outline: RegionOutline) -> MapShape:
    """An outline with its name in the visitor's language."""
    name = outline.name_zh if view.lang == "zh" else outline.name_en
    return MapShape(outline.code, outline.path, outline.label, outline.box, name)


@dataclass(frozen=True)
class RegionShade:
    """What a region shows: its number, where a click leads, and its class.

    `kind` is off_track | watch | on_track | unknown, by default the status of the number. The classes are fixed: a
    colour means the same in every month, and what needs a hand stands out in both themes.
    """

    figure: DisplayValue
    href: str
    kind: str = ""
    text: str | None = None

    @property
    def shown_as(self) -> str:
        """The class that it is drawn in."""
        return self.kind or self.figure.status


LETTERS = 14  # letters of a name that a map has room for below each other, in the smallest place it is shown in


def region_map(shapes: Sequence[tuple[MapShape, RegionShade | None]], label: str, here: int | None = None) -> RawHtml:
    """The map of `shapes`; the view box fits them all. `label` says in words what the map shows; `here` is outlined.

    It fills the place it is given. Names keep one size on the screen: the style turns letters into the map's units by
    its width and height. The lines between towns are drawn as what they are, approximate.
    """
    x0 = min(s.box[0] for s, _ in shapes)
    y0 = min(s.box[1] for s, _ in shapes)
    x1 = max(s.box[2] for s, _ in shapes)
    y1 = max(s.box[3] for s, _ in shapes)
    pad = 0.02 * max(x1 - x0, y1 - y0)
    box = (x0 - pad, y0 - pad, x1 - x0 + 2 * pad, y1 - y0 + 2 * pad)
    outlines = "".join(_outline(shape, shade, shape.code == here) for shape, shade in shapes)
    letter = max(box[2], box[3]) / LETTERS
    labels = [
        label_box(shape.label, [shape.name, *([_text(shade)] if shade else [])], letter) for shape, shade in shapes
    ]
    places = apart(labels, box)
    names = "".join(_name(shape, shade, place) for (shape, shade), place in zip(shapes, places, strict=True))
    towns = " map-towns" if all(shape.code >= TOWNS for shape, _ in shapes) else ""
    return RawHtml(
        f'<div class="map-place"><svg class="map{towns}" viewBox="{" ".join(f"{n:.1f}" for n in box)}" role="group" '
        f'style="--wide:{box[2]:.0f}px;--high:{box[3]:.0f}px" aria-label="{escape(label)}">'
        f'{outlines}<g class="map-names" aria-hidden="true">{names}</g></svg></div>'
    )


def _text(shade: RegionShade) -> str:
    return shade.text or signed(shade.figure)


def _outline(shape: MapShape, shade: RegionShade | None, here: bool) -> str:
    if shade is None:
        return f'<path class="region region-unknown" d="{shape.path}"/>'
    text = shade.text or signed(shade.figure) + shade.figure.unit
    current, said = ' aria-current="true"' if here else "", f"{escape(shape.name)} {escape(text)}"
    return (
        f'<a href="{escape(shade.href)}"{current} aria-label="{said}">'
        f'<path class="region region-{shade.shown_as}" d="{shape.path}"><title>{said}</title></path></a>'
    )


def _name(shape: MapShape, shade: RegionShade | None, place: tuple[float, float]) -> str:
    """Name and value, one above the other."""
    x, y = place
    name = f'<tspan x="{x:.1f}" dy="-.15em">{escape(shape.name)}</tspan>'
    head = f'<text x="{x:.1f}" y="{y:.1f}">'
    if shade is None:
        return f"{head}{name}</text>"
    tags = "".join(f' {key}="{escape(value)}"' for key, value in marks(shade.figure).items())
    text = _text(shade)
    return f'{head}{name}<tspan class="map-value" x="{x:.1f}" dy="1em"{tags}>{escape(text)}</tspan></text>'


def credit_lines(view: View, credits: Sequence[tuple[str, str]], approximate: bool) -> list[str]:
    """Whose outlines a map shows (Chinese, English), and that they are approximate where they are."""
    lines = [zh if view.lang == "zh" else en for zh, en in credits]
    return [view.translate("overview.map.note"), *lines] if approximate else lines


def legend(view: View, shades: Iterable[RegionShade], words: str) -> Component:
    """The classes of a map, each with how many regions are in it; `words` names the messages that name the classes."""
    counts = Counter(shade.shown_as for shade in shades)
    rows = [
        html.Li(
            [
                html.I(className=f"region-{kind}"),
                html.Span(view.translate(f"{words}.{kind}")),
                html.B(str(counts[kind]), **{"data-number": "regions"}),
            ]
        )
        for kind in KINDS
        if counts[kind] or kind != "unknown"
    ]
    return html.Ul(rows, className="legend")
