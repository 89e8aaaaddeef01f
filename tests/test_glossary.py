"""docs/glossary.md is one table that names the code rightly, and the private words of earlier days stay away.

`GONE` are names of classes and modules that standard terms have replaced (the comment beside each line says by what).
Only names that no standard meaning would ask for stand here; ordinary words of English are forbidden as names of
modules alone.
"""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.documents import ROOMS, ROOT, Document, code
from tests.named import fault_of

GLOSSARY = Document(ROOT / "docs" / "glossary.md")
HEAD = "| 中文 | English | in code | meaning |"

CLASSES_GONE = frozenset(
    (
        *("Office", "Desk"),  # Container, RequestContext
        *("Workplace", "Yard", "AlertRoom", "TaskRoom", "Doing"),  # …Dependencies
        *("Doors", "Door", "Gatekeeper", "Gate", "Entrance"),  # AuthService, ReadingIngest, Authenticator, …
        *("Asker", "Pen", "Act", "Go", "Show", "Refused"),  # Actor, AuditLogger, Action, Redirect, …, Rejected
        *("Pulse", "Beat", "Taker", "PictureReader", "Slot"),  # ChangeVersion, VersionCollector, CurrentState…
        *("News", "Sender", "Errand", "Clockwork"),  # Batch, DataSource, Job, SlaScheduler
        *("Case", "Given", "Answer", "Book", "Rulebook", "Round"),  # TransitionContext, Payload, Decision, RuleSet, …
        *("LookingAgain", "Told", "Circle", "Wanted", "Matter", "Light"),  # OutcomeEvaluation, Recipients, …
        *("Rung", "Habit", "Grounds", "Keeping", "Wartime"),  # Level, SeasonalProfile, AlertingConfig, UnitOfWork, …
        *("Ground", "Remembered", "Reader"),  # RefreshInput, LRU cache, …Repository or …Queries
        *("Raw", "Courier", "Feeder"),  # RawHtml, HttpClient, simulator
    )
)
MODULES_GONE = frozenset(
    (
        *("office", "desk", "workplace", "yard", "alert_room", "task_room"),
        *("doors", "door", "gatekeeper", "gate", "entrance", "asker", "pen", "forgery"),
        *("standing", "known", "welcome", "once", "act", "acts", "questions", "fresh", "first", "plain", "delivery"),
        *("visit", "pulse", "beat", "watch", "turn", "following", "arrivals", "news", "clockwork", "beside", "errand"),
        *("move", "moves", "book", "round", "rounds", "helped", "told", "circle", "wanted", "story", "matter", "light"),
        *("voice", "mood", "needle", "surprise", "doubts", "tide", "rhythm", "trail", "ladder", "rung", "across"),
        *("sudden", "habit", "unusual", "echo", "calling", "announce", "grounds", "keeping", "wartime"),
        *("cell", "contents", "reckon", "ahead", "gap", "horizon", "remembered", "orders"),
        *("island", "piece", "raw", "placeholders", "sheet", "twin", "figure", "spark", "telling", "near", "sights"),
        *("leading", "living", "behaviours", "feeder", "courier", "faces", "rulebook"),
    )
)


def test_the_glossary_is_one_well_formed_table() -> None:
    lines = [line for line in GLOSSARY.text.splitlines() if line.startswith("|")]
    assert lines[0] == HEAD
    assert len(GLOSSARY.tables) == 1
    assert not [row for row in GLOSSARY.tables[0] if len(row) != 4 or not all(row)]
    assert not [row[0] for row in GLOSSARY.tables[0] if not re.search("[\u4e00-\u9fff]", row[0])]


def test_terms_are_in_order_and_each_is_there_once() -> None:
    terms = [row[1].lower() for row in GLOSSARY.tables[0]]
    assert terms == sorted(set(terms))


def test_the_code_knows_every_name_of_the_glossary() -> None:
    named = {row[1]: row[2] for row in GLOSSARY.tables[0]}
    assert not [term for term, cell in named.items() if cell != "–" and cell != f"`{''.join(code(cell))}`"]
    assert not {term: fault for term, cell in named.items() for name in code(cell) if (fault := fault_of(name))}


@cache
def classes_and_modules() -> tuple[dict[str, str], dict[str, str]]:
    """Names of the product's classes, and of its modules and folders, each with a file that it stands in."""
    classes: dict[str, str] = {}
    modules: dict[str, str] = {}
    for file in sorted(file for room in ROOMS if room != "tests" for file in (ROOT / room).rglob("*.py")):
        place = str(file.relative_to(ROOT))
        modules |= dict.fromkeys((file.stem, *file.relative_to(ROOT).parts[:-1]), place)
        found = (
            node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)
        )
        classes |= dict.fromkeys((node.name for node in found), place)
    return classes, modules


def test_no_class_has_a_name_that_a_standard_term_replaced() -> None:
    classes, _ = classes_and_modules()
    assert len(classes) > 300
    assert not {name: place for name, place in classes.items() if name in CLASSES_GONE}


def test_no_module_or_folder_has_a_name_that_a_standard_term_replaced() -> None:
    _, modules = classes_and_modules()
    assert len(modules) > 300
    assert not {name: place for name, place in modules.items() if name in MODULES_GONE}
