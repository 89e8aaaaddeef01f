"""Of a page only its entry points know who asks; what they call is given the answers of query services."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUBJECTS = ("indicators", "leadership", "vitals", "alerts", "tasks", "supervision", "hotline", "admin", "wall")


def functions(folder: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function under a folder with its place."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node


def takes_context(function: ast.FunctionDef) -> bool:
    given = (*function.args.args, *function.args.kwonlyargs)
    return any(one.arg == "context" for one in given)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_inner_function_of_a_page_is_not_given_the_request_context(subject: str) -> None:
    inner = [(place, one) for place, one in functions(ROOT / "pages" / subject) if one.name.startswith("_")]
    assert not [place for place, one in inner if takes_context(one)]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_query_service_holds_the_request_context_and_passes_it_to_no_function(subject: str) -> None:
    asked = list(functions(ROOT / "queries" / subject))
    assert asked
    assert not [place for place, one in asked if takes_context(one)]
