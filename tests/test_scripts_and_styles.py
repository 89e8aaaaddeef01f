"""Scripts and styles of ours have no line too long to read, and what lints them is pinned and names no host."""

from __future__ import annotations

import json

from tests.documents import ROOT

LONGEST = 120  # characters of a line, as in Python
LINTER = ROOT / ".lint"


def test_no_line_of_a_script_or_style_of_ours_is_too_long() -> None:
    files = [file for kind in ("js/*.js", "maps/*.js", "css/*.css") for file in (ROOT / "assets").glob(kind)]
    assert len(files) > 30
    long = {
        f"{file.name}:{number}": len(line)
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    }
    assert not long


def test_what_checks_them_is_pinned_with_its_hash_and_names_no_host() -> None:
    wanted = json.loads((LINTER / "package.json").read_text())["devDependencies"]
    locked = json.loads((LINTER / "package-lock.json").read_text())["packages"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for path, package in locked.items() if path)
    assert "://" not in (LINTER / "package-lock.json").read_text()
