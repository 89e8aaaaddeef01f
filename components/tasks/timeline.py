"""The story of a task on one line of time: who, when, from where to where, why, what changed, with what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.tasks.task_words import state_name, transition_name


@dataclass(frozen=True)
class EvidenceFile:
    """A file that was handed in: its address, what it was called, whether it is a picture."""

    href: str
    name: str
    picture: bool


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the record, in words. `changed` are pairs of what something was and is now, with its name."""

    at: str
    who: str
    unit: str
    move: str
    origin: str
    target: str
    reason: str
    text: str
    changed: tuple[tuple[str, str, str], ...]
    files: tuple[EvidenceFile, ...]


def task_timeline_list(view: View, told: Sequence[TimelineEntry]) -> Component:
    """The entries, the newest first."""
    return html.Ol([html.Li(_entry(view, one), className=f"told-{one.move}") for one in told], className="story")


def _entry(view: View, one: TimelineEntry) -> list[Any]:
    way = [state_name(view, one.origin), " → ", state_name(view, one.target)] if one.origin != one.target else None
    return [
        html.Time(one.at, className="when"),
        html.Div(
            className="what",
            children=[
                html.P([html.B(transition_name(view, one.move)), " ", html.Span(_who(one), className="who")]),
                html.P(way, className="way") if way and one.origin else None,
                html.P(one.reason, className="reason") if one.reason else None,
                html.P(one.text, className="said") if one.text else None,
                html.Ul([html.Li(_changed(view, *change)) for change in one.changed], className="changed")
                if one.changed
                else None,
                files(view, one.files),
            ],
        ),
    ]


def _who(one: TimelineEntry) -> str:
    return " · ".join(part for part in (one.who, one.unit) if part)


def _changed(view: View, name: str, before: str, after: str) -> list[Any]:
    return [view.translate(f"task.field.{name}"), ": ", before or "—", " → ", html.B(after or "—")]


def files(view: View, found: Sequence[EvidenceFile]) -> Component | None:
    """Evidence: pictures small, other files by name; each opens whole."""
    if not found:
        return None
    return html.Ul([html.Li(_file(view, file)) for file in found], className="files")


def _file(view: View, file: EvidenceFile) -> Component:
    if not file.picture:
        return html.A(file.name, href=file.href, className="link")
    picture = html.Img(src=file.href, alt=view.translate("task.photo", name=file.name))
    return html.A(picture, href=file.href, className="photo")


@dataclass(frozen=True)
class DeadlineClock:
    """A deadline with how its clock stands: met | running | late | paused."""

    name: str
    due: str
    stands: str
    met: str = ""


def clocks(view: View, found: Sequence[DeadlineClock]) -> Component:
    """The deadlines of a task."""
    return html.Dl(
        className="clocks",
        children=[
            html.Div(
                [
                    html.Dt(view.translate(f"task.clock.{one.name}")),
                    html.Dd([html.B(one.due), " ", html.Span(_stands(view, one), className=f"clock-{one.stands}")]),
                ]
            )
            for one in found
        ],
    )


def _stands(view: View, one: DeadlineClock) -> str:
    return view.translate(f"task.clock.{one.stands}", at=one.met)
