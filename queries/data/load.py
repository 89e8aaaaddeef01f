"""A file before it lands, as the screen of loading shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access.authorization.actors import audit_name
from components.data.load import ChangeLine, LoadView, NameChoice, ReportLine, SheetCell, SheetLine, ShownSheet
from components.formatting.dates import moment_words, period_words
from components.formatting.lists import list_of
from components.formatting.numbers import digits
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.messages.refusal_texts import located_text, notice_text, passed_over_text, refusal_text
from components.tables.exports import Cell
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.ingest.file_preview import Change, OpenChoice, Preview, SheetView
from data.ingest.uploads import Upload
from data.pipeline.refusal import RefusedRow
from indicators.calendar.periods import Grain, Period
from indicators.deliveries import sources_of
from queries.request_context import RequestContext

LINES, CHANGES = 60, 30  # shown of a sheet, and of what changes


@dataclass(frozen=True)
class LoadQueries:
    """The files that one person loads."""

    context: RequestContext

    def sources(self, view: View) -> list[tuple[str, str]]:
        """Who may have delivered a file: the units of the catalogue."""
        return [(unit, view.localise(one.name)) for unit, one in self.context.catalogue.units.items()]

    def templates(self, view: View) -> list[tuple[str, str]]:
        """Every source with a template, by unit and system."""
        units = self.context.catalogue.units
        return [
            (one.id, f"{view.localise(units[one.unit].name)} · {view.localise(one.system)}")
            for one in sources_of(self.context.catalogue).values()
        ]

    def file(self, view: View, id: str) -> LoadView | None:
        """A file that waits, as it would land; None where it is kept no more."""
        found = self.context.loading.preview(audit_name(self.context.actor), id)
        if found is None:
            return None
        upload, seen = found
        report = seen.report
        standing = sum(change.before == change.value for change in seen.changes)
        moved = [one for one in seen.changes if one.before != one.value]
        return LoadView(
            upload.id,
            upload.name,
            self._about(view, upload, seen),
            [_sheet(one, _at_fault(seen)) for one in seen.sheets],
            [self._known(view, one.name, one.version, one.person) for one in seen.mappings],
            [located_text(view.lang, one) for one in seen.refusals],
            [
                view.translate(
                    "data.load.changed", name=one.name, gone=list_of(view, one.gone), new=list_of(view, one.new)
                )
                for one in seen.changed
            ],
            [(name, getattr(upload.said, name)) for name in ("period", "region", "measure")],
            upload.said.new_layout,
            [self._choice(view, one, upload) for one in seen.choices if one.kind == "measure"],
            report.accepted if report else 0,
            [_line(view, row) for row in seen.waiting],
            [_line(view, row) for row in seen.refused],
            [
                ("accepted", report.accepted if report else 0),
                ("waiting", len(seen.waiting)),
                ("refused", len(seen.refused)),
                ("same", standing),
            ],
            _remarks(view, seen),
            [self._change(view, one) for one in moved[:CHANGES]],
            max(0, len(moved) - CHANGES),
            self.context.actor.name,
            bool(report and report.already),
        )

    def template(self, view: View, source: str) -> tuple[list[str], list[list[Cell]]]:
        """A table of a source's measures by their places, filled in but for period and figure. NoSuchScreen."""
        catalogue = self.context.catalogue
        one = sources_of(catalogue).get(source)
        if one is None:
            raise NoSuchScreen(source)
        heads = [view.translate(f"data.template.{name}") for name in ("measure", "region", "period", "value", "unit")]
        rows: list[list[Cell]] = []
        for promise in one.promises:
            measure = catalogue.measures[promise.measure]
            for region in catalogue.regions.at(measure.level):
                name, unit = view.localise(measure.name), view.localise(measure.unit)
                rows.append([name, view.localise(catalogue.regions[region].name), self._last(promise.grain), "", unit])
        return heads, rows

    def _last(self, grain: str) -> str:
        """The last period of a grain that is over."""
        return next(
            period.id
            for step in range(1, 3)
            if (period := Period.of(Grain(grain), self.context.today).shift(-step)).last_day() < self.context.today
        )

    def _about(self, view: View, upload: Upload, seen: Preview) -> str:
        unit = self.context.catalogue.units.get(upload.source)
        return view.translate(
            "data.load.about",
            source=view.localise(unit.name) if unit else upload.source,
            digest=seen.digest[:12] or "—",
            until=moment_words(from_epoch(upload.until), BUSINESS_ZONE),
        )

    def _known(self, view: View, name: str, version: int, by: str) -> str:
        return view.translate("data.load.known", name=name or "—", version=version)

    def _choice(self, view: View, one: OpenChoice, upload: Upload) -> NameChoice:
        """A text with the measures that come near, then all others; what was chosen before stands first."""
        measures = self.context.catalogue.measures
        near = [name for name, measure in measures.items() if measure.name.zh in one.suggestions]
        near.sort(key=lambda name: one.suggestions.index(measures[name].name.zh))
        ordered = [*near, *(name for name in measures if name not in near)]
        options = [("", view.translate("data.load.names.open"))]
        options += [(json.dumps([one.text, ""], ensure_ascii=False), view.translate("data.load.names.ignore"))]
        options += [
            (json.dumps([one.text, name], ensure_ascii=False), f"{view.localise(measures[name].name)} ({name})")
            for name in ordered
        ]
        return NameChoice(one.text, ", ".join(one.cells[:4]), options)

    def _change(self, view: View, one: Change) -> ChangeLine:
        catalogue = self.context.catalogue
        measure, region = catalogue.measures[one.measure], catalogue.regions[one.region]
        what = f"{view.localise(region.name)} {view.localise(measure.name)} {period_words(view, one.period)}"
        return ChangeLine(
            what, one.cell, _figure(one.before), _figure(one.value), _moved(view, one.before, one.value), one.waits
        )


