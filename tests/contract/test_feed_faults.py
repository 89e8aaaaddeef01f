"""Each reason why a feed fails has a sentence in both languages, made of the facts that it brings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

from components.messages import catalogue
from components.messages.feed_texts import run_text
from data.feeds.feed_overview import Health
from data.operations.feeds.feed_store import FeedRun, Outcome

ROOT = Path(__file__).parents[2]
PREFIX = "feed.fault."


def raised() -> Iterator[tuple[str, set[str]]]:
    """Each place that makes a fault: its code and the names of its facts."""
    for file in (ROOT / "data" / "feeds").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "FeedFault":
                assert isinstance(node.args[0], ast.Constant)
                yield str(node.args[0].value), {str(word.arg) for word in node.keywords} - {"again"}


def said_by(code: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(catalogue()[PREFIX + code]["zh"]) if name is not None}


def test_every_fault_has_its_sentence_and_brings_what_it_says() -> None:
    found = list(raised())

    assert len(found) > 30
    assert [(code, facts) for code, facts in found if facts != said_by(code)] == []
    codes = {PREFIX + code for code, _ in found} | {f"{PREFIX}file_refused"}
    assert {key for key in catalogue() if key.startswith(PREFIX)} == codes


def test_every_health_and_outcome_has_its_word() -> None:
    words = {f"feed.health.{one}" for one in get_args(Health)} | {f"feed.outcome.{one}" for one in get_args(Outcome)}

    assert words <= set(catalogue())


def test_a_run_is_told_in_both_languages() -> None:
    run = FeedRun(1, "a", 0, outcome="failed", code="http_status", facts={"place": "x", "status": 503})

    assert run_text("en", run) == "failed: x answered 503"
    assert run_text("zh", run) == "失败：x 答复 503"
    assert run_text("en", FeedRun(1, "a", 0, outcome="failed", code="of_tomorrow")) == "failed: of_tomorrow"
