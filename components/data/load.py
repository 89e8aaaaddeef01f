"""Loading a file: handing it in, what was recognised, the few choices, the dry run, and signing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form, button, text_field
from components.forms.inputs import choice, hidden, typed
from components.framework.view import View
from components.tables.accessible_table import table

STEPS = ("upload", "recognise", "choose", "try", "land")


@dataclass(frozen=True)
class SheetCell:
    """A cell as the department wrote it: its text, its role, and `waiting` or `refused` where it does not land."""

    text: str
    role: str
    state: str = ""


@dataclass(frozen=True)
class SheetLine:
    """A line of a sheet by its number."""

    number: int
    role: str
    cells: Sequence[SheetCell]


@dataclass(frozen=True)
class ShownSheet:
    """A sheet with its first lines, and how many more there are."""

    name: str
    hidden: bool
    lines: Sequence[SheetLine]
    more: int


@dataclass(frozen=True)
class NameChoice:
    """A text that names nothing: where it stands and what it may name (value, label), the nearest first."""

    text: str
    cells: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ReportLine:
    """A cell or row that does not land, and why."""

    place: str
    why: str


@dataclass(frozen=True)
class ChangeLine:
    """A figure beside what stands: of which measure, region and period, in which cell, and by how much it differs."""

    what: str
    cell: str
    before: str
    value: str
    change: str
    waits: bool


@dataclass(frozen=True)
class LoadView:
    """A file before it lands."""

    id: str
    name: str
    about: str
    sheets: Sequence[ShownSheet]
    known: Sequence[str]
    faults: Sequence[str]
    changed: Sequence[str]
    said: Sequence[tuple[str, str]]
    new_layout: bool
    names: Sequence[NameChoice]
    accepted: int
    waiting: Sequence[ReportLine]
    refused: Sequence[ReportLine]
    counts: Sequence[tuple[str, int]]
    remarks: Sequence[str]
    changes: Sequence[ChangeLine]
    more_changes: int
    person: str
    again: bool

    @property
    def lands(self) -> bool:
        """Whether there is anything that could land."""
        return bool(self.accepted or self.waiting) and not self.faults and not self.again


def steps(view: View, at: str) -> Component:
    """Where one is on the way."""
    items = [
        html.Li(
            f"{place} {view.translate(f'data.load.step.{name}')}",
            **({"aria-current": "step"} if name == at else {}),
        )
        for place, name in enumerate(STEPS, 1)
    ]
    return html.Ol(items, className="load-steps")


def upload_form(view: View, sources: Sequence[tuple[str, str]], largest: str) -> Component:
    """Handing in a file. It needs no script."""
    file = html.Label(
        [
            html.Span(view.translate("data.load.file"), className="label"),
            typed("file", "file", required=True, accept=".xlsx,.xls,.et,.ods,.csv,.txt,.html,.parquet,.jsonl"),
            html.Small(view.translate("data.load.largest", limit=largest), className="note"),
        ],
        className="field load-drop",
    )
    source = html.Label(
        [html.Span(view.translate("data.load.source"), className="label"), choice("source", sources)],
        className="field",
    )
    send = button(view, "data.load.hand-in", className="button main")
    return action_form(
        view, "data.upload", source, file, send, encType="multipart/form-data", className="act load-form"
    )


def template_list(view: View, sources: Sequence[tuple[str, str]]) -> Component:
    """Templates with the measures and places of a source, filled in but for the figures."""
    links = [
        html.Li(html.A(name, href=view.href(f"/data/template/{one}.xlsx"), download=True)) for one, name in sources
    ]
    return html.Details([html.Summary(view.translate("data.load.templates")), html.Ul(links)], className="fold")


def sheet_view(view: View, shown: LoadView) -> Component:
    """The sheets as they came, every line and cell with what it was taken for."""
    return html.Div([_sheet(view, sheet) for sheet in shown.sheets])


def _sheet(view: View, sheet: ShownSheet) -> Component:
    hint = f" {view.translate('data.load.hidden')}" if sheet.hidden else ""
    widest = max((len(line.cells) for line in sheet.lines), default=0)
    heads = [html.Th("", scope="col"), *(html.Th(_letter(place), scope="col") for place in range(widest))]
    heads.append(html.Th(view.translate("data.load.role"), scope="col"))
    rows = [_line(view, line, widest) for line in sheet.lines]
    grid = html.Table([html.Caption(sheet.name, className="spoken"), html.Thead(html.Tr(heads)), html.Tbody(rows)])
    box = html.Div(
        grid, className="table-box sheet-as-delivered", tabIndex="0", role="region", **{"aria-label": sheet.name}
    )
    more = html.P(view.translate("data.load.more-lines", n=sheet.more), className="note") if sheet.more else None
    return html.Section([html.H3(sheet.name + hint), box, more])


def _line(view: View, line: SheetLine, widest: int) -> Component:
    cells = [
        html.Td(cell.text, className=f"cell-{cell.role} {cell.state}".strip(), **_fault(view, cell))
        for cell in line.cells
    ]
    cells += [html.Td() for _ in range(widest - len(line.cells))]
    return html.Tr(
        [html.Th(str(line.number), scope="row"), *cells, html.Td(_role(view, line.role), className="line-role")],
        className=f"line-{line.role}",
    )


def _fault(view: View, cell: SheetCell) -> dict[str, str]:
    return {"title": view.translate(f"data.load.{cell.state}")} if cell.state else {}


def _role(view: View, role: str) -> str:
    return view.translate(f"data.role.{role}")


def _letter(place: int) -> str:
    """A column's letters as a spreadsheet has them: A, B, …, Z, AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def choices_form(view: View, shown: LoadView) -> Component:
    """What the file does not say itself; only what is in doubt is asked for."""
    known = [html.P(text, className="note load-known") for text in shown.known]
    faults = [html.P(text, className="refused") for text in (*shown.faults, *shown.changed)]
    fields: list[Any] = [text_field(view, name, f"data.load.{name}", value=value) for name, value in shown.said]
    fields += [_name(view, one) for one in shown.names]
    if shown.changed:
        tick = typed("checkbox", "new_layout", "1", checked=shown.new_layout)
        fields.append(html.Label([tick, " ", view.translate("data.load.new-layout")], className="box"))
    form = action_form(view, "data.mend", hidden("upload", shown.id), *fields, button(view, "data.load.try-again"))
    return html.Div([*known, *faults, form])


