"""Quarantine by file and reason: rows beside their faults, and the one that is being corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.data.quarantine import GroupRow, QuarantineView, RefusedLine
from components.formatting.dates import moment_words
from components.framework.view import View
from components.messages.refusal_texts import refusal_text
from components.tables.exports import Cell
from data.core.clock import BUSINESS_ZONE
from data.core.scope import OutOfScope, Scope
from data.warehouse.quarantine import Decided, Decision, QuarantinedRow, RefusedGroup
from queries.data.source import people, person
from queries.request_context import RequestContext

SHOWN = 50  # rows of a page
MEASURES = "measures/"


@dataclass(frozen=True)
class QuarantineQueries:
    """Refused rows, for whoever sees the whole city: they may be of any region."""

    context: RequestContext

    def quarantine(self, view: View) -> QuarantineView:
        """All files and reasons, and the rows that the address asks for."""
        groups = self.context.deliveries.refused_groups(self._scope)
        batch, code = _number(view.option("batch")), view.option("code")
        batch = batch if batch is not None or not groups else groups[0].batch
        rows = self._rows(batch, code, _number(view.option("after")) or 0)
        names = people(self.context)
        chosen = _number(view.option("row"))
        lines = [self._line(view, row, names) for row in rows[:SHOWN]]
        after = view.href(after=str(rows[SHOWN - 1].row), row=None) if len(rows) > SHOWN else None
        return QuarantineView(
            [self._group(view, one, batch, code) for one in groups],
            lines,
            next((line for line in lines if line.row == chosen), None),
            after,
            view.href("/data/quarantine.csv", batch=str(batch or 0), code=code or None),
            sum(one.waiting for one in groups),
        )

    def table(self, view: View, batch: int, code: str) -> tuple[list[str], list[list[Cell]]]:
        """Rows of a file for its department: where, why in words, what the row held."""
        rows = self._rows(batch, code, 0, None)
        columns = list(dict.fromkeys(name for row in rows for name in row.content))
        heads = [view.translate(f"data.quarantine.head.{name}") for name in ("row", "column", "why")] + columns
        body: list[list[Cell]] = [
            [
                row.row,
                row.refusal.column,
                refusal_text(view.lang, row.refusal),
                *(row.content.get(name, "") for name in columns),
            ]
            for row in rows
        ]
        return heads, body

    @property
    def _scope(self) -> Scope:
        if not self.context.scope.whole:
            raise OutOfScope(self.context.catalogue.regions.city.code)
        return self.context.scope

    def _rows(
        self, batch: int | None, code: str, after: int, limit: int | None = SHOWN + 1
    ) -> Sequence[QuarantinedRow]:
        return () if batch is None else self.context.deliveries.refused_rows(self._scope, batch, code, after, limit)

    def _group(self, view: View, one: RefusedGroup, batch: int | None, code: str) -> GroupRow:
        return GroupRow(
            one.file_name,
            one.source_zh if view.lang == "zh" else one.source_en,
            moment_words(one.loaded_at, BUSINESS_ZONE),
            view.translate(f"data.reason.{one.code}") if _named(view, one.code) else one.code,
            one.rows,
            one.waiting,
            view.href(batch=str(one.batch), code=one.code, row=None, after=None),
            one.batch == batch and code in ("", one.code),
        )

    def _line(self, view: View, row: QuarantinedRow, names: dict[str, str]) -> RefusedLine:
        return RefusedLine(
            row.batch,
            row.row,
            row.refusal.column,
            refusal_text(view.lang, row.refusal),
            dict(row.content),
            self._decision(view, row.decided, names) if row.decided else "",
            row.contract.startswith(MEASURES) and "" not in row.content,
            view.href(row=str(row.row), batch=str(row.batch)),
        )

    def _decision(self, view: View, decided: Decided, names: dict[str, str]) -> str:
        key = "data.corrected" if decided.decision is Decision.CORRECTED else "data.rejected"
        return view.translate(
            key,
            who=person(view, decided.by, names),
            at=moment_words(decided.at, BUSINESS_ZONE),
            batch=decided.corrected_in,
            reason=decided.reason,
        )


def _named(view: View, code: str) -> bool:
    try:
        view.translate(f"data.reason.{code}")
    except KeyError:
        return False
    return True


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
