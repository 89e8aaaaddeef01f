"""The cockpit keeps to itself: its files name no other host, and its rooms do not know who wires them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.browser.addresses import addresses
from tests.visitors import Visitor

ROOT = Path(__file__).parents[2]
ROOMS = tuple(sorted(path.parent.name for path in ROOT.glob("*/__init__.py")))
ASSETS = sorted(file for folder in ("js", "maps", "css") for file in (ROOT / "assets" / folder).iterdir())
HOST = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
NAMESPACES = {"http://www.w3.org"}  # names, never fetched
LOADING = re.compile(
    r"""(?:src|href|action|poster|srcset|data)\s*=\s*["']?\s*(?:https?:)?//|url\(["']?(?:https?:)?//""", re.IGNORECASE
)


def test_scripts_and_styles_name_no_other_host() -> None:
    """Walks all files that the cockpit serves as they are."""
    found = [(file.name, host) for file in ASSETS for host in HOST.findall(file.read_text("utf-8"))]

    assert [(name, host) for name, host in found if host not in NAMESPACES] == []


def test_a_served_page_loads_and_links_nothing_from_another_host(leader: Visitor) -> None:
    """Walks all screens."""
    pages = {path: leader.get(path).get_data(as_text=True) for path in addresses()}
    found = {path: LOADING.findall(page.replace("http://www.w3.org/", "")) for path, page in pages.items()}

    assert {path: loads for path, loads in found.items() if loads} == {}


def test_no_room_imports_the_wiring() -> None:
    rooms = [ROOT / room for room in ROOMS]
    guilty = []
    for file in (file for room in rooms for file in room.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            guilty += [str(file.relative_to(ROOT)) for name in names if name.split(".")[0] == "app"]

    assert guilty == []


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_name_no_host_and_carry_hashes(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")

    assert "://" not in text
    assert "--index-url" not in text
    packages = re.findall(r"^[a-z0-9][^ \n]*==", text, re.MULTILINE | re.IGNORECASE)
    assert packages
    assert len(re.findall(r"--hash=sha256:", text)) >= len(packages)