def _name(view: View, one: NameChoice) -> Component:
    label = html.Span(view.translate("data.load.names", text=one.text, cells=one.cells), className="label")
    return html.Label([label, choice("names", one.options)], className="field")


def dry_run(view: View, shown: LoadView) -> Component:
    """What would land, wait and be refused; the largest jumps first; and the signature."""
    counts = [
        html.Li(
            [html.B(str(count), **{"data-number": name}), " ", view.translate(f"data.load.{name}")],
            className=f"load-{name}",
        )
        for name, count in shown.counts
    ]
    parts: list[Any] = [html.Ul(counts, className="load-counts")]
    for name, lines in (("waiting", shown.waiting), ("refused", shown.refused)):
        if lines:
            items = [html.Li([html.Code(line.place), " ", line.why]) for line in lines[:20]]
            parts += [html.H3(view.translate(f"data.load.{name}")), html.Ul(items, className=f"load-lines load-{name}")]
    if shown.changes:
        heads = [view.translate(f"data.load.change.{name}") for name in ("what", "cell", "before", "value", "change")]
        rows = [[one.what, one.cell, one.before, one.value, one.change] for one in shown.changes]
        parts.append(html.H3(view.translate("data.load.changes")))
        parts.append(table(view.translate("data.load.changes"), heads, rows, "load-changes", numeric=(2, 3, 4)))
    if shown.more_changes:
        parts.append(html.P(view.translate("data.load.more-changes", n=shown.more_changes), className="note"))
    parts += [html.P(text, className="note") for text in shown.remarks]
    return html.Div([*parts, _sign(view, shown)])


def _sign(view: View, shown: LoadView) -> Component:
    drop = action_form(
        view, "data.drop", hidden("upload", shown.id), button(view, "data.load.drop"), className="act-inline"
    )
    if not shown.lands:
        return html.Div([html.P(view.translate("data.load.again" if shown.again else "data.load.nothing")), drop])
    accept = [
        html.Label(
            [typed("checkbox", "accept", "1"), " ", view.translate("data.load.accept", n=len(shown.waiting))],
            className="box",
        )
    ] * bool(shown.waiting)
    signer = html.P(view.translate("data.load.signer", name=shown.person))
    sign = button(view, "data.load.sign", className="button main")
    return html.Div([action_form(view, "data.land", hidden("upload", shown.id), *accept, signer, sign), drop])
