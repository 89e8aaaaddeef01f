"""docs/security.md: every threat names what holds it and a test, all of them there, and says what a city does."""

from __future__ import annotations

import re

import pytest

from tests.documents import ROOT, Document, code

SECURITY = Document(ROOT / "docs" / "security.md")
HEAD = "| threat | held by | test | what a city does |"
ROWS = [row for table in SECURITY.tables for row in table]


def test_every_table_has_the_same_four_columns() -> None:
    heads = re.findall(r"^(\|.*\|)\n\| ---", SECURITY.text, re.MULTILINE)
    assert heads == [HEAD] * len(SECURITY.tables)
    assert not [row for row in ROWS if len(row) != 4]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_a_threat_names_what_holds_it_and_a_test_that_are_there(row: list[str]) -> None:
    threat, held, test, city = row
    holding = [text for text in code(held) if "/" in text and "." in text]
    assert holding
    assert code(test)
    assert all((ROOT / text).is_file() for text in (*holding, *code(test)))
    assert all(re.fullmatch(r"tests/(.+/)?test_\w+\.py", text) for text in code(test))
    assert city
    assert threat


def test_no_threat_is_listed_twice() -> None:
    assert len({row[0] for row in ROWS}) == len(ROWS)
