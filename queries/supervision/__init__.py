"""Supervision and appraisal as screens ask for them: `SupervisionQueries(context)` answers with frozen view models."""

from __future__ import annotations

from dataclasses import dataclass

from queries.supervision.one_supervision_item import OneSupervisionItem
from queries.supervision.unit_bulletin import Bulletins

__all__ = ["SupervisionQueries"]


@dataclass(frozen=True)
class SupervisionQueries(OneSupervisionItem, Bulletins):
    """All questions about supervised matters, appraisals and bulletins, within the scope and rights of one visitor.

    The methods read the operations database and raise DatabaseUnavailable where it cannot be reached, OutOfScope for
    what the visitor may not see, NoSuchScreen for what does not exist.
    """