def _at_fault(seen: Preview) -> Mapping[tuple[int, str], str]:
    """Of a file with named columns: what waits or is refused, by line and column. Other files name their cells."""
    if len(seen.sheets) != 1:
        return {}
    rows = [*((row, "waiting") for row in seen.waiting), *((row, "refused") for row in seen.refused)]
    return {(row.row + 1, row.refusal.column): state for row, state in rows if not row.refusal.cell}


def _sheet(one: SheetView, at_fault: Mapping[tuple[int, str], str]) -> ShownSheet:
    lines = [
        SheetLine(
            line.number,
            line.role,
            [
                SheetCell(cell.text, str(cell.role), cell.state or at_fault.get((line.number, str(cell.role)), ""))
                for cell in line.cells
            ],
        )
        for line in one.lines[:LINES]
    ]
    return ShownSheet(one.name, one.hidden, lines, max(0, one.count - len(lines)))


def _line(view: View, row: RefusedRow) -> ReportLine:
    refusal = row.refusal
    return ReportLine(refusal.cell or str(refusal.row), refusal_text(view.lang, refusal))


def _remarks(view: View, seen: Preview) -> Sequence[str]:
    if seen.report is None:
        return []
    passed = [passed_over_text(view.lang, code, n) for code, n in seen.report.passed_over.items()]
    return [*passed, *(notice_text(view.lang, one) for one in seen.report.notices[:10])]


def _figure(value: float | None) -> str:
    """A figure with the decimals that it has, four at most."""
    if value is None:
        return "—"
    text = digits(value, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moved(view: View, before: float | None, value: float) -> str:
    """By how much a figure moves: times from ten on, else per cent."""
    if before is None:
        return view.translate("data.load.new")
    if not before:
        return "—"
    times = value / before
    if abs(times) >= 10:
        return f"×{digits(times, 0)}"
    return f"{digits((times - 1) * 100, 1, sign=True)}%"
