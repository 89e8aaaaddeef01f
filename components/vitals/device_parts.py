"""What screens of devices are made of: counts by state, rows of the register, claims to an id, refused readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.forms.action_form import action_form, button
from components.forms.inputs import hidden
from components.framework.live import age
from components.framework.view import View
from components.maps.levels import LevelMark, level_mark
from components.tables.accessible_table import table

HEADS = ("name", "id", "kind", "place", "owner", "state", "level", "last")
SHAPES = {"online": "●", "silent": "○", "never": "◌"}


@dataclass(frozen=True)
class DeviceRow:
    """A row of the register."""

    id: str
    name: str
    kinds: str
    place: str
    owner: str
    state: str
    last_at: datetime | None
    level: LevelMark


@dataclass(frozen=True)
class ClashRow:
    """A claim to an id: who holds it, who claims it, since when, and the digest of the claim."""

    id: str
    holder: str
    claimant: str
    at: str
    claim: str


RefusedRow = tuple[str, str, str, str, str]
"""When, from which feed, by which code, why, and what was sent."""


@dataclass(frozen=True)
class DeviceListing:
    """Counts with the addresses that they lead to, and the first rows of `found` devices."""

    tallies: Sequence[tuple[str, int, str]]
    rows: Sequence[DeviceRow]
    found: int


def device_listing(view: View, shown: DeviceListing) -> Component:
    """The counts and the rows."""
    more = view.translate("device.more", shown=len(shown.rows), n=shown.found)
    return html.Div([tallies(view, shown.tallies), html.P(more, className="note"), device_table(view, shown.rows)])


def state_mark(view: View, state: str) -> Component:
    """Whether a device is online, in shape and word."""
    shape = html.Span(SHAPES[state], className="shape", **{"aria-hidden": "true"})
    return html.Span([shape, " ", view.translate(f"device.state.{state}")], className=f"device-state device-{state}")


def tallies(view: View, counts: Sequence[tuple[str, int, str]]) -> Component:
    """(name of a count, count, where it leads): registered, online, silent, never heard, claims."""
    return html.Ul(
        [
            html.Li(
                html.A(
                    [
                        html.Span(view.translate(f"device.count.{name}")),
                        html.B(digits(n, 0), **{"data-number": "count"}),
                    ],
                    href=href,
                )
            )
            for name, n, href in counts
        ],
        className="tallies",
    )


def device_table(view: View, rows: Sequence[DeviceRow]) -> Component:
    """The rows of the register."""
    heads = [
        view.translate(f"device.head.{name}")
        for name in ("name", "id", "kind", "place", "owner", "state", "level", "last")
    ]
    body = [
        [
            html.A(row.name, href=view.href(f"/devices/{row.id}")),
            html.Code(row.id),
            row.kinds,
            row.place,
            row.owner,
            state_mark(view, row.state),
            level_mark(view, row.level),
            age(view, row.last_at),
        ]
        for row in rows
    ]
    return table(view.translate("device.table"), heads, body, "devices")


def clash_list(view: View, rows: Sequence[ClashRow], *, may_settle: bool) -> Component:
    """The claims, each with the act that settles it where the visitor may."""
    if not rows:
        return html.P(view.translate("device.clash.none"), className="note")
    heads = [view.translate(f"device.clash.{name}") for name in ("id", "holder", "claimant", "at")]
    heads += [view.translate("device.clash.do")] if may_settle else []
    return table(view.translate("device.clash.title"), heads, [_clash(view, row, may_settle) for row in rows])


def _clash(view: View, row: ClashRow, may_settle: bool) -> list[Any]:
    held = hidden("device", row.id), hidden("claim", row.claim)
    form = [action_form(view, "device.settle", *held, button(view, "device.clash.settle"))] if may_settle else []
    return [html.Code(row.id), row.holder, row.claimant, row.at, *form]


def refused_list(view: View, rows: Sequence[RefusedRow], days: int) -> Component:
    """Refused readings: (when, feed, code, detail, what it was)."""
    if not rows:
        return html.P(view.translate("device.refused.none", days=days), className="note")
    heads = [view.translate(f"device.refused.{name}") for name in ("at", "feed", "code", "detail", "content")]
    body = [[at, feed, html.Code(code), detail, html.Code(content)] for at, feed, code, detail, content in rows]
    return table(view.translate("device.refused.title"), heads, body, "refused-rows")


def filters(view: View, groups: Sequence[tuple[str, Mapping[str, str]]]) -> Component:
    """Filters as links folded away: (name of the option, value → words)."""
    return html.Div([_filter(view, name, values) for name, values in groups], className="filters device-filters")


def _filter(view: View, name: str, values: Mapping[str, str]) -> Component:
    chosen = view.option(name)
    label = view.translate(f"device.filter.{name}")
    shown = f"{label}{view.translate('map.colon')}{values[chosen]}" if chosen in values else label
    everything = {"": view.translate("device.filter.all")} | dict(values)
    links = [
        html.Li(html.A(words, href=view.href(**{name: value or None}), **_current(value == chosen)))
        for value, words in everything.items()
    ]
    on = "chooser chooser-on" if chosen in values else "chooser"
    return html.Details([html.Summary(shown), html.Ul(links, className="chooser-list")], className=on)


def _current(chosen: bool) -> dict[str, str]:
    return {"aria-current": "true"} if chosen else {}
