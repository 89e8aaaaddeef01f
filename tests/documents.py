"""Reading the documents: what a Markdown file names, and what there is to be named."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = (
    *("runtime", "demo", "web", "pages", "queries", "components", "tasks", "monitoring", "access", "data"),
    *("indicators", "assets", "tests"),
)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)\)")
_FILE = re.compile(r"`([\w./]+\.(?:yaml|csv))`")


@dataclass(frozen=True)
class Document:
    """A Markdown file."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """Language and content of each fenced block."""
        return _BLOCK.findall(self.text)

    @cached_property
    def prose(self) -> str:
        """Everything outside fenced blocks."""
        return _BLOCK.sub("", self.text)

    @cached_property
    def spans(self) -> list[str]:
        """Each piece of code within the prose."""
        return _SPAN.findall(self.prose)

    @cached_property
    def commands(self) -> list[str]:
        """Each line that a shell is to run."""
        return [line for kind, body in self.blocks if kind == "sh" for line in body.splitlines()]

    @property
    def links(self) -> list[str]:
        """Where links and pictures lead within the repository."""
        return [link for link in _LINK.findall(self.prose) if "://" not in link]

    @property
    def headings(self) -> list[int]:
        """The level of each heading."""
        return [len(line.split()[0]) for line in self.prose.splitlines() if line.startswith("#")]

    @cached_property
    def tables(self) -> list[list[list[str]]]:
        """Each table as rows of cells, without its head."""
        found = re.findall(r"(?:^\|.*\|$\n?)+", self.prose, re.MULTILINE)
        return [[[c.strip() for c in row[1:-1].split(" | ")] for row in t.splitlines()[2:]] for t in found]

    def table(self, place: int) -> dict[str, list[str]]:
        """The table at a place: the code in each row's first cell, and the other cells."""
        return {_SPAN.findall(row[0])[0]: row[1:] for row in self.tables[place]}

    @property
    def files(self) -> dict[str, str]:
        """What the reader is told to write: the first file that the paragraph before a block names, and the block."""
        paragraphs = self.text.split("\n\n")
        pairs = [(said, _BLOCK.match(block)) for said, block in pairwise(paragraphs)]
        found = [(_FILE.search(said), block[2]) for said, block in pairs if block and block[1] in ("yaml", "csv")]
        return {name[1]: content for name, content in found if name}


def code(cell: str) -> list[str]:
    """The pieces of code in a cell or sentence."""
    return _SPAN.findall(cell)


def words_of_code() -> frozenset[str]:
    """Identifiers of the Python source, words of its texts that are no sentences, words of the definitions."""
    found: set[str] = set()
    files = [file for room in ROOMS if room != "tests" for file in (ROOT / room).rglob("*.py")]
    for file in [*files, ROOT / "app.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found.update(_words(node))
    for file in [*(ROOT / "indicators" / "catalogue").rglob("*.yaml"), *(ROOT / "access").rglob("*.yaml")]:
        found.update(re.findall(r"[\w-]+", file.read_text(encoding="utf-8")))
    return frozenset(found)


def _words(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [] if " " in node.value else [node.value, *re.findall(r"[\w-]+", node.value)]
    names = [getattr(node, field, None) for field in ("id", "attr", "name", "arg")]
    return [name for name in names if isinstance(name, str)]


def refusals(*files: str) -> set[str]:
    """The reason codes that modules refuse rows with."""
    trees = [ast.parse((ROOT / file).read_text(encoding="utf-8")) for file in files]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    refused = [call.args[0] for call in calls if getattr(call.func, "id", "") == "RowRefused"]
    return {code.value for code in refused if isinstance(code, ast.Constant) and isinstance(code.value, str)}
