"""The tables of transitions of all subjects: known states and names, and words for everything that they may answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from components.messages import catalogue
from data.operations.supervision.supervision_store import NoSupervisionItem
from data.operations.tasks.task_queries import NoTask
from indicators.alerts import ALERT_STATES, ALERT_TRANSITIONS, AlertTransition
from indicators.incidents import INCIDENT_STATES, INCIDENT_TRANSITIONS, IncidentTransition
from indicators.tasks.states import TaskState
from indicators.tasks.supervision_item import SupervisionState
from indicators.workflow import TransitionTable
from tasks import MATTER_TRANSITIONS, TASK_TRANSITIONS, SupervisionTransition, TaskTransition
from tasks.workflow.guards import LONGEST

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Workflow:
    """A table, what its states and transitions are called, and the beginnings of the messages about them."""

    table: TransitionTable[Any, Any, Any, Any]
    states: AbstractSet[str]
    names: AbstractSet[str]
    words: str


WORKFLOWS = {
    "task": Workflow(TASK_TRANSITIONS, set(TaskState), set(TaskTransition), "task"),
    "matter": Workflow(
        MATTER_TRANSITIONS, set(SupervisionState), set(SupervisionTransition) - {SupervisionTransition.SET}, "matter"
    ),
    "alert": Workflow(ALERT_TRANSITIONS, set(ALERT_STATES), set(AlertTransition), "alert"),
    "incident": Workflow(INCIDENT_TRANSITIONS, set(INCIDENT_STATES), set(IncidentTransition), "incident"),
}
each = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)

REFUSALS = {
    "task.refused": ("tasks",),
    "refusal.alert": ("indicators/alerts", "indicators/incidents", "data/operations/alerts"),
}
"""Where refusals are made, by the beginning of their messages."""
ALWAYS = {
    "task.refused.not-in-this-state": {"state", "transition"},
    "task.refused.overtaken": {"name", "role", "unit", "transition", "at", "seen", "version"},
    f"task.refused.{NoTask.code}": set(),
    f"task.refused.{NoSupervisionItem.code}": set(),
    "refusal.alert.not-in-this-state": {"state", "transition"},
}
"""Refusals whose codes stand elsewhere than where they are made, with their facts."""
LAST_EVENT = {"by", "did", "at"}  # goes with every refusal about alerts


@each
def test_every_way_leads_from_a_known_state_to_a_known_state(workflow: Workflow) -> None:
    ways = [way for row in workflow.table for way in row.ways]

    assert ways
    assert {state for way in ways for state in way} == workflow.states


@each
def test_every_transition_has_a_row_and_every_row_a_known_name(workflow: Workflow) -> None:
    assert set(workflow.table.names) == workflow.names


@each
def test_every_state_has_a_name_in_both_languages(workflow: Workflow) -> None:
    assert not [
        state for state in workflow.states if set(catalogue()[f"{workflow.words}.state.{state}"]) != {"zh", "en"}
    ]


@pytest.mark.parametrize("kind", ["task", "matter"])
def test_every_transition_has_a_name_in_both_languages(kind: str) -> None:
    names = TaskTransition if kind == "task" else SupervisionTransition
    assert not [name for name in names if set(catalogue()[f"{kind}.move.{name}"]) != {"zh", "en"}]


def refusals(prefix: str) -> Iterator[tuple[str, set[str]]]:
    """The message of every refusal that the code makes, and the names of the facts that go with it."""
    for folder in REFUSALS[prefix]:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reject":
                    facts = {str(word.arg) for word in node.keywords}
                    yield from ((f"{prefix}.{code}", facts) for code in codes(node.args[0]))


def codes(code: ast.expr) -> Iterator[str]:
    """What a code may be: itself, or one for every text that has to be given; none where it comes from elsewhere."""
    if isinstance(code, ast.Constant):
        yield str(code.value)
    elif isinstance(code, ast.JoinedStr):
        yield from (f"{field}-missing" for field in LONGEST)


@pytest.mark.parametrize("prefix", REFUSALS)
def test_every_refusal_can_be_said_in_both_languages_with_its_facts(prefix: str) -> None:
    made = [*refusals(prefix), *((key, facts) for key, facts in ALWAYS.items() if key.startswith(prefix))]
    always = LAST_EVENT if prefix == "refusal.alert" else set()

    assert len({key for key, _ in made}) > 12
    wrong = [(key, facts) for key, facts in made if not can_be_said(key, facts | always)]
    assert wrong == []


def can_be_said(key: str, facts: set[str]) -> bool:
    """Whether there is a sentence in each language in which no fact lacks."""
    said = catalogue().get(key, {})
    wanted = {name for text in said.values() for _, name, _, _ in Formatter().parse(str(text)) if name}
    return set(said) == {"zh", "en"} and wanted <= facts
