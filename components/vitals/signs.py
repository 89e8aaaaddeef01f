"""How a vital sign looks: its value with its marks, its level in word and shape, which way it goes, how old it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import basis_name
from components.formatting.numbers import NO_VALUE, basis_mark, digits
from components.formatting.units import unit_after, unit_of
from components.framework.live import age
from components.framework.view import View
from components.maps.levels import LevelMark, level_mark
from indicators.vitals import Level as Rank
from indicators.vitals import Sign


@dataclass(frozen=True)
class SignDisplayValue:
    """A value of a sign in a region or at a device, or a health (`sign` is then health:KIND).

    `at` is the moment of the newest reading behind it (None: there never was one), `device` the unified id of the
    device whose value it is. Of an unknown one `value` is the last that was known.
    """

    sign: str
    region: int
    value: float | None
    unit: str
    decimals: int
    level: LevelMark
    at: datetime | None
    basis: str
    device: str = ""


def level_name(level: int | None) -> LevelMark:
    """The name of a level as maps and lists write it; None is unknown."""
    names: dict[int, LevelMark] = {
        Rank.NORMAL: "normal",
        Rank.WHITE: "white",
        Rank.BLUE: "blue",
        Rank.YELLOW: "yellow",
        Rank.ORANGE: "orange",
        Rank.RED: "red",
    }
    return "unknown" if level is None else names[level]


def sign_unit(view: View, sign: Sign) -> str:
    """The unit as it stands behind a number."""
    return unit_after(view, sign.unit)


def sign_display_value(
    view: View,
    sign: Sign,
    region: int,
    value: float | None,
    level: int | None,
    at: datetime | None,
    basis: int,
    device: str = "",
) -> SignDisplayValue:
    """The figure of a sign; `level` None is unknown, `basis` a code of the readings."""
    unit = unit_of(view, digits(value, sign.decimals), sign_unit(view, sign))
    return SignDisplayValue(
        sign.id, region, value, unit, sign.decimals, level_name(level), at, basis_name(basis), device
    )


def sign_marks(figure: SignDisplayValue) -> dict[str, str]:
    """The data attributes of a value."""
    here = {"data-device": figure.device} if figure.device else {}
    return here | {
        "data-sign": figure.sign,
        "data-region": str(figure.region),
        "data-period": f"{figure.at:%Y-%m-%dT%H:%M:%S}" if figure.at else "never",
        "data-status": figure.level,
        "data-basis": figure.basis,
    }


def sign_number(view: View, figure: SignDisplayValue, name: str, className: str = "") -> Component:
    """A value that opens how it was made on a click or a key. `name` is what it measures."""
    said = digits(figure.value, figure.decimals) + figure.unit
    label = view.translate("sign.label", name=name, value=said, level=view.translate(f"map.level.{figure.level}"))
    return html.Span(
        [*_text(figure), basis_mark(view, figure.basis)],
        className=f"num {className}".strip(),
        role="button",
        tabIndex="0",
        **sign_marks(figure),
        **{"aria-label": label},
    )


def sign_value(figure: SignDisplayValue, className: str = "") -> Component:
    """A value inside a link: it carries its marks, and the link leads to where it comes from."""
    return html.Span(_text(figure), className=f"val {className}".strip(), **sign_marks(figure))


def _text(figure: SignDisplayValue) -> list[Any]:
    unit = html.Span(figure.unit, className="unit") if figure.unit and figure.value is not None else None
    return [html.B(digits(figure.value, figure.decimals)), unit]


def drift(view: View, sign: Sign, before: float | None, now: float | None) -> Component:
    """Which way a value went over the last hour: an arrow, the difference, and whether that is for the worse."""
    if before is None or now is None:
        return html.Span(NO_VALUE, className="change")
    delta = now - before
    if round(delta, sign.decimals) == 0:
        return html.Span(["→", html.Span(view.translate("sign.drift.flat"), className="spoken")], className="change")
    worse = (delta > 0) == (sign.worse == "higher")
    said = view.translate("sign.drift.worse" if worse else "sign.drift.better")
    arrow = html.Span("▲ " if delta > 0 else "▼ ", **{"aria-hidden": "true"})
    shown = digits(delta, sign.decimals, sign=True)
    marked = html.Span(shown, **{"data-number": "drift"})
    return html.Span([arrow, marked, html.Span(said, className="spoken")], className="change", title=said)


def since_words(view: View, since: datetime | None, now: datetime) -> str:
    """Since when a level holds: the time of today, or the day, too."""
    if since is None:
        return ""
    return view.translate("sign.since", time=f"{since:%H:%M}" if since.date() == now.date() else f"{since:%m-%d %H:%M}")


def source_line(view: View, late_since: datetime | None, looked_at: datetime | None) -> Component:
    """That the watch looks, how long ago; or that it has stopped, since when."""
    if late_since is not None:
        said = view.translate("vitals.stopped", time=f"{late_since:%H:%M:%S}")
        return html.P([said, " ", age(view, late_since)], className="stopped", role="status")
    return html.P(age(view, looked_at, view.translate("vitals.looked")), className="note")


def level_counts(view: View, counts: Sequence[tuple[int, int]]) -> list[Component]:
    """How many stand at each level above normal, the worst first; nothing where all is normal."""
    return [
        html.Span(
            [level_mark(view, level_name(level)), html.B(str(count), **{"data-number": "count"})],
            className="level-count",
        )
        for level, count in sorted(counts, reverse=True)
        if level and count
    ]
