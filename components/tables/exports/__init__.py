"""The formats of tables to take away: each a class in a file of this folder."""

from __future__ import annotations

import sys

from components.tables.exports.export_format import Cell, ExportFormat
from indicators.definitions.registry import one_of_each

FORMATS = one_of_each(sys.modules[__name__], ExportFormat)  # type: ignore[type-abstract]

__all__ = ["FORMATS", "Cell", "ExportFormat"]
