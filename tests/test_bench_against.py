"""`make bench ARGS="--against REV"`: what it takes, how it makes another version run, and the table that it prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.performance import pages
from tests.performance.__main__ import asked
from tests.performance.against import ANEW, GATES, MANY, ROWS, SCREEN, START, WARM, compared, gates, measured
from tests.performance.clients import Load
from tests.performance.report import Line
from tests.performance.versions import NoVersion, Version, checked_out, first_run, lacking, named
from tests.performance.view import Seen

ANSWERS = "import os; from http.server import *; HTTPServer(('', int(os.environ['PORT'])), BaseHTTPRequestHandler)"
BENCHMARK = """
import json, pathlib, sys
place = pathlib.Path("var/bench/1.json")
place.parent.mkdir(parents=True)
line = {"group": "Start", "what": " ".join(sys.argv[1:]), "value": 2.5, "unit": "s", "budget": 5, "note": ""}
place.write_text(json.dumps({"lines": [line]}))
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of one commit, tagged `first`, with a benchmark and gates of its own."""
    tree = tmp_path / "repository"
    (tree / "tests/performance").mkdir(parents=True)
    (tree / "tests/performance/__main__.py").write_text(BENCHMARK, "utf-8")
    (tree / ".ci").mkdir()
    (tree / ".ci/run").write_text("#!/bin/sh\nexit 3\n", "utf-8")
    (tree / ".ci/run").chmod(0o755)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "x"], ["tag", "first"]):
        subprocess.run(["git", "-C", str(tree), *command], check=True)
    return tree


def test_each_row_stands_before_and_now_with_how_many_times_as_much_it_is_now() -> None:
    before = [
        Line(WARM, "warm: first number, ms", 200, "ms"),
        Line(WARM, "warm: all drawn, ms", 400, "ms"),
        Line(MANY, "ten clients: views/s", 100, ""),
        Line(SCREEN, "chart alive (Plotly)", 900, "ms"),
    ]
    after = [
        Line(WARM, "warm: first number, ms", 100, "ms"),
        Line(WARM, "warm: all drawn, ms", 120, "ms"),
        Line(MANY, "ten clients: views/s", 550, ""),
        Line(MANY, "ten clients: server CPU a view, s", 0.0025, "s"),
        Line(START, "second start until it answers", 1.75, "s"),
    ]

    rows = compared("0.2.0", before, after).splitlines()

    assert rows[0] == "| | 0.2.0 | now | now ÷ before | aim |"
    assert (
        "| overview warm: first number / all drawn, ms | 200 / 400 | 100 / 120 | 0.50 × / 0.30 × | ≤ 100 / ≤ 120 |"
        in rows
    )
    assert "| ten clients: views/s / CPU a view, s | 100 / – | 550 / 0.0025 | 5.50 × / – | ≥ 500 / ≤ 0.003 |" in rows
    assert "| second start, s | – | 1.75 | – | ≤ 2 |" in rows
    assert "| indicator: chart alive, warm, ms | 900 | – | – | ≤ 700 |" in rows
    assert len(rows) == 2 + 11


def test_every_row_is_of_lines_that_the_pages_are_measured_by() -> None:
    seen, load = [Seen(1, 2, 3, 4, 5, 6, 7, 8)], Load(1, 0, 2, 3, 4, 5)
    lines = [*pages._overview("cold", seen, 1), *pages._overview("warm", seen, 1), *pages._screen("warm", seen, 1)]
    lines += [*pages._clients(MANY, "ten clients", load), *pages._clients(ANEW, "anew", load)]
    known = {(line.group, line.what) for line in lines}
    known |= {(START, "second start until it answers"), (START, "first run"), (GATES, "gates")}

    assert not [line for row in ROWS for line in row.lines if line not in known]


@pytest.mark.parametrize(
    "arguments",
    [["--also", "install"], ["--against", "x", "--scale", "10"], ["--against", "x", "alarms"], ["--against"]],
)
def test_what_does_not_go_together_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked(arguments)
    assert "--against" in capsys.readouterr().err


def test_against_takes_a_revision_and_what_else_to_measure() -> None:
    wanted = asked(["--against", "v1", "--runs", "1", "--also", "install", "gates"])
    assert (wanted.against, wanted.runs, wanted.also) == ("v1", 1, ["install", "gates"])
    assert asked([]).against is None


def test_a_revision_stands_in_a_folder_for_a_while(repository: Path) -> None:
    with checked_out("first", repository) as tree:
        assert (tree / ".ci/run").is_file()
        assert tree != repository
    assert not tree.exists()
    listed = subprocess.run(
        ["git", "-C", str(repository), "worktree", "list"], capture_output=True, text=True, check=True
    )
    assert len(listed.stdout.splitlines()) == 1
    assert named("first", repository).startswith("first (")
    with pytest.raises(NoVersion, match="nowhere"), checked_out("nowhere", repository):
        pass
    with pytest.raises(NoVersion, match="nowhere"):
        named("nowhere", repository)


def test_each_version_is_measured_by_its_own_benchmark(repository: Path, tmp_path: Path) -> None:
    lines = measured(Version("first", repository, Path(sys.executable)), 1, tmp_path / "kept")

    assert lines == [Line("Start", "--only pages --runs 1", 2.5, "s", 5, "")]
    assert (tmp_path / "kept/before-1.json").is_file()


def test_a_benchmark_that_fails_is_no_measurement(repository: Path, tmp_path: Path) -> None:
    (repository / "tests/performance/__main__.py").write_text("raise SystemExit(2)", "utf-8")
    with pytest.raises(NoVersion, match="ended with 2"):
        measured(Version("first", repository, Path(sys.executable)), 1, tmp_path)


def test_our_environment_serves_where_it_satisfies_what_a_version_asks_for() -> None:
    elsewhere = "nothing-like-it>=1; python_version < '3'"
    assert lacking(["flask>=1", "flask[async]>1,<99", elsewhere]) == []
    assert lacking(["flask<1", "no-such-distribution"]) == ["flask<1", "no-such-distribution"]


def test_a_first_run_lasts_until_its_server_answers(tmp_path: Path) -> None:
    slow = f"import time; time.sleep(0.5); {ANSWERS}.serve_forever()"
    with pytest.raises(NoVersion, match="before it answered"):
        first_run(tmp_path, (sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(NoVersion, match="before it answered"):  # it answers 501 to everything: not up
        first_run(tmp_path, (sys.executable, "-c", f"{ANSWERS}.handle_request()"))
    ready = slow.replace("BaseHTTPRequestHandler", "SimpleHTTPRequestHandler")
    assert 0.5 < first_run(tmp_path, (sys.executable, "-c", ready)) < 20


def test_gates_that_find_something_say_so_beside_their_minutes(repository: Path) -> None:
    line = gates(repository)
    assert line.note == "ended with 3"
    assert 0 <= line.value < 1
