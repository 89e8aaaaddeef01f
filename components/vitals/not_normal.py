"""What is not normal now, the worst first: which sign, where, how much, since when, which way, how old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.feeds import Feed, feed_list
from components.vitals.signs import SignDisplayValue, drift, sign_number
from indicators.vitals import Sign


@dataclass(frozen=True)
class RaisedSign:
    """A sign above normal at a place or in a region; `before` is its value an hour ago, `since` are words.

    `silent`: its readings have stopped, and the level stands until one clears it.
    """

    sign: Sign
    href: str
    place: str
    place_href: str
    figure: SignDisplayValue
    since: str
    before: float | None
    silent: bool


@dataclass(frozen=True)
class NotNormal:
    """All that is not normal, and the feeds behind it. `late`: the monitor is silent.

    `blind` says since when there are no readings of now, where there are none. `known` signs have readings, `unknown`
    ones have devices and none.
    """

    late: bool
    known: int
    unknown: int
    rows: Sequence[RaisedSign]
    feeds: Sequence[Feed]
    blind: str = ""


def raised_list(view: View, found: NotNormal, shown: int) -> Component:
    """The first rows of what is not normal, and the feeds."""
    return html.Div(
        [*_first(view, found, shown), feed_list(view, found.feeds)], className="late" if found.late else None
    )


def _first(view: View, found: NotNormal, shown: int) -> list[Any]:
    """The first rows of the list, and how many more there are."""
    rows, more = found.rows, len(found.rows) - shown
    if not rows:
        return [html.P(_nothing(view, found), className="note")]
    return [
        html.Ol([html.Li(_row(view, row)) for row in rows[:shown]], className="raised"),
        html.P(view.translate("vitals.more", n=more), className="note") if more > 0 else None,
    ]


def _nothing(view: View, found: NotNormal) -> str:
    """What an empty list means: nothing is normal of which nothing is known."""
    if found.blind:
        return found.blind
    if not found.known:
        return view.translate("vitals.no-readings")
    if found.unknown:
        return view.translate("vitals.known-normal", known=found.known, unknown=found.unknown)
    return view.translate("vitals.all-normal", known=found.known)


def _row(view: View, row: RaisedSign) -> list[Any]:
    name = view.localise(row.sign.name)
    return [
        html.Div(
            [
                level_mark(view, row.figure.level),
                html.A(name, href=row.href, className="name"),
                html.A(row.place, href=row.place_href, className="where"),
            ],
            className="line",
        ),
        html.Div(
            [
                sign_number(view, row.figure, f"{row.place} {name}"),
                drift(view, row.sign, row.before, row.figure.value),
                html.Span(row.since, className="note"),
                html.Span(view.translate("vitals.stands"), className="note") if row.silent else None,
                age(view, row.figure.at),
            ],
            className="line second",
        ),
    ]
