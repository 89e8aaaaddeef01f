"""Supervised matters: their lights, milestones and record; nobody sets a light by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form
from components.forms.inputs import choice, hidden, long_text, typed
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table
from components.tasks.task_forms import ACCEPTED, Options, labelled

LIGHTS = ("red", "yellow", "green")  # that are counted, the worst first
SHAPES = {"green": "●", "yellow": "▲", "red": "◆", "done": "✓"}
KINDS = ("work-report", "plan", "instruction")
ROWS = 4  # milestones that a form has room for


@dataclass(frozen=True)
class SupervisionLine:
    """A matter in a list: its light with the reason, the milestone that comes next and its day."""

    id: int
    title: str
    kind: str
    unit: str
    light: str
    why: str
    following: str
    due: str
    done: int
    all: int


@dataclass(frozen=True)
class TroubleGroup:
    """A kind of trouble: how many tasks are in it, and the matters that are (number and title)."""

    name: str
    tasks: int
    matters: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class SupervisionBoard:
    """All matters, the worst first, and what is wrong."""

    lines: Sequence[SupervisionLine]
    troubles: Sequence[TroubleGroup]


@dataclass(frozen=True)
class NewItemOptions:
    """What the form for a new matter offers; `region` is the one that it begins with."""

    units: Options
    regions: Options
    region: str


def supervision_board(view: View, board: SupervisionBoard) -> list[Component]:
    """The matters by light, and the four kinds of trouble."""
    title = view.translate("matter.title")
    counts = [html.Li([rag_mark(view, light, ""), _count(board, light)]) for light in LIGHTS]
    troubles = html.Div([_trouble(view, one) for one in board.troubles], className="troubles")
    return [
        panel(title, html.Ul(counts, className="lights"), supervision_table(view, title, board.lines)),
        panel(view.translate("matter.troubles"), troubles),
    ]


def _count(board: SupervisionBoard, light: str) -> Component:
    return html.B(str(sum(line.light == light for line in board.lines)), **{"data-number": "matters"})


def _trouble(view: View, one: TroubleGroup) -> Component:
    """Tasks by number, matters by name."""
    number = html.B(str(one.tasks), **{"data-number": f"tasks-{one.name}"})
    href = view.href("/tasks", list="all", due=one.name)
    listed = html.A([number, view.translate("matter.trouble.tasks")], href=href, className="link")
    named = [html.Li(html.A(title, href=view.href(f"/supervision/{matter}"))) for matter, title in one.matters]
    return html.Section([html.H3(view.translate(f"matter.trouble.{one.name}")), html.P(listed), html.Ul(named)])


def rag_mark(view: View, light: str, why: str) -> Component:
    """A light as shape, colour and word, with its reason."""
    shape = html.Span(SHAPES[light], className="shape", **{"aria-hidden": "true"})
    return html.Span([shape, view.translate(f"light.{light}"), " ", html.Small(why)], className=f"light light-{light}")


def supervision_table(view: View, caption: str, lines: Sequence[SupervisionLine]) -> Component:
    """The matters, each with its light."""
    if not lines:
        return html.P(view.translate("matter.none"), className="note")
    heads = [view.translate(f"matter.col.{name}") for name in ("title", "light", "unit", "following", "due", "done")]
    rows = [
        [
            _link(view, line),
            rag_mark(view, line.light, line.why),
            line.unit,
            line.following,
            html.Time(line.due),
            html.Span(f"{line.done} / {line.all}", **{"data-number": "milestones"}),
        ]
        for line in lines
    ]  # fmt: skip
    return table(caption, heads, rows, "tasks matters")


def _link(view: View, line: SupervisionLine) -> Component:
    kind = html.Small(view.translate(f"matter.kind.{line.kind}"))
    return html.A([kind, " ", line.title], href=view.href(f"/supervision/{line.id}"))


def new_item_form(view: View, offered: NewItemOptions) -> Component:
    """A matter to be put under supervision, with its milestones and their days."""
    kinds = [(kind, view.translate(f"matter.kind.{kind}")) for kind in KINDS]
    steps = [
        html.Div(
            [
                labelled(view, "milestone", typed("text", f"step{n}", maxLength=120, required=n == 1)),
                labelled(view, "day", typed("date", f"day{n}", required=n == 1)),
            ],
            className="pair",
        )
        for n in range(1, ROWS + 1)
    ]
    return action_form(
        view,
        "matter.set",
        labelled(view, "title", typed("text", "title", maxLength=120, required=True)),
        labelled(view, "kind", choice("kind", kinds)),
        labelled(view, "source", typed("text", "source", maxLength=200, required=True)),
        labelled(view, "unit", choice("unit", [("", view.translate("task.choose")), *offered.units])),
        labelled(view, "region", choice("region", offered.regions, offered.region)),
        *steps,
        html.Button(view.translate("matter.move.set"), type="submit", className="button main"),
        className="act task-form",
    )


def item_form(view: View, move: str, matter: int, seen: int, milestone: int) -> Component:
    """The form of one move with a matter, or with one of its milestones."""
    reason, text, day, files = (move in moves for moves in (_REASON, _TEXT, _DAY, _FILES))
    shown: list[Any] = [hidden("matter", matter), hidden("seen", seen), hidden("milestone", milestone)]
    if text:
        shown.append(labelled(view, "text", long_text("text", maxLength=4000, required=True)))
    if reason:
        shown.append(labelled(view, "reason", long_text("reason", maxLength=500, required=True)))
    if day:
        shown.append(labelled(view, "day", typed("date", "until", required=True)))
    if files:
        shown.append(labelled(view, "files", typed("file", "files", accept=ACCEPTED, multiple=True)))
    more = {"encType": "multipart/form-data"} if files else {}
    send = html.Button(view.translate(f"matter.move.{move}"), type="submit", className="button", **{"data-move": move})
    return action_form(view, f"matter.{move}", *shown, send, className="act task-form", **more)


_REASON = frozenset({"send-back", "extend", "reopen", "withdraw"})
_TEXT = frozenset({"answer", "report", "add", "note"})
_DAY = frozenset({"extend", "add", "reopen"})
_FILES = frozenset({"report"})
