"""Alerts as a compact list: level, what, where, value against its step, age, what was done.

For any screen: `alerts_panel(view, AlertQueries(context).here(view, region, limit))`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import LevelMark, level_mark


@dataclass(frozen=True)
class AlertLine:
    """An alert as a line, in the visitor's language. Moments are aware.

    `value` and `step` are words with their units ("" where there is nothing to say). `why` says what raised it when
    that was not a step. `done` is what a person did last, "" when nobody did anything; `called` is who waits.
    `others`: so many alerts of the same incident are not listed themselves. `quiet`: silenced now. `echo`: nobody is
    called for it, for another alert of its incident leads.
    """

    id: int
    level: LevelMark
    sign: str
    name: str
    place: str
    region: int
    device: str
    value: str
    step: str
    why: str
    raised: datetime
    seen: datetime
    state: str
    waits: bool
    done: str
    called: str
    basis: str
    incident: int | None = None
    others: int = 0
    quiet: bool = False
    echo: bool = False

    @property
    def marks(self) -> dict[str, str]:
        """The data attributes of its value."""
        device = {"data-device": self.device} if self.device else {}
        return device | {
            "data-sign": self.sign,
            "data-region": str(self.region),
            "data-period": f"{self.seen:%Y-%m-%dT%H:%M}",
            "data-status": self.level,
            "data-basis": self.basis,
        }


@dataclass(frozen=True)
class AlertListing:
    """The lines that are shown of a list, and how many alerts there are in all.

    `blind` says since when no alert can be raised, where there are no readings of now.
    """

    lines: Sequence[AlertLine]
    all: int
    blind: str = ""


RowExtra = Callable[[AlertLine], Component | None]
"""What stands at the end of a line: what can be done about it."""


def alert_list(
    view: View, lines: Sequence[AlertLine], none: str = "alert.none", beside: RowExtra | None = None
) -> Component:
    """The lines in the order given; a sentence (the message `none`) where there are none."""
    if not lines:
        return html.P(view.translate(none), className="note nothing")
    return html.Ol([_item(view, line, beside) for line in lines], className="alert-list")


def alerts_panel(view: View, lines: Sequence[AlertLine]) -> Component:
    """A list on another screen, with the way to all alerts."""
    everything = html.A(view.translate("alert.all"), href=view.href("/alerts"), className="link")
    return html.Div([alert_list(view, lines), html.P(everything, className="note")], className="alerts-here")


def _item(view: View, line: AlertLine, beside: RowExtra | None) -> Component:
    acts = beside(line) if beside else None
    return html.Li(
        [_line(view, line), html.Div(acts, className="alert-acts") if acts else None],
        className=f"alert-item at-{line.level}",
    )


def _line(view: View, line: AlertLine) -> Component:
    return html.A(
        href=view.href(f"/alerts/{line.id}"),
        className="alert-line",
        **{"data-alert": str(line.id), "data-state": line.state},
        children=[
            level_mark(view, line.level),
            html.Span([html.B(line.place), " ", html.Span(line.name, className="what")], className="name"),
            html.Span(_value(view, line), className="reading"),
            html.Span(_since(view, line), className="since"),
            html.Span(_state(view, line), className="did"),
        ],
    )


def _value(view: View, line: AlertLine) -> list[Component | None]:
    return [
        html.B(line.value, **line.marks) if line.value else None,
        html.Span(line.step, className="step", **{"data-number": "step"}) if line.step else None,
        html.Span(line.why, className="why") if line.why else None,
    ]


def _since(view: View, line: AlertLine) -> list[Component | None]:
    more = view.translate("alert.others", n=line.others)
    return [
        age(view, line.raised),
        html.Small(more, className="others", **{"data-number": "others"}) if line.others else None,
    ]


def _state(view: View, line: AlertLine) -> list[Component | str | None]:
    """Who did what, or that nobody did; a silence says so."""
    quiet = html.Span(view.translate("alert.quiet"), className="alert-silenced") if line.quiet else None
    if line.waits and not line.echo:
        return [html.Span(answered(view, line), className="waits"), quiet]
    return [answered(view, line), quiet]


def answered(view: View, line: AlertLine) -> str:
    """Who is waited for, or who did what last; of what goes along with another alert, that it does."""
    if line.waits and line.echo:
        return view.translate("alert.echo")
    if line.waits:
        return view.translate("alert.waits.recovered" if line.state == "recovered" else "alert.waits", who=line.called)
    return line.done or view.translate(f"alert.state.{line.state}")
