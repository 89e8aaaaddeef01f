"""A new format of tables to take away is one class in one file, and then every door and link knows it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.tables import exports
from components.tables.exports import FORMATS, ExportFormat
from indicators.definitions.registry import one_of_each
from tests.visitors import Visitor
from web.api.numbers import OPERATIONS
from web.api.openapi import description

VALUES = "/api/v1/indicators/I108/values"
FILE = '''
from components.tables.exports.export_format import ExportFormat


class TabFormat(ExportFormat):
    """Values between tabulators."""

    name = "tsv"
    title = "TSV"
    media = "text/tab-separated-values"

    def write(self, heads, rows, sheet):
        return "\\n".join("\\t".join(map(str, row)) for row in [heads, *rows]).encode()
'''


@pytest.fixture(autouse=True)
def tabs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The formats with that of one file more."""
    (tmp_path / "tab_format.py").write_text(FILE, "utf-8")
    monkeypatch.setattr(exports, "__path__", [*exports.__path__, str(tmp_path)])
    for name, each in one_of_each(exports, ExportFormat).items():  # type: ignore[type-abstract]
        monkeypatch.setitem(FORMATS, name, each)
    yield
    sys.modules.pop(f"{exports.__name__}.tab_format", None)


def test_the_interface_gives_and_describes_it(leader: Visitor) -> None:
    asked = leader.get(f"{VALUES}?format=tsv")
    accepted = leader.get(VALUES, headers={"Accept": "text/tab-separated-values"})

    assert asked.status_code == accepted.status_code == 200
    assert asked.data == accepted.data
    assert asked.data.startswith(b"indicator\tregion\tperiod")
    assert asked.headers["Content-Disposition"].endswith('.tsv"')
    assert "text/tab-separated-values" in str(description(OPERATIONS, {}, {}))


def test_screens_link_to_it(leader: Visitor) -> None:
    assert "format=tsv" in leader.get("/indicators/I108").get_data(as_text=True)
    assert "/voice/table.tsv" in leader.get("/voice").get_data(as_text=True)
