"""A new state of a task is one line in each of three files, and then lists, boards, filters and rules know it."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from indicators.tasks.states import OPEN, SETTLED, TO_DECIDE, TO_HANDLE, TaskState
from tests.documents import ROOMS, ROOT

CHANGES = {
    "indicators/tasks/states.py": (
        ('    SUSPENDED = "suspended"\n', '    ON_SITE = "on-site"\n    SUSPENDED = "suspended"\n'),
        ("TO_HANDLE = frozenset({", "TO_HANDLE = frozenset({_S.ON_SITE, "),
    ),
    "tasks/tasks/rules.py": (
        (
            "        # Others help.\n",
            "        _row(_T.START, [_S.IN_PROGRESS], _S.ON_SITE, e.nothing, [w.handles]),\n"
            "        _row(_T.PROGRESS, [_S.ON_SITE], _S.IN_PROGRESS, e.progress, [w.handles], [w.text_given]),\n"
            "        # Others help.\n",
        ),
    ),
    "components/messages/tasks.yaml": (
        ("task.state.suspended:", "task.state.on-site: {zh: 现场办理, en: On site}\ntask.state.suspended:"),
    ),
}
TRIED = """
import json, sys
from components.framework.view import View
from components.tasks.task_words import state_name
from data.operations import open_operations
from data.operations.tasks.task_queries import task_timeline, tasks
from indicators.catalogue.catalogue import load_catalogue
from queries.tasks.task_search import COLUMNS
from tasks import ChineseDays, RuleSet, load_policy, my_list
from tasks.tasks.transitions import TaskTransition as T
from tests.tasks.people import EVERYWHERE, Office, ROADS, WATER

catalogue = load_catalogue()
book = RuleSet(catalogue, load_policy(sources=catalogue.sources), ChineseDays())
container = Office(open_operations(sys.argv[1]), book)
task = container.sent()
for step in (T.ACCEPT, T.START, T.START):
    there = container.do(WATER, task, step)
with container.operations.reading() as connection:
    waiting = tasks(connection, WATER.scope, my_list(WATER), there.created_at, 9)
refused = container.code(ROADS, task, T.PROGRESS, text="x")
back = container.do(WATER, task, T.PROGRESS, text="已到现场")
with container.operations.reading() as connection:
    told = [(entry.origin, entry.target) for entry in task_timeline(connection, EVERYWHERE, task.id).record[-2:]]
words = [state_name(View("/tasks", lang), there.state) for lang in ("zh", "en")]
print(json.dumps([there.state, there.state in COLUMNS, [one.id for one in waiting], refused, back.state, told, words]))
"""


def test_three_files_are_all_that_it_takes(tmp_path: Path) -> None:
    for room in ("access", "components", "data", "indicators", "queries", "tasks"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "tasks").mkdir(parents=True)
    for name in ("people.py", "moments.py"):
        shutil.copy(ROOT / "tests" / "tasks" / name, tmp_path / "tests" / "tasks" / name)
    for name, changes in CHANGES.items():
        content = (tmp_path / name).read_text("utf-8")
        for old, new in changes:
            assert content.count(old) == 1, (name, old)
            content = content.replace(old, new)
        (tmp_path / name).write_text(content, "utf-8")

    url = f"sqlite:///{tmp_path / 'operations.db'}"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    tried = subprocess.run(
        [sys.executable, "-c", TRIED, url], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert tried.returncode == 0, tried.stderr
    assert json.loads(tried.stdout) == [
        "on-site",
        True,
        [1],
        "no-task",
        "in-progress",
        [["in-progress", "on-site"], ["on-site", "in-progress"]],
        ["现场办理", "On site"],
    ]


def test_no_other_file_lists_states() -> None:
    """Who speaks of three states in one breath keeps a list that a new state would have to be put into."""
    lists = {
        str(file.relative_to(ROOT))
        for room in ROOMS
        if room != "tests"
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict) and ast.unparse(node).count("TaskState.") > 2
    }

    assert lists == set()


def test_in_every_open_state_it_is_somebody_s_turn_or_time_s() -> None:
    assert not TO_HANDLE & TO_DECIDE
    assert {TaskState.SUSPENDED} == OPEN - TO_HANDLE - TO_DECIDE
    assert set(TaskState) - OPEN - SETTLED == {TaskState.DRAFT, TaskState.TERMINATED}
