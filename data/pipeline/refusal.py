"""Why something that was delivered is not taken: one row of it, or the delivery as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Fact = str | int | float
_NOTHING: Mapping[str, Fact] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One reason. `code` names the rule; `facts` are what its message puts in (`refused.<code>`, in both languages).

    `row` is the row's place in the delivery (the first row of data is 1; 0: the delivery as a whole), `column` the
    column whose content broke the rule, `file` the file where a delivery has several.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NOTHING)
    row: int = 0
    column: str = ""
    file: str = ""

    def __str__(self) -> str:
        """In no language: for logs and traces."""
        said = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        where = ":".join(str(place) for place in (self.file, self.row, self.column) if place)
        return " ".join(part for part in (self.code, where, f"({said})" if said else "") if part)


@dataclass(frozen=True, slots=True)
class Notice(RefusalReason):
    """What is odd about a row that is taken all the same; its message is `noticed.<code>`."""


class RowRefused(Exception):
    """A rule refuses a row: its code, the column, and the facts of its message."""

    def __init__(self, code: str, column: str = "", **facts: Fact) -> None:
        super().__init__(code)
        self.code, self.column, self.facts = code, column, facts

    def at(self, row: int, file: str = "") -> RefusalReason:
        """The refusal of the row at a place."""
        return RefusalReason(self.code, self.facts, row, self.column, file)


class RowPassedOver(Exception):
    """A row says nothing to land, which is no fault: its code, such as `no_figure`, `note`, `total`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row for quarantine: why, and what it held (column → text of a table; anything that JSON has of a post)."""

    refusal: RefusalReason
    content: Any

    @property
    def row(self) -> int:
        """Its place in the delivery."""
        return self.refusal.row

    @property
    def code(self) -> str:
        """The rule that refused it."""
        return self.refusal.code


class DeliveryRefused(ValueError):
    """A delivery cannot be taken at all, and nothing was changed; `refusals` are all reasons that were found."""

    def __init__(self, refusals: Sequence[RefusalReason]) -> None:
        super().__init__("; ".join(map(str, refusals)))
        self.refusals = tuple(refusals)

    @classmethod
    def of(cls, code: str, **facts: Fact) -> DeliveryRefused:
        """One reason that concerns the delivery as a whole."""
        return cls([RefusalReason(code, facts)])

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.refusals[0].code


def too_large(what: str, limit: int, value: int) -> DeliveryRefused:
    """The refusal of a file that exceeds a limit; `what` is a key of the messages `limit.…`."""
    return DeliveryRefused.of("too_large", what=what, limit=limit, value=value)


def reasons_of(refused: Iterable[RefusedRow]) -> dict[str, int]:
    """How many rows were refused for each reason, by its code."""
    return dict(sorted(Counter(row.code for row in refused).items()))
